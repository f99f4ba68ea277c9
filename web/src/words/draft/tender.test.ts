// What prices from the tender make together, exactly.
import { expect, test } from "vitest";
import type { JsonObject } from "../../json";
import { sent } from "../../money";
import { bidderNameOf, type TenderWords, tenderWords } from "./tender";

const ITEMS: readonly JsonObject[] = [{ id: "m" }, { id: "l" }];
const VOLUMES = [sent("60000"), sent("8000")];

const words = (bidder: JsonObject): TenderWords => tenderWords(ITEMS, VOLUMES, bidder, "GBP");

// G153
test("a price for every item makes a total, and figures change what is compared", () => {
  const bidder = { opening: { m: "3.10", l: "3.05" }, factor: "1.02", addition: "-100" };

  expect(words(bidder)).toEqual({ total: "£210,400.00", compared: "£214,508.00" });
});

// G153
test.each([
  [{}, "No prices"],
  [{ opening: { m: "3.10" } }, "1 price is missing"],
  [{ opening: { m: "3.10", l: "three" } }, "Not known yet"],
])("%j has no total: %s", (bidder, said) => {
  expect(words(bidder)).toEqual({ total: said, compared: said });
});

test("a bidder of a lot is called by its name in the event, else by its id", () => {
  const document = { bidders: [{ id: "acme", name: "Acme Medical Ltd" }] };

  expect(bidderNameOf(document, { bidder: "acme" }, 0)).toBe("Acme Medical Ltd");
  expect(bidderNameOf(document, { bidder: "bolt" }, 1)).toBe("bolt");
  expect(bidderNameOf(document, {}, 2)).toBe("Bidder 3");
});
