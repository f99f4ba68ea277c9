/** Offers for a preview, so that a page of a running lot has something to show. Pure, and exact. */
import { at, type JsonObject, objects, textOf } from "../../json";
import { add, compare, type Decimal, decimal, divideDown, multiply, sent, text, ZERO } from "../../money";
import { cell, itemSums, trustCodes } from "./figures";

export interface ExampleOffer {
  readonly bidder: string;
  readonly prices: Readonly<Record<string, string>>;
}

const OFFERS_MAX = 12;
/** What the first bidder offers, in percent of the lowest prices of today. */
const FIRST_PERCENT = 98;
const PRICE_WITHOUT_BASELINE = "10";

/**
 * One offer for each bidder: a little below the lowest price of today, and each a little below the one before. Where a
 * ceiling is lower than that, all are lowered in proportion, because offers above it would be refused.
 */
export function exampleOffers(document: JsonObject, lot: number): ExampleOffer[] {
  const items = objects(at(document, `/lots/${lot}/items`));
  const places = at(document, `/lots/${lot}/decimals`);
  const decimals = typeof places === "number" ? places : 2;
  const fitted = fitting(document, lot, items);
  return biddersOf(document, lot)
    .slice(0, OFFERS_MAX)
    .map((bidder, nth) => ({
      bidder,
      prices: Object.fromEntries(
        items.map((item) => {
          const price = lowered(lowestBaseline(item), FIRST_PERCENT - nth, fitted, decimals);
          return [textOf(item["id"]), price];
        }),
      ),
    }));
}

/** A part of a whole. */
interface Ratio {
  readonly part: Decimal;
  readonly whole: Decimal;
}

const WHOLE: Ratio = { part: sent("1"), whole: sent("1") };

/** By how much the prices have to be lowered, so that the first total is at most the ceiling. */
function fitting(document: JsonObject, lot: number, items: readonly JsonObject[]): Ratio {
  const ceiling = decimal(textOf(at(document, `/lots/${lot}/rules/ceiling`)));
  const trusts = trustCodes(document);
  const totals = items.map((item) => multiply(itemSums(item, trusts).volume, lowestBaseline(item)));
  const total = multiply(totals.reduce(add, ZERO), sent(`0.${FIRST_PERCENT}`));
  const is_above = ceiling !== null && ceiling.units > 0n && compare(total, ceiling) > 0;
  return is_above ? { part: ceiling, whole: total } : WHOLE;
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

/** `percent` of the price, lowered by the ratio, on the grid of the lot's prices, and never 0. */
function lowered(price: Decimal, percent: number, { part, whole }: Ratio, decimals: number): string {
  const product = multiply(multiply(price, sent(String(percent))), part);
  const lower = divideDown(product, multiply(sent("100"), whole), decimals);
  return text(lower.units === 0n ? { units: 1n, places: decimals } : lower);
}
