/** Offers for a preview, so that a page of a running lot has something to show. Pure, and exact. */
import { at, type JsonObject, objects, textOf } from "../../json";
import { compare, type Decimal, decimal, divideDown, multiply, sent, text } from "../../money";
import { cell } from "./figures";

export interface ExampleOffer {
  readonly bidder: string;
  readonly prices: Readonly<Record<string, string>>;
}

const OFFERS_MAX = 12;
const PRICE_WITHOUT_BASELINE = "10";

/** One offer for each bidder: a little below the lowest price of today, and each a little below the one before. */
export function exampleOffers(document: JsonObject, lot: number): ExampleOffer[] {
  const items = objects(at(document, `/lots/${lot}/items`));
  const places = at(document, `/lots/${lot}/decimals`);
  const decimals = typeof places === "number" ? places : 2;
  return biddersOf(document, lot)
    .slice(0, OFFERS_MAX)
    .map((bidder, nth) => ({
      bidder,
      prices: Object.fromEntries(
        items.map((item) => [textOf(item["id"]), lowered(lowestBaseline(item), 98 - nth, decimals)]),
      ),
    }));
}

/** The ids of the bidders that may bid on the lot. */
export function biddersOf(document: JsonObject, lot: number): string[] {
  const own = at(document, `/lots/${lot}/bidders`);
  const ids = Array.isArray(own)
    ? objects(own).map(({ bidder }) => textOf(bidder))
    : objects(document["bidders"]).map(({ id }) => textOf(id));
  return ids.filter((id) => id !== "");
}

function lowestBaseline(item: JsonObject): Decimal {
  const trusts = Object.keys(item["baselines"] ?? {});
  const prices = trusts
    .map((trust) => decimal(cell(item, "baselines", trust)))
    .filter((price) => price !== null);
  const paid = prices.filter(({ units }) => units > 0n);
  return paid.reduce((a, b) => (compare(b, a) < 0 ? b : a), paid[0] ?? sent(PRICE_WITHOUT_BASELINE));
}

/** `percent` of the price, on the grid of the lot's prices, and never 0. */
function lowered(price: Decimal, percent: number, decimals: number): string {
  const lower = divideDown(multiply(price, sent(String(percent))), sent("100"), decimals);
  return text(lower.units === 0n ? { units: 1n, places: decimals } : lower);
}
