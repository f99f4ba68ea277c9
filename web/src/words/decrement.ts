/** The size of a drop in words: an amount or a percentage. */
import type { Decrement } from "../protocol/names";
import { money, percent } from "./numbers";

/** Null for one that has bands instead. */
export function stepWords(decrement: Decrement | { absolute: string } | { percent: string }): string | null {
  if ("absolute" in decrement) return money(decrement.absolute);
  return "percent" in decrement ? percent(decrement.percent) : null;
}
