// A WebSocket that a test answers for. It takes the place of the browser's: `FakeSocket.stub()` before each test.
import { vi } from "vitest";
import type { BidMessage, Person } from "../src/protocol/names";
import type { ClientMessage, ServerMessage } from "../src/protocol/ws";
import { instant, person } from "./fixtures";

export class FakeSocket {
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  /** Every connection that was tried, the newest last. */
  static made: FakeSocket[] = [];
  readyState = 0;
  sent: ClientMessage[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  static stub(): void {
    vi.stubGlobal("WebSocket", FakeSocket);
    FakeSocket.made = [];
  }

  constructor() {
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.readyState = FakeSocket.CLOSED;
  }

  /** The server takes the connection, and welcomes somebody of that role. */
  open(as: Person["role"] = "supplier"): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
    const { role, org, expires_at } = person(as);
    this.say({ type: "welcome", protocol: 1, now: instant(Date.now()), role, org, expires_at });
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The server ends the connection. */
  end(code: number): void {
    this.onclose?.({ code });
  }

  kinds(): string[] {
    return this.sent.map(({ type }) => type);
  }

  bids(): BidMessage[] {
    return this.sent.filter((message) => message.type === "bid");
  }
}

/** The connection that was tried last. */
export function socket(): FakeSocket {
  const last = FakeSocket.made.at(-1);
  if (last === undefined) throw new Error("no connection was tried");
  return last;
}
