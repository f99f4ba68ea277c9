// The test of a connection, over a made-up socket and with time given.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { instant, NOW, person } from "../../test/fixtures";
import type { ClientMessage, ServerMessage } from "../protocol/ws";
import { measured, testConnection } from "./connection-test";

class FakeSocket {
  static last: FakeSocket | null = null;
  sent: ClientMessage[] = [];
  closed = false;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor() {
    FakeSocket.last = this;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.closed = true;
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function socket(): FakeSocket {
  if (FakeSocket.last === null) throw new Error("no connection was tried");
  return FakeSocket.last;
}

function welcome(): void {
  const { role, org, expires_at } = person("supplier");
  socket().say({ type: "welcome", protocol: 1, now: instant(NOW), role, org, expires_at });
}

// G54
test("the server is asked five times, one after the other", async () => {
  const result = testConnection("ws://here/ws");
  welcome();
  // The clock of this device is three minutes fast.
  for (const [id, took] of [40, 900, 60, 20, 80].entries()) {
    expect(socket().sent.length).toBe(id + 1);
    vi.advanceTimersByTime(took);
    socket().say({ type: "time", id, now: instant(Date.now() - took / 2 - 180_000) });
  }

  expect(await result).toEqual({ round_trip_ms: 60, clock_ms: 180_000 });
  expect(socket().sent.map((message) => message.type)).toEqual(Array(5).fill("time"));
  expect(socket().closed).toBe(true);
});

// G54
test("without a connection, and without an answer in time, there is no result", async () => {
  const refused = testConnection("ws://here/ws");
  socket().onclose?.();
  const silent = testConnection("ws://here/ws");
  welcome();
  vi.advanceTimersByTime(10_000);

  expect([await refused, await silent]).toEqual([null, null]);
  expect(socket().closed).toBe(true);
});

// G54
test("figures that the server would not take are cut", () => {
  expect(measured([{ took: 70_000, ahead: -1e15 }])).toEqual({
    round_trip_ms: 60_000,
    clock_ms: -315_576_000_000,
  });
});
