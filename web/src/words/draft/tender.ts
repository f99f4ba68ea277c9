/** Prices from the tender: which are there, and what they make together. Exact, and only for display. Pure. */
import { at, isObject, type JsonObject, textOf } from "../../json";
import { add, type Decimal, decimal, multiply, ZERO } from "../../money";
import { count, money } from "../numbers";
import { comparedTotal, cut } from "./explain";

export const TENDER_HINT =
  "They count as the bidder's first offer when the lot opens. A bidder has a price for every item, or none at all: then " +
  "it begins without an offer.";

/** The text of one price. */
export function tenderPrice(bidder: JsonObject | undefined, item: JsonObject): string {
  const opening = bidder?.["opening"];
  return isObject(opening) ? textOf(opening[textOf(item["id"])]) : "";
}

/** What the prices of a bidder make together, in words. */
export interface TenderWords {
  /** "£178,800.00", "2 prices are missing", "No prices" */
  readonly total: string;
  /** The total put through the bidder's figures. */
  readonly compared: string;
}

/** `volumes` has the volume of each item, over all trusts. */
export function tenderWords(
  items: readonly JsonObject[],
  volumes: readonly Decimal[],
  bidder: JsonObject,
  currency: string,
): TenderWords {
  const prices = items.map((item) => tenderPrice(bidder, item));
  const missing = prices.filter((price) => price === "").length;
  if (missing === items.length) return both("No prices");
  if (missing > 0) return both(`${count(missing, "price")} ${missing === 1 ? "is" : "are"} missing`);
  const total = totalOf(prices, volumes);
  if (total === null) return both(NOT_KNOWN);
  const compared = comparedTotal(total, bidder);
  return {
    total: money(cut(total), currency),
    compared: compared === null ? NOT_KNOWN : money(cut(compared), currency),
  };
}

const NOT_KNOWN = "Not known yet";

function both(words: string): TenderWords {
  return { total: words, compared: words };
}

/** Null while a price cannot be read. */
function totalOf(prices: readonly string[], volumes: readonly Decimal[]): Decimal | null {
  let total = ZERO;
  for (const [nth, typed] of prices.entries()) {
    const price = decimal(typed);
    if (price === null) return null;
    total = add(total, multiply(price, volumes[nth] ?? ZERO));
  }
  return total;
}

/** What a bidder of a lot is called. */
export function bidderNameOf(document: JsonObject, bidder: JsonObject, nth: number): string {
  const id = textOf(bidder["bidder"]);
  const bidders = at(document, "/bidders");
  const known = (Array.isArray(bidders) ? bidders : []).find(
    (one) => isObject(one) && id !== "" && one["id"] === id,
  );
  return (isObject(known) ? textOf(known["name"]) : "") || id || `Bidder ${nth + 1}`;
}
