/** The size of a decrement in words: an amount or a percentage. Pure. */
import type { Decrement } from "../protocol/names";
import { money, percent } from "./numbers";

/** Null for a decrement that has bands. */
export function stepWords(
  decrement: Decrement | { absolute: string } | { percent: string },
  currency: string,
): string | null {
  if ("absolute" in decrement) return money(decrement.absolute, currency);
  return "percent" in decrement ? percent(decrement.percent) : null;
}
