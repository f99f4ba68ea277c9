// @vitest-environment jsdom
// Many lots over one connection: drafts, the order of sending, one outcome each, and a line that is lost.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, socket } from "../../../test/fake-socket";
import { instant, NOW, person, supplierLot } from "../../../test/fixtures";
import type { BidMessage, LotMessage } from "../../protocol/names";
import { saveDraft } from "../local-storage";
import { grouped } from "./batch";
import { BidderLots } from "./bidder-lots";

const ITEM = "nitrile-m";
const IDS = ["a", "b", "c"];

function lotOf(id: string, change: Partial<LotMessage> = {}): LotMessage {
  return { ...supplierLot(), lot: id, title: `Lot ${id}`, now: instant(Date.now()), ...change };
}

let live: BidderLots;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  FakeSocket.stub();
  localStorage.clear();
  live = begin();
});
afterEach(() => {
  live.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function begin(): BidderLots {
  const listed = IDS.map((id) => ({
    id,
    title: `Lot ${id}`,
    state: "open" as const,
    opens_at: "",
    closes_at: "",
  }));
  return new BidderLots(listed, person("supplier"), { polite: () => {}, assertive: () => {} }, () => {});
}

function join(): void {
  socket().open();
  for (const id of IDS) socket().say(lotOf(id));
}

function joined(): void {
  live.start();
  join();
}

function typeIn(...prices: ReadonlyArray<readonly [string, string]>): void {
  for (const [id, price] of prices) live.lot(id)?.type(ITEM, price);
}

/** Reviews what is typed, and sends all of it. */
function sendAll(): void {
  live.review();
  live.sendReviewed((live.reviewing ?? []).map((one) => ({ reviewed: one, confirmed: false })));
}

function accept(bid: BidMessage | undefined): void {
  if (bid === undefined) throw new Error("no such bid");
  const at = instant(Date.now());
  const answer = { lot: bid.lot, ref: bid.ref, seq: 41, at, received_at: at, hash: "ab" };
  socket().say({
    type: "accepted",
    ...answer,
    rank: 1,
    total: "178200.00",
    evaluated: "178200.00",
    receipt: null,
  });
}

function refuse(bid: BidMessage | undefined, reason: "decrement_too_small" | "needs_confirmation"): void {
  if (bid === undefined) throw new Error("no such bid");
  const at = instant(Date.now());
  const answer = { lot: bid.lot, ref: bid.ref, seq: 41, at, received_at: at, hash: "ab" };
  socket().say({ type: "refused", ...answer, reason, limit: "178000.00", message: "" });
}

function totals() {
  const { not_accepted, unknown, accepted } = grouped(live.batch);
  const lots = (entries: ReadonlyArray<{ lot: string }>): string => entries.map(({ lot }) => lot).join("");
  return { not_accepted: lots(not_accepted), unknown: lots(unknown), accepted: lots(accepted) };
}

// G158
test("one connection follows all lots", () => {
  joined();

  expect(FakeSocket.made).toHaveLength(1);
  const joins = socket().sent.filter((message) => message.type === "join");
  expect(joins).toEqual(IDS.map((lot) => ({ type: "join", lot, beat: true })));
  expect(live.known().map(({ title }) => title)).toEqual(["Lot a", "Lot b", "Lot c"]);
});

// G50
test("reviewed offers are sent one by one in the order of the event, each with a reference of its own", () => {
  joined();
  typeIn(["c", "2.95"], ["a", "2.97"], ["b", "2.96"]);

  live.review();
  const chosen = (live.reviewing ?? []).map((one) => ({ reviewed: one, confirmed: false }));
  live.sendReviewed(chosen.reverse());

  expect(
    socket()
      .bids()
      .map(({ lot, prices }) => [lot, prices[ITEM]]),
  ).toEqual([
    ["a", "2.97"],
    ["b", "2.96"],
    ["c", "2.95"],
  ]);
  expect(
    new Set(
      socket()
        .bids()
        .map(({ ref }) => ref),
    ).size,
  ).toBe(3);
});

test("a second press sends nothing", () => {
  joined();
  typeIn(["a", "2.97"]);
  live.review();
  const chosen = (live.reviewing ?? []).map((one) => ({ reviewed: one, confirmed: false }));

  live.sendReviewed(chosen);
  live.sendReviewed(chosen);
  live.review();

  expect(socket().bids()).toHaveLength(1);
  expect(totals()).toEqual({ not_accepted: "", unknown: "a", accepted: "" });
  expect(live.reviewing).toBeNull();
});

test("only what was chosen is sent, and what was confirmed says so", () => {
  joined();
  typeIn(["a", "2.97"], ["b", "1.20"], ["c", "2.95"]);
  live.review();

  const chosen = (live.reviewing ?? []).filter(({ lot }) => lot !== "c");
  live.sendReviewed(chosen.map((one) => ({ reviewed: one, confirmed: one.lot === "b" })));

  expect(
    socket()
      .bids()
      .map(({ lot, confirmed }) => [lot, confirmed]),
  ).toEqual([
    ["a", false],
    ["b", true],
  ]);
  expect(live.lot("c")?.state.typed).toEqual({ [ITEM]: "2.95" });
});

test("each offer has an outcome of its own, and what was refused stays typed", () => {
  joined();
  typeIn(["a", "2.97"], ["b", "2.96"], ["c", "2.95"]);
  sendAll();
  const [first, second] = socket().bids();

  refuse(second, "decrement_too_small");
  accept(first);

  expect(totals()).toEqual({ not_accepted: "b", unknown: "c", accepted: "a" });
  expect(live.lot("a")?.state.typed).toEqual({});
  expect(live.lot("b")?.state.typed).toEqual({ [ITEM]: "2.96" });
  expect(live.drafted().map(({ lot }) => lot)).toEqual(["b"]);
});

test("an outcome stays as it was when another offer is sent in its lot", () => {
  joined();
  typeIn(["a", "2.97"]);
  sendAll();
  accept(socket().bids()[0]);

  typeIn(["a", "2.90"]);
  live.lot("a")?.send();
  refuse(socket().bids()[1], "decrement_too_small");

  expect(totals()).toEqual({ not_accepted: "", unknown: "", accepted: "a" });
});

test("an offer that the server wants confirmed is not counted as sent on", () => {
  joined();
  typeIn(["a", "2.97"]);
  sendAll();

  refuse(socket().bids()[0], "needs_confirmation");

  expect(live.batch[0]?.outcome).toBe("confirm");
  expect(live.lot("a")?.state.confirming).toMatchObject({ because: "rule" });
});

test("a lot that takes no offers at the moment of sending is told as not sent", () => {
  joined();
  typeIn(["a", "2.97"], ["b", "2.96"]);
  live.review();
  const chosen = (live.reviewing ?? []).map((one) => ({ reviewed: one, confirmed: false }));
  socket().say({ type: "update", lot: "a", seq: 41, now: instant(Date.now()), state: "paused" });

  live.sendReviewed(chosen);

  expect(
    socket()
      .bids()
      .map(({ lot }) => lot),
  ).toEqual(["b"]);
  expect(live.batch.map(({ lot, outcome }) => [lot, outcome])).toEqual([
    ["a", "not_sent"],
    ["b", null],
  ]);
});

// G50
test("after a lost line each offer without an answer is asked again by its reference, once its lot is back", () => {
  joined();
  typeIn(["a", "2.97"], ["b", "2.96"], ["c", "2.95"]);
  sendAll();
  const [first, second, third] = socket().bids();
  accept(first);

  socket().end(1006);
  expect(live.lot("b")?.state.sent).toMatchObject({ unknown: true });
  vi.advanceTimersByTime(2_000);
  socket().open();
  socket().say(lotOf("c"));

  expect(socket().bids()).toEqual([third]);
  socket().say(lotOf("b"));
  expect(socket().bids()).toEqual([third, second]);
  accept(second);
  expect(totals()).toEqual({ not_accepted: "", unknown: "c", accepted: "ab" });
});

test("what was typed, and an offer without an answer, are there after a reload", () => {
  joined();
  typeIn(["a", "2.97"], ["b", "2.96"]);
  live.review();
  live.sendReviewed((live.reviewing ?? []).slice(0, 1).map((one) => ({ reviewed: one, confirmed: false })));
  const [sent] = socket().bids();
  live.stop();

  live = begin();
  expect(live.batch).toEqual([{ lot: "a", ref: sent?.ref, total: "178200.00", outcome: null }]);
  joined();

  expect(live.drafted().map(({ lot }) => lot)).toEqual(["b"]);
  expect(socket().bids()).toEqual([sent]);
});

test("a draft from the page of one lot is here too", () => {
  saveDraft("supplier-1", "b", { typed: { [ITEM]: "2.90" }, sent: null });

  live = begin();

  expect(live.lot("b")?.state.typed).toEqual({ [ITEM]: "2.90" });
});

test("a frame of one lot shows that the connection works for all", () => {
  joined();

  for (let i = 0; i < 30; i += 1) {
    vi.advanceTimersByTime(1_000);
    socket().say({ type: "update", lot: "a", seq: 41 + i, now: instant(Date.now()) });
  }

  expect(live.is_current).toBe(true);
});

test("time alone draws no lot again, and a change draws its own lot only", () => {
  joined();
  const drawn: string[] = [];
  for (const { lot } of live.lots) live.lot(lot)?.watch(() => drawn.push(lot));

  vi.advanceTimersByTime(2_000);
  expect(drawn).toEqual([]);
  socket().say({ type: "update", lot: "b", seq: 41, now: instant(Date.now()), extensions: 2 });

  expect(drawn).toEqual(["b"]);
});

test("a lot that cannot be read is told, and the others go on", () => {
  live.start();
  socket().open();
  socket().say({ type: "error", code: "unavailable", lot: "b", ref: null, message: "" });
  socket().say(lotOf("a"));

  expect(live.lots.map(({ failed }) => failed)).toEqual([false, true, false]);
  socket().say(lotOf("b"));
  expect(live.lot("b")?.failed).toBe(false);
});

test("an offer that is too large is the longest one of those that wait", () => {
  joined();
  typeIn(["a", "2.97"], ["b", "2.9612345"]);
  sendAll();

  socket().end(1009);

  expect(totals()).toEqual({ not_accepted: "b", unknown: "a", accepted: "" });
});

test("a session that ends keeps what is typed, and the same page goes on", () => {
  joined();
  typeIn(["a", "2.97"]);

  socket().end(4401);
  expect(live.is_signed_out).toBe(true);
  live.sessionBack();
  join();

  expect(live.is_signed_out).toBe(false);
  expect(live.drafted().map(({ lot }) => lot)).toEqual(["a"]);
});
