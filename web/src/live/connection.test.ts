// The connection with time given: joining, finding a dead line, coming back, asking again under the same ref.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { instant, LOT, NOW, person, supplierLot } from "../../test/fixtures";
import type { ClientMessage, ServerMessage } from "../protocol/ws";
import { Connection } from "./connection";
import type { Act } from "./state/acts";
import type { SentBid } from "./state/state";

class Line {
  static readonly OPEN = 1;
  static made: Line[] = [];
  readyState = 0;
  sent: ClientMessage[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    Line.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = Line.OPEN;
    this.onopen?.();
    const { role, org, expires_at } = person("supplier");
    this.say({ type: "welcome", protocol: 1, now: instant(Date.now()), role, org, expires_at });
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  end(code: number): void {
    this.onclose?.({ code });
  }

  kinds(): string[] {
    return this.sent.map(({ type }) => type);
  }
}

let acts: Act[];
let waiting: SentBid | null;
let signed_in: boolean;
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal("WebSocket", Line);
  Line.made = [];
  acts = [];
  waiting = null;
  signed_in = true;
  connection = new Connection({
    url: "ws://here/ws",
    lot: LOT,
    dispatch: (act) => void acts.push(act),
    unanswered: () => waiting,
    isSignedIn: () => Promise.resolve(signed_in),
  });
});
afterEach(() => {
  connection.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function line(): Line {
  const last = Line.made.at(-1);
  if (last === undefined) throw new Error("no connection was tried");
  return last;
}

function joined(): Line {
  connection.start();
  line().open();
  line().say(supplierLot());
  return line();
}

const bid: SentBid = {
  ref: "r1",
  prices: { "nitrile-m": "2.97" },
  total: "178200.00",
  confirmed: false,
  sent_local: NOW,
  unknown: false,
};

test("it joins the lot and asks the time", () => {
  connection.start();
  line().open();

  expect(line().kinds()).toEqual(["join", "time"]);
});

test("a round trip is measured from question to answer", () => {
  joined();
  vi.advanceTimersByTime(40);

  line().say({ type: "time", id: 1, now: instant(NOW + 20) });

  expect(acts).toContainEqual({ type: "clock_measured", asked: NOW, answered: NOW + 40, now: NOW + 20 });
});

test("a line that stays silent after a ping is given up", () => {
  joined();

  vi.advanceTimersByTime(10_000 + 5_000);

  expect(acts.at(-1)?.type).toBe("connection_lost");
});

test("tries come at growing pauses, never longer than ten seconds", () => {
  connection.start();
  const pauses: number[] = [];
  for (let i = 0; i < 7; i++) {
    line().end(1006);
    const lost = acts.at(-1);
    if (lost?.type !== "connection_lost") throw new Error("not told");
    pauses.push(lost.next_try_local - lost.local);
    vi.advanceTimersByTime(10_000);
  }

  expect(pauses[0]).toBeLessThanOrEqual(1_000);
  expect(pauses[3]).toBeGreaterThanOrEqual(4_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(10_000);
});

test.each([1001, 1006, 4408, 4409])("after close %i it comes back by itself", (code) => {
  joined().end(code);

  vi.advanceTimersByTime(1_000);
  line().open();

  expect(Line.made).toHaveLength(2);
  expect(line().kinds()).toContain("join");
});

test("after the session's end it does not try again", () => {
  joined().end(4401);
  vi.advanceTimersByTime(60_000);

  expect(acts.at(-1)?.type).toBe("signed_out");
  expect(Line.made).toHaveLength(1);
});

test("a refused upgrade of an ended session is told apart from a bad line", async () => {
  signed_in = false;
  connection.start();

  line().end(1006);
  await vi.advanceTimersByTimeAsync(0);

  expect(acts.at(-1)?.type).toBe("signed_out");
});

test("a bid without an answer is sent again under its own ref after a new connection", () => {
  joined();
  waiting = bid;
  connection.bid(bid);
  line().end(1006);
  vi.advanceTimersByTime(1_000);

  line().open();
  expect(line().kinds()).not.toContain("bid");
  line().say(supplierLot());

  expect(line().sent.filter(({ type }) => type === "bid")).toEqual([
    { type: "bid", lot: LOT, ref: "r1", prices: bid.prices, confirmed: false },
  ]);
});

test("a bid without an answer is asked about again on a living line, an answered one is not", () => {
  joined();
  waiting = bid;
  connection.bid(bid);
  vi.advanceTimersByTime(5_000);
  expect(
    line()
      .kinds()
      .filter((kind) => kind === "bid"),
  ).toHaveLength(2);

  waiting = null;
  line().say({ type: "time", id: 99, now: instant(Date.now()) });
  vi.advanceTimersByTime(9_000);

  expect(Line.made[0]?.kinds().filter((kind) => kind === "bid")).toHaveLength(2);
});

test("a machine that wakes does not wait out the pause", () => {
  joined().end(1006);

  connection.hurry();

  expect(Line.made).toHaveLength(2);
});
