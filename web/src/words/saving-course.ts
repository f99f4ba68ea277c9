/** How the saving of the viewer's own trust went, from one change of the lead to the next. Pure. */
import { sent } from "../money";
import type { LeadPoint } from "../protocol/names";
import { clockTimeToSecond, millis } from "./time";

/** From `at` on the trust would have saved this much; null while no offer led, or nothing is known. */
export interface CoursePoint {
  readonly at: number;
  readonly saving: string | null;
}

export function courseOf(leads: readonly LeadPoint[]): CoursePoint[] {
  return leads.map(({ at, own }) => ({ at: millis(at), saving: own?.saving ?? null }));
}

/** The last moment at which the trust began or ceased to save; null where it never changed. */
export function lastCrossing(
  course: readonly CoursePoint[],
): { readonly at: number; readonly saves: boolean } | null {
  const known = course.filter((point): point is CoursePoint & { saving: string } => point.saving !== null);
  const signs = known.map(({ at, saving }) => ({ at, saves: sent(saving).units > 0n }));
  const last = signs.findLastIndex(({ saves }, nth) => nth > 0 && signs[nth - 1]?.saves !== saves);
  return signs[last] ?? null;
}

/** One sentence about the course: since when the trust saves, or that it did not so far. Null without any figure. */
export function courseSentence(course: readonly CoursePoint[], over: boolean): string | null {
  const first = course.find(({ saving }) => saving !== null);
  if (first?.saving == null) return null;
  const crossed = lastCrossing(course);
  if (crossed === null) {
    if (sent(first.saving).units > 0n)
      return `Each offer that led, from the first at ${clockTimeToSecond(first.at)}, was below what your trust pays today.`;
    return `No offer that led${over ? "" : " so far"} was below what your trust pays today.`;
  }
  const at = clockTimeToSecond(crossed.at);
  return crossed.saves
    ? `Your trust crossed from no saving to a saving at ${at}.`
    : `Your trust crossed from a saving to none at ${at}.`;
}
