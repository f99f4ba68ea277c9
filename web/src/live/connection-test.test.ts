// The test of a connection, over a made-up socket and with time given.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, socket } from "../../test/fake-socket";
import { instant, NOW } from "../../test/fixtures";
import { measured, testConnection } from "./connection-test";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  FakeSocket.stub();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

// G54
test("the server is asked five times, one after the other", async () => {
  const result = testConnection("ws://here/ws");
  socket().open();
  // The clock of this device is three minutes fast.
  for (const [id, took] of [40, 900, 60, 20, 80].entries()) {
    expect(socket().sent.length).toBe(id + 1);
    vi.advanceTimersByTime(took);
    socket().say({ type: "time", id, now: instant(Date.now() - took / 2 - 180_000) });
  }

  expect(await result).toEqual({ round_trip_ms: 60, clock_ms: 180_000 });
  expect(socket().sent.map((message) => message.type)).toEqual(Array(5).fill("time"));
  expect(socket().readyState).toBe(FakeSocket.CLOSED);
});

// G54
test("without a connection, and without an answer in time, there is no result", async () => {
  const refused = testConnection("ws://here/ws");
  socket().end(1006);
  const silent = testConnection("ws://here/ws");
  socket().open();
  vi.advanceTimersByTime(10_000);

  expect([await refused, await silent]).toEqual([null, null]);
  expect(socket().readyState).toBe(FakeSocket.CLOSED);
});

// G54
test("figures that the server would not take are cut", () => {
  expect(measured([{ took: 70_000, ahead: -1e15 }])).toEqual({
    round_trip_ms: 60_000,
    clock_ms: -315_576_000_000,
  });
});
