// Lots of one event as their bidder sees them: one in each state that the page of many lots has to show.
import { instant, notice, supplierLot } from "../fixtures";
import type { LotMessage, Prices } from "../../src/protocol/names";

const SIZES = ["small", "medium", "large"];

export function simpleLot(id: string, title: string, change: Partial<LotMessage> = {}): LotMessage {
  const now = Date.now();
  return { ...supplierLot(now, now + 252_500), lot: id, title, ...change };
}

export function severalItems(id: string, title: string): LotMessage {
  const lot = supplierLot(Date.now(), Date.now() + 372_500);
  const items = SIZES.map((size) => ({
    id: size,
    description: `Vinyl glove, ${size}`,
    unit: "box of 100",
    volume: "20000",
  }));
  const of = (price: string): Prices => Object.fromEntries(SIZES.map((size) => [size, price]));
  const suggested = { prices: of("2.97"), total: "178200.00" };
  return { ...lot, lot: id, title, items, you: { ...lot.you, rank: 1, prices: of("2.98"), suggested } };
}

/** Three lots that are open: one behind, one led, one without an offer. */
export function threeLots(): LotMessage[] {
  const third = simpleLot("sterile", "Sterile gloves");
  const none = {
    rank: null,
    total: null,
    evaluated: null,
    prices: null,
    standing: null,
    highest_allowed: null,
  };
  return [
    simpleLot("nitrile", "Nitrile, powder free"),
    severalItems("vinyl", "Vinyl gloves"),
    { ...third, you: { ...supplierLot().you, ...none, lowest_allowed: null, suggested: null } },
  ];
}

/** One lot in each state. */
export function lotsInAllStates(): LotMessage[] {
  const now = Date.now();
  const you = supplierLot().you;
  const none = { rank: null, total: null, evaluated: null, prices: null, standing: null };
  const annulled = {
    seq: 29,
    total: "191100.00",
    evaluated: "191100.00",
    at: instant(now - 420_000),
    annulled_at: instant(now - 60_000),
    reason: "Typing mistake, at your request.",
  };
  return [
    ...threeLots(),
    simpleLot("paused", "Cuffs", {
      state: "paused",
      pause: {
        cause: "buyer",
        since: instant(now - 5_000),
        remaining_us: 192_000_000,
        reason: "A bidder has lost its connection.",
      },
    }),
    simpleLot("coming", "Aprons", {
      state: "scheduled",
      opens_at: instant(now + 900_000),
      closes_at: instant(now + 2_700_000),
      you: { ...you, ...none },
    }),
    simpleLot("excluded", "Gowns", {
      you: {
        ...you,
        ...none,
        excluded: true,
        exclusion: { at: instant(now - 60_000), reason: "Not on the framework." },
      },
    }),
    simpleLot("annulled", "Masks", {
      you: { ...you, ...none, annulled },
      notices: [notice(36, now - 60_000, "bid_annulled", { own: true, reason: "Typing mistake." })],
    }),
    simpleLot("closed", "Visors", {
      state: "closed",
      ended_at: instant(now - 60_000),
      result: { rank: 1, of: 3, total: "176400.00" },
      you: { ...you, rank: 1 },
    }),
    simpleLot("cancelled", "SHOE_COVERS/OVERSHOES_WITH_A_VERY_LONG_NAME_AND_NO_SPACE", {
      state: "cancelled",
      ended_at: instant(now - 60_000),
      notices: [notice(40, now - 60_000, "lot_cancelled", { reason: "The specification has changed." })],
    }),
    simpleLot("broken", "Caps"),
  ];
}

/** As many lots as an event can have, each of a few items. */
export function hundredLots(): LotMessage[] {
  return Array.from({ length: 100 }, (_, nth) => severalItems(`lot-${nth}`, `Lot ${nth + 1}`));
}
