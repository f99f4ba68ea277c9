/**
 * The bid box's own arithmetic, exact and only for hints: what the typed prices come to, and by how much they
 * would drop. Which bid counts is the server's to say.
 */
import {
  add,
  compare,
  type Decimal,
  decimal,
  divideDown,
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

/** What stands in the price field: what was typed, else (lots of several items) the standing price. */
export function fieldText(lot: LotMessage, typed: Readonly<Record<string, string>>, item: string): string {
  return typed[item] ?? (lot.items.length > 1 ? (lot.you?.prices?.[item] ?? "") : "");
}

export type Reading =
  { readable: true; prices: Prices; total: string } | { readable: false; problems: readonly Problem[] };

/** All the fields read at once; every problem is told, not only the first. */
export function read(lot: LotMessage, typed: Readonly<Record<string, string>>): Reading {
  const prices: Prices = {};
  const problems: Problem[] = [];
  for (const item of lot.items) {
    const field = fieldText(lot, typed, item.id);
    const price = typedPrice(field);
    if (field.trim() === "") {
      problems.push({ item: item.id, text: missingPrice(item) });
    } else if (price === null) {
      problems.push({ item: item.id, text: unreadablePrice(item) });
    } else if (sent(price).units === 0n) {
      problems.push({ item: item.id, text: notPositive(item) });
    } else {
      prices[item.id] = price;
    }
  }
  if (problems.length > 0) return { readable: false, problems };
  return { readable: true, prices, total: totalOf(lot.items, prices) };
}

/** Σ price × volume, exactly. An item without a price counts nothing. */
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
  /** Below `from`; negative when `to` is above it. */
  readonly by: Decimal;
  readonly percent: Decimal | null;
}

export function drop(from: string, to: string): Drop {
  const by = subtract(sent(from), sent(to));
  return { from, to, by, percent: percentage(by, sent(from)) };
}

/** The lot's rule would ask for a confirmation: the same comparison with the limit that the server sent. */
export function asksConfirmation(lot: LotMessage, total: string): boolean {
  const lowest = lot.you?.lowest_allowed ?? null;
  if (lot.rules.max_decrement?.mode !== "confirm" || lowest === null) return false;
  return compare(sent(total), sent(lowest)) < 0;
}

/** The highest price of this item that keeps the total allowed, if the other fields stay as they are. */
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
