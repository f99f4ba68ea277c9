// What prices from the tender make together, exactly.
import { expect, test } from "vitest";
import type { JsonObject } from "../../json";
import { bidderNameOf, tenderCompared, tenderTotal } from "./tender";

const ITEMS: readonly JsonObject[] = [
  { id: "m", volumes: { RFS: "12000", RHQ: "48000" } },
  { id: "l", volumes: { RFS: "8000" } },
];
const TRUSTS = ["RFS", "RHQ"];

const total = (bidder: JsonObject): string => tenderTotal(ITEMS, TRUSTS, bidder, "GBP");
const compared = (bidder: JsonObject): string => tenderCompared(ITEMS, TRUSTS, bidder, "GBP");

// G153
test("a price for every item makes a total, and figures change what is compared", () => {
  const bidder = { opening: { m: "3.10", l: "3.05" }, factor: "1.02", addition: "-100" };

  expect(total(bidder)).toBe("£210,400.00");
  expect(compared(bidder)).toBe("£214,508.00");
});

// G153
test.each([
  [{}, "No prices"],
  [{ opening: { m: "3.10" } }, "1 price is missing"],
  [{ opening: { m: "3.10", l: "three" } }, "Not known yet"],
])("%j has no total: %s", (bidder, words) => {
  expect(total(bidder)).toBe(words);
  expect(compared(bidder)).toBe(words);
});

test("a bidder of a lot is called by its name in the event, else by its id", () => {
  const document = { bidders: [{ id: "acme", name: "Acme Medical Ltd" }] };

  expect(bidderNameOf(document, { bidder: "acme" }, 0)).toBe("Acme Medical Ltd");
  expect(bidderNameOf(document, { bidder: "bolt" }, 1)).toBe("bolt");
  expect(bidderNameOf(document, {}, 2)).toBe("Bidder 3");
});
