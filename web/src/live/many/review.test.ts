// The list of typed offers that is read before they are sent.
import { expect, test } from "vitest";
import { NOW, person, supplierLot } from "../../../test/fixtures";
import type { LotMessage } from "../../protocol/names";
import { start, type State } from "../state/state";
import { isDrafted, reviewed, reviewRow } from "./review";

const ITEM = "nitrile-m";

function typing(price: string, change: Partial<State> = {}, lot: LotMessage = supplierLot()): State {
  return { ...start(person("supplier"), NOW), lot, typed: { [ITEM]: price }, ...change };
}

const SENT = { ref: "r", prices: {}, total: "1", confirmed: false, sent_local: NOW, unknown: false };

test.each<[string, State, boolean]>([
  ["a new price", typing("2.97"), true],
  ["a price that cannot be read", typing("two"), true],
  ["nothing", typing(" "), false],
  ["the price that stands", typing("£2.980"), false],
  ["a price whose offer has no answer yet", typing("2.97", { sent: SENT }), false],
  ["a price in a closed lot", typing("2.97", {}, { ...supplierLot(), state: "closed" }), false],
  ["a price in a lot to come", typing("2.97", {}, { ...supplierLot(), state: "scheduled" }), true],
  [
    "a price of an excluded bidder",
    typing("2.97", {}, { ...supplierLot(), you: { ...supplierLot().you, excluded: true } }),
    false,
  ],
])("%s is a draft: %s", (_, state, is_one) => {
  expect(isDrafted(state)).toBe(is_one);
});

function rowOf(price: string, blocked: string | null = null, lot: LotMessage = supplierLot()) {
  return reviewRow(reviewed(lot, typing(price, {}, lot)), lot, blocked);
}

test("a line says from what to what, and how much lower that is", () => {
  const { drop, is_large, held, above } = rowOf("2.97");

  expect(drop).toMatchObject({ from: "178800.00", to: "178200.00", percent: { units: 3n, places: 1 } });
  expect([is_large, held, above]).toEqual([false, null, null]);
});

test("a drop that the rule has confirmed is told from others", () => {
  expect(rowOf("1.49").is_large).toBe(true);
});

test("an offer above the limit is told, and left to the server", () => {
  expect(rowOf("2.979")).toMatchObject({ above: "178550.00", held: null });
});

test("an offer that cannot be sent now says why", () => {
  expect(rowOf("2.97", "The lot is paused.").held).toBe("The lot is paused.");
  expect(rowOf("two").held).toBe("Price for Nitrile glove, medium must be a number, like 2.97.");
  expect(rowOf("2.97", null, { ...supplierLot(), state: "closed" }).held).toContain("is over");
});

test("a first offer has no drop", () => {
  const lot = { ...supplierLot(), you: { ...supplierLot().you, total: null, rank: null, prices: null } };

  expect(rowOf("2.97", null, lot).drop).toBeNull();
});

test("what was reviewed stays as it was read", () => {
  const before = reviewed(supplierLot(), typing("2.97"));

  const row = reviewRow(
    before,
    { ...supplierLot(), you: { ...supplierLot().you, total: "178000.00" } },
    null,
  );

  expect(row.offer?.total).toBe("178200.00");
  expect(row.drop).toMatchObject({ from: "178000.00" });
});
