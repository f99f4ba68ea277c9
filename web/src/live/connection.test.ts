// The connection, with time given: joining, detecting a silent socket, reconnecting, sending a bid again.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, socket } from "../../test/fake-socket";
import { instant, LOT, NOW, supplierLot } from "../../test/fixtures";
import { Connection } from "./connection";
import type { Act } from "./state/acts";
import type { SentBid } from "./state/state";

let acts: Act[];
let unanswered: SentBid | null;
let signed_in: boolean;
let stale_ms: number;
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  FakeSocket.stub();
  acts = [];
  unanswered = null;
  signed_in = true;
  stale_ms = 15_000;
  connection = new Connection({
    url: "ws://here/ws",
    lots: [LOT],
    dispatch: (act) => void acts.push(act),
    unanswered: () => (unanswered === null ? [] : [{ lot: LOT, bid: unanswered }]),
    staleMs: () => stale_ms,
    isSignedIn: () => Promise.resolve(signed_in),
  });
});
afterEach(() => {
  connection.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function joined(): FakeSocket {
  connection.start();
  socket().open();
  socket().say(supplierLot());
  return socket();
}

const bid: SentBid = {
  ref: "r1",
  prices: { "nitrile-m": "2.97" },
  total: "178200.00",
  confirmed: false,
  sent_local: NOW,
  unknown: false,
};

test("a new connection joins the lot and asks for the time", () => {
  connection.start();
  socket().open();

  expect(socket().kinds()).toEqual(["join", "time"]);
  expect(socket().sent[0]).toEqual({ type: "join", lot: LOT, beat: true });
});

// G112
test("while the lot runs a silent connection is asked before the page is stale, and given up soon after", () => {
  stale_ms = 4_000;
  const silent = joined();
  vi.advanceTimersByTime(3_400);
  const before = silent.kinds().length;

  vi.advanceTimersByTime(100);
  expect(silent.kinds().slice(before)).toEqual(["time"]);
  vi.advanceTimersByTime(5_000);

  expect(acts.map(({ type }) => type)).toContain("connection_lost");
});

// G112
test("a connection that is sent beats is asked for nothing but the time now and then", () => {
  stale_ms = 4_000;
  const quiet = joined();
  for (let nth = 0; nth < 4; nth++) {
    vi.advanceTimersByTime(2_000);
    quiet.say({ type: "beat", now: instant(Date.now()), next_ms: 2_000 });
  }

  expect(quiet.kinds()).toEqual(["join", "time", "time"]);
});

test("a round trip is measured from the question to its answer", () => {
  joined();
  vi.advanceTimersByTime(40);

  socket().say({ type: "time", id: 1, now: instant(NOW + 20) });

  expect(acts).toContainEqual({ type: "clock_measured", asked: NOW, answered: NOW + 40, now: NOW + 20 });
});

test("a socket that stays silent after a ping is given up", () => {
  joined();

  vi.advanceTimersByTime(10_000 + 5_000);

  expect(acts.at(-1)?.type).toBe("connection_lost");
});

test("the pauses between tries grow, up to ten seconds", () => {
  connection.start();
  const pauses: number[] = [];
  for (let i = 0; i < 7; i++) {
    socket().end(1006);
    const lost = acts.at(-1);
    if (lost?.type !== "connection_lost") throw new Error("no loss was dispatched");
    pauses.push(lost.next_try_local - lost.local);
    vi.advanceTimersByTime(10_000);
  }

  expect(pauses[0]).toBeLessThanOrEqual(1_000);
  expect(pauses[3]).toBeGreaterThanOrEqual(4_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(10_000);
});

test("the pauses grow on although the lot was joined, until a bid is answered or a minute is quiet", () => {
  const pauseAfterLoss = (): number => {
    socket().end(1006);
    const lost = acts.at(-1);
    if (lost?.type !== "connection_lost") throw new Error("no loss was dispatched");
    vi.advanceTimersByTime(10_000);
    socket().open();
    socket().say(supplierLot());
    return lost.next_try_local - lost.local;
  };
  joined();
  const pauses = [1, 2, 3, 4].map(pauseAfterLoss);
  expect(pauses[3]).toBeGreaterThanOrEqual(4_000);

  const { lot, ref } = { lot: LOT, ref: "r1" };
  socket().say({
    type: "refused",
    lot,
    ref,
    seq: 41,
    at: instant(NOW),
    received_at: instant(NOW),
    hash: "ab",
    reason: "closed",
    message: "",
  });
  expect(pauseAfterLoss()).toBeLessThanOrEqual(1_000);
});

test("after a quiet minute the next pause is a short one", () => {
  joined().end(1006);
  vi.advanceTimersByTime(1_000);
  socket().open();
  socket().say(supplierLot());
  for (let i = 0; i < 61; i++) {
    vi.advanceTimersByTime(1_000);
    socket().say({ type: "time", id: 99, now: instant(Date.now()) });
  }

  socket().end(1006);

  const lost = acts.at(-1);
  expect(lost?.type === "connection_lost" && lost.next_try_local - lost.local).toBeLessThanOrEqual(1_000);
});

test("a message that is too large for the server is reported before the connection is made again", () => {
  joined();
  unanswered = bid;
  connection.bid(LOT, bid);

  socket().end(1009);

  expect(acts.slice(-2).map(({ type }) => type)).toEqual(["too_large", "connection_lost"]);
});

test("a machine without a network shows nothing as current", () => {
  joined();

  connection.networkGone();

  expect(acts.at(-1)?.type).toBe("connection_lost");
});

test.each([1001, 1006, 4408, 4409])("after close code %i the page connects again by itself", (code) => {
  joined().end(code);

  vi.advanceTimersByTime(1_000);
  socket().open();

  expect(FakeSocket.made).toHaveLength(2);
  expect(socket().kinds()).toContain("join");
});

test("after the end of the session the page does not try again", () => {
  joined().end(4401);
  vi.advanceTimersByTime(60_000);

  expect(acts.at(-1)?.type).toBe("signed_out");
  expect(FakeSocket.made).toHaveLength(1);
});

// G95
test("once the session is back the page joins again, and sends a bid without an answer with the same ref", () => {
  joined();
  unanswered = bid;
  connection.bid(LOT, bid);
  socket().end(4401);

  connection.resume();
  socket().open();
  socket().say(supplierLot());

  expect(socket().kinds()).toContain("join");
  expect(socket().sent.filter(({ type }) => type === "bid")).toMatchObject([{ ref: "r1" }]);
});

test("an upgrade that is refused for an ended session is not taken for a network fault", async () => {
  signed_in = false;
  connection.start();

  socket().end(1006);
  await vi.advanceTimersByTimeAsync(0);

  expect(acts.at(-1)?.type).toBe("signed_out");
});

test("after a new connection a bid without an answer is sent again with the same ref", () => {
  joined();
  unanswered = bid;
  connection.bid(LOT, bid);
  socket().end(1006);
  vi.advanceTimersByTime(1_000);

  socket().open();
  expect(socket().kinds()).not.toContain("bid");
  socket().say(supplierLot());

  expect(socket().sent.filter(({ type }) => type === "bid")).toEqual([
    { type: "bid", lot: LOT, ref: "r1", prices: bid.prices, confirmed: false },
  ]);
});

test("on a working connection a bid without an answer is sent again, an answered bid is not", () => {
  joined();
  unanswered = bid;
  connection.bid(LOT, bid);
  vi.advanceTimersByTime(5_000);
  expect(
    socket()
      .kinds()
      .filter((kind) => kind === "bid"),
  ).toHaveLength(2);

  unanswered = null;
  socket().say({ type: "time", id: 99, now: instant(Date.now()) });
  vi.advanceTimersByTime(9_000);

  expect(FakeSocket.made[0]?.kinds().filter((kind) => kind === "bid")).toHaveLength(2);
});

test("a machine that was suspended connects again without the rest of the pause", () => {
  joined().end(1006);

  connection.tryNow();

  expect(FakeSocket.made).toHaveLength(2);
});

// G158
test("a connection follows many lots, and asks again only for those that are back", () => {
  const other = "another lot";
  const waiting = [
    { lot: LOT, bid },
    { lot: other, bid: { ...bid, ref: "r2" } },
  ];
  connection = new Connection({
    url: "ws://here/ws",
    lots: [LOT, other],
    dispatch: () => {},
    unanswered: () => waiting,
    staleMs: () => stale_ms,
    isSignedIn: () => Promise.resolve(true),
  });
  connection.start();
  socket().open();
  expect(socket().sent.filter(({ type }) => type === "join")).toHaveLength(2);

  socket().say({ ...supplierLot(), lot: other });

  expect(socket().sent.filter(({ type }) => type === "bid")).toMatchObject([{ lot: other, ref: "r2" }]);
});

// G157
test("a lot that cannot be read is asked for again on the same connection, with growing pauses", () => {
  const here = joined();
  const joins = (): number => here.sent.filter(({ type }) => type === "join").length;
  const error = { type: "error", code: "unavailable", lot: LOT, ref: null, message: "" } as const;
  expect(joins()).toBe(1);

  here.say(error);
  vi.advanceTimersByTime(1_000);
  expect(joins()).toBe(2);
  here.say(error);
  vi.advanceTimersByTime(999);
  expect(joins()).toBe(2);
  vi.advanceTimersByTime(1_001);

  expect(joins()).toBe(3);
  expect(FakeSocket.made).toHaveLength(1);
});
