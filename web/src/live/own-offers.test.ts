// The bidder's own offers, from its record and the lot as it stands. G59
import { expect, test } from "vitest";
import { ownBids, supplierLot } from "../../test/fixtures";
import { isVoidedAnew, ownOffers, standingRef } from "./own-offers";

const states = (lot = supplierLot(), record = ownBids()) =>
  ownOffers(record, lot).map(({ seq, state }) => [seq, state]);

test("accepted and refused offers are listed, newest first", () => {
  expect(ownOffers(ownBids(), supplierLot()).map(({ seq, reason }) => [seq, reason])).toEqual([
    [29, null],
    [20, "not_improved"],
    [12, null],
    [5, null],
  ]);
});

test("an offer that was replaced since it was loaded no longer stands", () => {
  const lot = supplierLot();

  const newer = { ...lot, you: { ...lot.you, standing: { seq: 41 } } };

  expect(states(newer)[0]).toEqual([29, "replaced"]);
});

test("an annulled offer is marked, and the one before it stands again", () => {
  const lot = supplierLot();
  const annulled = {
    seq: 29,
    total: "178800.00",
    evaluated: "178800.00",
    at: lot.now,
    annulled_at: lot.now,
    reason: "A slip.",
  };
  const after = { ...lot, you: { ...lot.you, standing: { seq: 12 }, annulled } };

  expect(states(after)).toEqual([
    [29, "annulled"],
    [20, null],
    [12, "standing"],
    [5, "replaced"],
  ]);
  expect([isVoidedAnew(lot, after), isVoidedAnew(after, after), isVoidedAnew(null, after)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("no offer of an excluded bidder counts, and an annulled one stays annulled", () => {
  const lot = supplierLot();
  const record = ownBids().map((bid) => (bid.seq === 12 ? { ...bid, state: "annulled" as const } : bid));

  expect(states({ ...lot, you: { ...lot.you, excluded: true } }, record)).toEqual([
    [29, "excluded"],
    [20, null],
    [12, "annulled"],
    [5, "excluded"],
  ]);
});

test("the reference of the standing offer is known once it is loaded", () => {
  expect(standingRef(ownBids(), supplierLot())).toBe("bid-29");
  expect(standingRef([], supplierLot())).toBeNull();
});
