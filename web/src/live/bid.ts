/**
 * The arithmetic of the bid form: the typed prices, their total, and the change of the total. Exact and pure, but only
 * for hints: the server decides which bids count.
 */
import {
  add,
  compare,
  type Decimal,
  decimal,
  divideDown,
  likelyPrice,
  multiply,
  percentage,
  sent,
  subtract,
  text,
  typedPrice,
  ZERO,
} from "../money";
import type { Item, LotMessage, Prices } from "../protocol/names";
import { missingPrice, notPositive, unreadablePrice } from "../words/refusal";
import type { Problem } from "./state/state";

/** The text of a price field: what was typed; before that, in lots of several items, the standing price. */
export function fieldText(lot: LotMessage, typed: Readonly<Record<string, string>>, item: string): string {
  return typed[item] ?? (lot.items.length > 1 ? (lot.you?.prices?.[item] ?? "") : "");
}

export type Reading =
  { readable: true; prices: Prices; total: string } | { readable: false; problems: readonly Problem[] };

/** Reads all the fields. Returns every problem, not only the first. */
export function read(lot: LotMessage, typed: Readonly<Record<string, string>>): Reading {
  const prices: Prices = {};
  const problems: Problem[] = [];
  for (const item of lot.items) {
    const field = fieldText(lot, typed, item.id);
    const price = typedPrice(field);
    if (field.trim() === "") {
      problems.push({ item: item.id, text: missingPrice(item) });
    } else if (price === null) {
      problems.push({ item: item.id, text: unreadablePrice(item, likelyPrice(field)) });
    } else if (sent(price).units === 0n) {
      problems.push({ item: item.id, text: notPositive(item, lot.event.currency) });
    } else {
      prices[item.id] = price;
    }
  }
  if (problems.length > 0) return { readable: false, problems };
  return { readable: true, prices, total: totalOf(lot.items, prices) };
}

/** The exact sum of price × volume. An item without a price adds nothing. */
export function totalOf(items: readonly Item[], prices: Prices): string {
  const total = items.reduce((sum, { id, volume }) => {
    const price = decimal(prices[id] ?? "");
    return price === null ? sum : add(sum, multiply(price, sent(volume)));
  }, ZERO);
  return text(total, 2);
}

export interface Drop {
  readonly from: string;
  readonly to: string;
  /** `from` − `to`; negative when `to` is above `from`. */
  readonly by: Decimal;
  readonly percent: Decimal | null;
}

export function drop(from: string, to: string): Drop {
  const by = subtract(sent(from), sent(to));
  return { from, to, by, percent: percentage(by, sent(from)) };
}

/** Whether the server would ask for a confirmation, by the limit that it sent. */
export function asksConfirmation(lot: LotMessage, total: string): boolean {
  const lowest = lot.you?.lowest_allowed ?? null;
  if (lot.rules.max_decrement?.mode !== "confirm" || lowest === null) return false;
  return compare(sent(total), sent(lowest)) < 0;
}

/** The highest price of this item with which the total is allowed, if the other prices stay the same. */
export function highestPrice(
  lot: LotMessage,
  typed: Readonly<Record<string, string>>,
  item: Item,
): string | null {
  const highest = lot.you?.highest_allowed ?? null;
  if (highest === null || sent(item.volume).units === 0n) return null;
  const others = lot.items.filter(({ id }) => id !== item.id);
  const prices: Prices = {};
  for (const { id } of others) {
    const price = typedPrice(fieldText(lot, typed, id));
    if (price === null) return null;
    prices[id] = price;
  }
  const left = subtract(sent(highest), sent(totalOf(others, prices)));
  if (left.units <= 0n) return null;
  const price = divideDown(left, sent(item.volume), lot.decimals);
  return price.units === 0n ? null : text(price, 2);
}
