// A made-up event of several lots as its console shows them to a buyer.
import type { EventMessage, LotSummary, Presence, Refusal } from "../src/protocol/names";
import { CLOSE, EVENT, instant, NOW, observerLot, summaryOf } from "./fixtures";

/** The lots are called "Lot 1", "Lot 2" … unless a change names them. */
export function lotOf(nth: number, change: Partial<LotSummary> = {}, now = NOW, closes = CLOSE): LotSummary {
  return {
    ...summaryOf(observerLot(now, closes)),
    lot: `lot-${nth}`,
    title: `Lot ${nth}`,
    pause: null,
    saving: { baseline_spend: "181970.00", saving: "5570.00", percent: "3.1", not_counted: 0 },
    bidders: { invited: 3, with_offer: 2, excluded: 0, connected: 3, terms_missing: 0 },
    offers: { accepted: 12, refused: 1, last_minute: 4 },
    waiting: { requests: 0, proposals: 0, oldest_at: null },
    repeatedly_refused: [],
    refusals: [],
    ...change,
  };
}

export function presenceOf(
  bidder: string,
  name: string,
  lots: readonly string[],
  change: Partial<Presence> = {},
): Presence {
  return {
    bidder,
    name,
    lots: lots.map((lot) => ({ lot, alias: `Bidder ${bidder.charAt(0).toUpperCase()}` })),
    connected: true,
    since: instant(NOW - 600_000),
    connections: 1,
    people: [{ person: `${bidder}-1`, name: `Anna of ${name}`, telephone: "0114 496 0000", connected: true }],
    ready: null,
    terms_accepted: true,
    offers: 4,
    refused: 0,
    refused_in_a_row: 0,
    ...change,
  };
}

export function refusalOf(seq: number, change: Partial<Refusal> = {}): Refusal {
  return {
    seq,
    at: instant(NOW - 60_000 + seq * 1_000),
    received_at: instant(NOW - 60_000 + seq * 1_000),
    alias: "Bidder B",
    bidder: "bolt",
    name: "Bolt Gloves plc",
    reason: "decrement_too_small",
    limit: "178550.00",
    prices: { "nitrile-m": "2.98" },
    total: "178800.00",
    evaluated: "178800.00",
    in_a_row: 1,
    ...change,
  };
}

export function eventOf(
  lots: readonly LotSummary[],
  presence: readonly Presence[] = [],
  now = NOW,
): EventMessage {
  return {
    type: "event",
    event: EVENT,
    now: instant(now),
    title: "Examination gloves",
    reference: "WTP-2026-014",
    practice: false,
    currency: "GBP",
    state: "open",
    lots: [...lots],
    presence: [...presence],
  };
}
