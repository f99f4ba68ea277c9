// Offers for a preview follow from the figures of the draft.
import { expect, test } from "vitest";
import type { JsonObject } from "../../json";
import { exampleOffers } from "./example-offers";

const EVENT: JsonObject = {
  bidders: [{ id: "acme" }, { id: "bolt" }, { id: "" }],
  lots: [
    { decimals: 2, items: [{ id: "m", baselines: { RFS: "3.20", RHQ: "2.95" } }, { id: "l" }] },
    { decimals: 0, items: [{ id: "m", baselines: { RFS: "0.4" } }], bidders: [{ bidder: "bolt" }] },
  ],
};

test("each bidder offers a little less than the lowest price of today, and than the bidder before", () => {
  expect(exampleOffers(EVENT, 0)).toEqual([
    { bidder: "acme", prices: { m: "2.89", l: "9.8" } },
    { bidder: "bolt", prices: { m: "2.86", l: "9.7" } },
  ]);
});

test("no price is 0, and only the bidders of the lot offer", () => {
  expect(exampleOffers(EVENT, 1)).toEqual([{ bidder: "bolt", prices: { m: "1" } }]);
});

test("no example offer is above the ceiling", () => {
  const [lot] = EVENT["lots"] as JsonObject[];
  const [item] = lot?.["items"] as JsonObject[];
  const items = [{ ...item, volumes: { RHQ: "1000" } }];
  const document = {
    ...EVENT,
    trusts: [{ ods: "RHQ" }],
    lots: [{ ...lot, items, rules: { ceiling: "2000.00" } }],
  };

  const offers = exampleOffers(document, 0);

  expect(offers.map(({ prices }) => prices["m"])).toEqual(["2", "1.97"]);
});
