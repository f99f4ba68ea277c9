/** The words of the form's lines: hints, and the buttons that fill prices in. Pure. */
import type { Item, LotMessage } from "../protocol/names";
import { priceWords } from "./bid";
import { money, volumeWords } from "./numbers";
import { allowedSentence } from "./standing";

/** The hint under a field's label: the unit, the volume, the price now, and the highest price that is allowed. */
export function priceHint(lot: LotMessage, item: Item, highest: string | null, fresh: boolean): string {
  const standing = lot.items.length === 1 ? null : (lot.you?.prices?.[item.id] ?? null);
  const now = standing === null ? "" : ` Now ${money(standing, lot.event.currency)}.`;
  const one = item.unit.toLowerCase() === "each" ? "For each one" : `For 1 ${item.unit}`;
  const facts = `${one}. Volume ${volumeWords(item.volume, item.unit)}.${now}`;
  // The limit may have changed since the last frame.
  if (!fresh) return facts;
  if (lot.items.length === 1) return `${facts} ${allowedSentence(lot)}`.trim();
  return highest === null
    ? facts
    : `${facts} ${money(highest, lot.event.currency)} or less, if the others stay. Arrow Down fills it in.`;
}

/** "Use £2.97 a box, total £178,200.00" */
export function suggestionWords(lot: LotMessage): string | null {
  const suggested = lot.you?.suggested ?? null;
  if (suggested === null) return null;
  const what = lot.items.length === 1 ? priceWords(lot, suggested.prices) : "the highest prices allowed";
  return `Use ${what}, total ${money(suggested.total, lot.event.currency)}`;
}

/** Said where several prices have to be typed first. */
export const FIRST_OF_SEVERAL =
  "Type a price for each line. If they come to more, all of them can be lowered in proportion.";
export const LOWER_ALL = "Lower all to fit";
export const CANNOT_BE_LOWERED =
  "These prices cannot all be lowered in the same proportion: one of them would become 0. Change them one by one.";
export const NOT_LOWERED = "The prices could not be lowered just now. Try again.";
