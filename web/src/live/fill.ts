/**
 * Fills prices into the bid form: the highest price of one line, or all lines lowered together. The person can undo it.
 * Nothing is sent.
 */
import { compare, sent, typedPrice } from "../money";
import type { Item, LotMessage } from "../protocol/names";
import { CANNOT_BE_LOWERED, NOT_LOWERED } from "../words/price-lines";
import { type Drop, drop, fieldText, highestPrice, read, type Reading } from "./bid";
import type { LotBids } from "./lot-bids";

/** The change of one price from the standing one; null without one, or while nothing readable is typed. */
export function priceDrop(
  lot: LotMessage,
  typed: Readonly<Record<string, string>>,
  item: string,
): Drop | null {
  const own = lot.you?.prices?.[item];
  const price = typedPrice(fieldText(lot, typed, item));
  return own === undefined || price === null ? null : drop(own, price);
}

/**
 * Whether several prices come to more than the bidder may send, and could all be lowered in proportion. Of the standing
 * prices the server has suggested lower ones already.
 */
export function canLowerAll(
  lot: LotMessage,
  typed: Readonly<Record<string, string>>,
  reading: Reading,
): boolean {
  const highest = lot.you?.highest_allowed ?? null;
  if (lot.you?.suggested && Object.keys(typed).length === 0) return false;
  if (highest === null || lot.items.length === 1 || lot.rules.whole_steps) return false;
  return reading.readable && compare(sent(reading.total), sent(highest)) > 0;
}

/** Fills in one price: the highest that is allowed if the others stay, else the suggested one. */
export function fillHighest(live: LotBids, item: Item): void {
  const { lot, typed } = live.state;
  if (lot === null) return;
  const price = highestPrice(lot, typed, item) ?? lot.you?.suggested?.prices[item.id];
  if (price !== undefined) live.dispatch({ type: "filled", prices: { [item.id]: price } });
}

/** Fills in the typed prices as the server lowers them to the highest total allowed, all by one ratio. */
export async function lowerAll(live: LotBids): Promise<void> {
  const { lot, typed } = live.state;
  const reading = lot === null ? null : read(lot, typed);
  if (!reading?.readable) return;
  const fitted = await live.fit(reading.prices);
  // The person has typed on meanwhile.
  if (live.state.typed !== typed) return;
  const prices = fitted.ok ? (fitted.value.prices ?? null) : null;
  if (prices !== null) live.dispatch({ type: "filled", prices });
  else live.dispatch({ type: "not_lowered", why: fitted.ok ? CANNOT_BE_LOWERED : NOT_LOWERED });
}
