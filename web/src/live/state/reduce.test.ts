// The reducer: messages, freshness, unknown outcomes, absences, freezing.
import { expect, test } from "vitest";
import { CLOSE, instant, LOT, notice, NOW, observerLot, person, supplierLot } from "../../../test/fixtures";
import type { Reason, ServerMessage } from "../../protocol/ws";
import type { Act } from "./acts";
import { reduce } from "./reduce";
import { FRESH_MS, isFresh, now, type SentBid, shownLot, start, type State } from "./state";

/** This machine's clock is ten seconds behind the server's. */
const LOCAL = NOW - 10_000;

function after(state: State, ...acts: Act[]): State {
  return acts.reduce(reduce, state);
}

function said(message: ServerMessage, local = LOCAL): Act {
  return { type: "received", message, local };
}

function joined(): State {
  return after(start(person("supplier"), LOCAL), said(supplierLot()));
}

function bid(more: Partial<SentBid> = {}): SentBid {
  const prices = { "nitrile-m": "2.97" };
  return {
    ref: "r1",
    prices,
    total: "178200.00",
    confirmed: false,
    sent_local: LOCAL,
    unknown: false,
    ...more,
  };
}

const accepted: ServerMessage = {
  type: "accepted",
  lot: LOT,
  ref: "r1",
  seq: 41,
  at: instant(NOW),
  received_at: instant(NOW),
  hash: "ab",
  rank: 1,
  total: "178200.00",
  evaluated: "178200.00",
};

function refused(reason: Reason): ServerMessage {
  return {
    type: "refused",
    lot: LOT,
    ref: "r1",
    seq: 41,
    at: instant(NOW),
    received_at: instant(NOW),
    hash: "ab",
    reason,
    limit: "178550.00",
    message: "",
  };
}

test("the time of a lot is the server's time", () => {
  expect(now(joined())).toBe(NOW);
});

test("the time is correct at the first tick after five suspended minutes", () => {
  const resumed = after(joined(), { type: "tick", local: LOCAL + 300_000 });

  expect(now(resumed)).toBe(NOW + 300_000);
});

test("an update replaces whole fields and keeps the others", () => {
  const market = { lead: "170000.00" };
  const update: ServerMessage = { type: "update", lot: LOT, seq: 41, now: instant(NOW), market };

  const { lot } = after(joined(), said(update));

  expect(lot?.market).toEqual(market);
  expect(lot?.you?.rank).toBe(2);
  expect(lot?.seq).toBe(41);
});

test.each([
  ["older", { seq: 39, lot: LOT }],
  ["of another lot", { seq: 50, lot: "other" }],
])("an update that is %s changes nothing", (_, { seq, lot }) => {
  const before = joined();

  const state = after(before, said({ type: "update", lot, seq, now: instant(NOW), state: "closed" }));

  expect(state.lot).toBe(before.lot);
});

// G112
test.each([
  ["a lot that runs, after two beats of two seconds", {}, null, 4_000],
  ["a paused lot", { state: "paused" as const }, null, 4_000],
  ["a lot whose server sends fewer beats", {}, 10_000, 20_000],
  ["a lot that has no beats yet", { state: "scheduled" as const }, null, FRESH_MS],
])("without a frame %s is not current, even if the socket is open", (_, change, next_ms, stale_ms) => {
  const lot = after(start(person("supplier"), LOCAL), said({ ...supplierLot(), ...change }));
  const state = next_ms === null ? lot : after(lot, said({ type: "beat", now: instant(NOW), next_ms }));

  expect(isFresh(after(state, { type: "tick", local: LOCAL + stale_ms - 1 }))).toBe(true);
  expect(isFresh(after(state, { type: "tick", local: LOCAL + stale_ms }))).toBe(false);
});

// G112
test("an observer's page waits for the first beat to know how often they come, any frame counts as one", () => {
  const beat: ServerMessage = { type: "beat", now: instant(NOW), next_ms: 2_000 };
  const state = after(start(person("observer"), LOCAL), said(observerLot()));
  const tick = (ms: number): Act => ({ type: "tick", local: LOCAL + ms });

  expect(isFresh(after(state, tick(19_999)))).toBe(true);
  expect(isFresh(after(state, said(beat), tick(4_000)))).toBe(false);
  expect(isFresh(after(state, said(beat), tick(4_000), said(beat, LOCAL + 4_100), tick(8_000)))).toBe(true);
});

test("an accepted offer clears the fields and its answer stays", () => {
  const typed: Act = { type: "typed", item: "nitrile-m", text: "2.97", local: LOCAL };

  const state = after(joined(), typed, { type: "sent", bid: bid() }, said(accepted));

  expect(state.sent).toBeNull();
  expect(state.typed).toEqual({});
  expect(state.outcome).toMatchObject({ kind: "accepted", total: "178200.00", rank: 1 });
});

test("a refused offer keeps what was typed", () => {
  const typed: Act = { type: "typed", item: "nitrile-m", text: "£2.98", local: LOCAL };

  const state = after(joined(), typed, { type: "sent", bid: bid() }, said(refused("decrement_too_small")));

  expect(state.typed).toEqual({ "nitrile-m": "£2.98" });
  expect(state.outcome).toMatchObject({
    kind: "refused",
    limit: "178550.00",
    prompt: true,
    own_total: "178800.00",
  });
});

test("a bid that needs a confirmation opens the panel and is no error", () => {
  const state = after(joined(), { type: "sent", bid: bid() }, said(refused("needs_confirmation")));

  expect(state.outcome).toBeNull();
  expect(state.confirming).toMatchObject({ total: "178200.00", because: "rule" });
});

test("an answer with another reference is ignored", () => {
  const state = after(joined(), { type: "sent", bid: bid({ ref: "other" }) }, said(accepted));

  expect(state.sent?.ref).toBe("other");
  expect(state.outcome).toBeNull();
});

test.each<[string, Act]>([
  ["the connection is lost", { type: "connection_lost", local: LOCAL + 100, next_try_local: LOCAL + 1100 }],
  ["no answer comes", { type: "tick", local: LOCAL + 5_000 }],
  ["the store fails", said({ type: "error", code: "unavailable", lot: LOT, ref: "r1", message: "" })],
])("when %s the outcome is unknown, not failed", (_, act) => {
  const state = after(joined(), { type: "sent", bid: bid() }, act);

  expect(state.sent).toMatchObject({ ref: "r1", unknown: true });
  expect(state.outcome).toBeNull();
});

test("an answer after a new connection ends an unknown outcome", () => {
  const lost: Act = { type: "connection_lost", local: LOCAL + 100, next_try_local: LOCAL + 1100 };

  const state = after(
    joined(),
    { type: "sent", bid: bid() },
    lost,
    said(supplierLot(), LOCAL + 2_000),
    said(accepted, LOCAL + 2_100),
  );

  expect(state.sent).toBeNull();
  expect(state.outcome?.kind).toBe("accepted");
});

test("an offer to an overloaded server is not taken and may be sent again", () => {
  const busy: ServerMessage = { type: "error", code: "overloaded", lot: LOT, ref: "r1", message: "Busy." };

  const state = after(joined(), { type: "sent", bid: bid() }, said(busy));

  expect(state.sent).toBeNull();
  expect(state.outcome).toMatchObject({ kind: "not_taken", code: "overloaded" });
});

test("after an absence the state says what has changed", () => {
  const lost: Act = { type: "connection_lost", local: LOCAL, next_try_local: LOCAL + 1000 };
  const lot = { ...supplierLot(NOW + 38_000), seq: 45, closes_at: instant(CLOSE + 120_000) };
  const news = {
    ...lot,
    you: { ...lot.you, rank: 3 },
    notices: [...lot.notices, notice(44, NOW + 5_000, "message", { text: "Hello." })],
  };

  const { away, lost: still_lost } = after(joined(), lost, said(news, LOCAL + 38_000));

  expect(still_lost).toBeNull();
  expect(away).toMatchObject({ rank: 3, notices: 1, closes_at: instant(CLOSE + 120_000) });
  expect(away?.lost).toMatchObject({ at: NOW, rank: 2 });
  expect((away?.back_at ?? 0) - (away?.lost.at ?? 0)).toBe(38_000);
});

test("a frozen view stays the same while the lot changes, and its release shows the present", () => {
  const frozen = after(start(person("observer"), LOCAL), said(observerLot()), { type: "frozen" });
  const update: ServerMessage = {
    type: "update",
    lot: LOT,
    seq: 41,
    now: instant(NOW),
    market: { lead: "1.00", offers: [] },
  };

  const later = after(frozen, said(update));

  expect(shownLot(later)?.market?.lead).toBe("176400.00");
  expect(later.lot?.market?.lead).toBe("1.00");
  expect(shownLot(after(later, { type: "released" }))?.market?.lead).toBe("1.00");
});

test("offers that are loaded twice are listed once", () => {
  const offer = {
    seq: 3,
    at: instant(NOW),
    alias: "Bidder A",
    evaluated: "1.00",
    total: "1.00",
    rank: 1,
    annulled: false,
  };
  const load: Act = { type: "offers_loaded", after: 0, offers: [offer] };

  expect(after(joined(), load, load).offers).toEqual([offer]);
});

test("a list that is loaded whole replaces what was annulled since", () => {
  const offer = {
    seq: 3,
    at: instant(NOW),
    alias: "Bidder A",
    evaluated: "1.00",
    total: "1.00",
    rank: 1,
    annulled: false,
  };
  const next = { ...offer, seq: 5 };
  const gone = { ...offer, void: "annulled" as const, void_at: instant(NOW) };

  const first = after(joined(), { type: "offers_loaded", after: 0, offers: [offer] });
  const more = after(first, { type: "offers_loaded", after: 3, offers: [next] });
  const whole = after(more, { type: "offers_loaded", after: 0, offers: [gone, next] });

  expect(more.offers).toEqual([offer, next]);
  expect(whole.offers).toEqual([gone, next]);
});

test("a failed load is not taken for an empty list", () => {
  const failed: Act = { type: "load_failed", what: "history", next_try_local: LOCAL + 1_000 };

  expect(joined().history_load.status).toBe("loading");
  expect(after(joined(), failed).history_load).toEqual({ status: "failed", next_try_local: LOCAL + 1_000 });
  expect(after(joined(), failed, { type: "history_loaded", after: 0, records: [] }).history_load.status).toBe(
    "loaded",
  );
});

test("a server that comes back before what was shown wins, and the lists are loaded anew", () => {
  const offer = {
    seq: 40,
    at: instant(NOW),
    alias: "Bidder A",
    evaluated: "1.00",
    total: "1.00",
    rank: 1,
    annulled: false,
  };
  const lost: Act = { type: "connection_lost", local: LOCAL, next_try_local: LOCAL + 1_000 };
  const shown = after(joined(), { type: "offers_loaded", after: 0, offers: [offer] });

  const back = after(shown, lost, said({ ...supplierLot(), seq: 12 }, LOCAL + 2_000));

  expect(back.lot?.seq).toBe(12);
  expect(back.offers).toEqual([]);
  expect(isFresh(back)).toBe(true);
});

test("a late snapshot of the same connection does not go back", () => {
  expect(after(joined(), said({ ...supplierLot(), seq: 12 })).lot?.seq).toBe(40);
});

test("at the close nothing stays frozen and no absence is told", () => {
  const lost: Act = { type: "connection_lost", local: LOCAL, next_try_local: LOCAL + 1_000 };
  const back = after(joined(), lost, said(supplierLot(NOW + 5_000), LOCAL + 5_000), { type: "frozen" });
  const closed: ServerMessage = { type: "update", lot: LOT, seq: 41, now: instant(NOW), state: "closed" };

  expect(back.away).not.toBeNull();
  expect(after(back, said(closed))).toMatchObject({ away: null, frozen: null });
});

test("the time away counts from the last frame", () => {
  const quiet: Act = { type: "tick", local: LOCAL + 9_000 };
  const lost: Act = { type: "connection_lost", local: LOCAL + 9_000, next_try_local: LOCAL + 10_000 };

  expect(after(joined(), quiet, lost).lost?.at).toBe(NOW);
});

test("an offer that is too large is kept and not sent again", () => {
  const typed: Act = { type: "typed", item: "nitrile-m", text: "2.97", local: LOCAL };

  const state = after(joined(), typed, { type: "sent", bid: bid() }, { type: "too_large" });

  expect(state.sent).toBeNull();
  expect(state.typed).toEqual({ "nitrile-m": "2.97" });
  expect(state.outcome).toEqual({ kind: "too_large", total: "178200.00" });
});

test("filled prices can be undone until the person types", () => {
  const typed: Act = { type: "typed", item: "nitrile-m", text: "3", local: LOCAL };
  const fill: Act = { type: "filled", prices: { "nitrile-m": "2.97" } };

  const filled = after(joined(), typed, fill, fill);

  expect(filled.typed).toEqual({ "nitrile-m": "2.97" });
  expect(after(filled, { type: "fill_undone" }).typed).toEqual({ "nitrile-m": "3" });
  expect(after(filled, typed).before_fill).toBeNull();
});

test("a lot that the server does not find is not found", () => {
  const missing: ServerMessage = { type: "error", code: "not_found", lot: LOT, ref: null, message: "" };

  expect(after(start(person("supplier"), LOCAL), said(missing)).link.status).toBe("not_found");
});

// G55
test("a practice lot that is shown is over once the server has forgotten it", () => {
  const of = (lot: string): ServerMessage => ({
    type: "error",
    code: "not_found",
    lot,
    ref: null,
    message: "",
  });

  expect(after(joined(), said(of(LOT))).link.status).toBe("joined");
  expect(after(joined(), said(of("practice-1"))).link.status).toBe("not_found");
});
