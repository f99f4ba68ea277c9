// Offers that were loaded are loaded again where an act or the close changes what the server says of them.
import { expect, test } from "vitest";
import { courseOfOffers, NOW, notice, observerLot, supplierLot } from "../../../test/fixtures";
import type { LotMessage } from "../../protocol/names";
import { hasNewVoid, missesNames } from "./loaded-offers";

function place(alias: string, name: string | null) {
  return { alias, name, rank: 1, total: "1.00", evaluated: "1.00" };
}

function closed(...ranking: Array<ReturnType<typeof place>>): LotMessage {
  return { ...observerLot(), state: "closed", result: { ranking } };
}

const ANN = place("Bidder A", "Acme Medical Ltd");
const BOB = place("Bidder B", "Bolt Gloves plc");
const EVA = place("Bidder C", "Cotton and Sons Ltd");

test.each([
  ["an excluded bidder has no name yet", closed(ANN, BOB), true],
  ["nobody is left in the ranking", closed(), true],
  ["the result names everybody", closed(ANN, BOB, EVA), false],
  ["the viewer may know nobody", closed(place("Bidder A", null), place("Bidder B", null)), false],
  ["the lot is still open", observerLot(), false],
  [
    "the viewer is a bidder",
    { ...supplierLot(), state: "closed", result: { rank: 1, of: null, total: null } } as LotMessage,
    false,
  ],
])("where %s, that names are missing is %j", (_, lot, expected) => {
  expect(missesNames(lot, courseOfOffers())).toBe(expected);
});

test("offers that have their names miss none", () => {
  const named = courseOfOffers().map((offer) => ({ ...offer, name: `The firm of ${offer.alias}` }));

  expect(missesNames(closed(ANN, BOB), named)).toBe(false);
});

test("an annulment and an exclusion change offers, a message does not", () => {
  const lot = observerLot();
  const after = (kind: "bid_annulled" | "bidder_excluded" | "message") =>
    hasNewVoid(lot, { ...lot, notices: [...lot.notices, notice(41, NOW, kind)] });

  expect([after("bid_annulled"), after("bidder_excluded"), after("message")]).toEqual([true, true, false]);
});
