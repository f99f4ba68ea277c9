/** Prices from the tender: which are there, and what they make together. Exact, and only for display. Pure. */
import { at, isObject, type JsonObject, textOf } from "../../json";
import { add, type Decimal, decimal, multiply, ZERO } from "../../money";
import { count, money } from "../numbers";
import { comparedTotal, cut } from "./explain";
import { itemSums } from "./figures";

export const TENDER_HINT =
  "They stand as the bidder's first offer when the lot opens. A bidder has a price for every item, or none at all: then " +
  "it begins without an offer.";

/** The text of one price. */
export function tenderPrice(bidder: JsonObject | undefined, item: JsonObject): string {
  const opening = bidder?.["opening"];
  return isObject(opening) ? textOf(opening[textOf(item["id"])]) : "";
}

/** "£178,800.00", "2 prices are missing", "No prices": what the prices of a bidder make together. */
export function tenderTotal(
  items: readonly JsonObject[],
  trusts: readonly string[],
  bidder: JsonObject,
  currency: string,
): string {
  const total = totalOf(items, trusts, bidder);
  return typeof total === "string" ? total : money(cut(total), currency);
}

/** The same, put through the bidder's figures: what is compared. */
export function tenderCompared(
  items: readonly JsonObject[],
  trusts: readonly string[],
  bidder: JsonObject,
  currency: string,
): string {
  const total = totalOf(items, trusts, bidder);
  if (typeof total === "string") return total;
  const compared = comparedTotal(total, bidder);
  return compared === null ? "Not known yet" : money(cut(compared), currency);
}

/** In words where there is no whole offer. */
function totalOf(
  items: readonly JsonObject[],
  trusts: readonly string[],
  bidder: JsonObject,
): Decimal | string {
  const typed = items.map((item) => tenderPrice(bidder, item));
  const missing = typed.filter((price) => price === "").length;
  if (missing === items.length) return "No prices";
  if (missing > 0) return `${count(missing, "price")} ${missing === 1 ? "is" : "are"} missing`;
  const lines = items.map((item, nth) => {
    const price = decimal(typed[nth] ?? "");
    return price === null ? null : multiply(price, itemSums(item, trusts).volume);
  });
  return (
    lines.reduce<Decimal | null>((sum, line) => (sum && line ? add(sum, line) : null), ZERO) ??
    "Not known yet"
  );
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
