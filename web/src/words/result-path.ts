/** How the lead of a lot went, from one change to the next; for a bidder also its own offer. Pure. */
import { compare, negate, sent, subtract } from "../money";
import type { PathPoint, ResultAnswer } from "../protocol/http";
import { count, money } from "./numbers";
import { nameIn, timeIn } from "./result";

/** Whose course it is: of the lead, or of the viewer's own offer. */
export type Course = "lead" | "own";

/** A change, with the one before it. */
export interface PathRow {
  readonly nth: number;
  readonly point: PathPoint;
  readonly before: PathPoint | null;
}

export function pathRows(path: readonly PathPoint[]): PathRow[] {
  return path.map((point, nth) => ({ nth, point, before: path[nth - 1] ?? null }));
}

/** Whose offer it is from that change on. A bidder may not know who another one is. */
export function leaderIn({ alias, name, own, evaluated }: PathPoint): string {
  if (alias) return nameIn({ alias, name: name ?? null, own: own ?? null });
  return evaluated ? "Another bidder" : "Nobody";
}

/** "£1,200.00 lower", "£9,000.00 higher"; an annulment can move the lead up. Null where one of the two is missing. */
export function changeWords({ point, before }: PathRow, currency: string): string | null {
  if (!point.evaluated || !before?.evaluated) return null;
  const drop = subtract(sent(before.evaluated), sent(point.evaluated));
  if (drop.units === 0n) return "No change of the figure";
  return drop.units > 0n ? `${money(drop, currency)} lower` : `${money(negate(drop), currency)} higher`;
}

/** The course in one sentence: how many changes, the first and the last figure. */
export function pathSentence(path: readonly PathPoint[], course: Course, result: ResultAnswer): string {
  const { currency } = result.event;
  const first = path.find(({ evaluated }) => evaluated);
  const last = path.at(-1);
  if (first === undefined || last === undefined)
    return course === "own" ? "No offer of yours counted." : "No offer led.";
  const began = `${money(first.evaluated ?? "0", currency)}${of(first, course)} at ${timeIn(first.at, result)}`;
  const changed = `${course === "own" ? "Your offer" : "The lead"} changed ${times(path.length - 1)}`;
  if (path.length === 1)
    return `${course === "own" ? "One offer of yours counted" : "One offer led from first to last"}: ${began}.`;
  const ended = last.evaluated
    ? `the last ${money(last.evaluated, currency)}${of(last, course)} at ${timeIn(last.at, result)}`
    : `and from ${timeIn(last.at, result)} on none was left`;
  return `${changed}. The first was ${began}, ${ended}.`;
}

function of(point: PathPoint, course: Course): string {
  return course === "own" ? "" : ` by ${point.own ? "you" : lowerCase(leaderIn(point))}`;
}

/** A word within a sentence; a name keeps its capital letter. */
function lowerCase(words: string): string {
  return words === "Another bidder" ? "another bidder" : words;
}

function times(n: number): string {
  return n === 1 ? "once" : n === 2 ? "twice" : count(n, "time");
}

/** Whether any figure that is compared differs from its total. */
export function comparesOtherwise(path: readonly PathPoint[]): boolean {
  return path.some(
    ({ total, evaluated }) => evaluated && (!total || compare(sent(total), sent(evaluated)) !== 0),
  );
}
