/** Findings that say the same of several lots, put together. Pure. */
import { type JsonObject, pointer, steps } from "../../json";
import { count } from "../numbers";
import { fieldLabel, fieldName, findingEnd, saidOf } from "./names";

interface FindingFacts {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly rule?: string;
}

export type FindingGroup<Found> = readonly [Found, ...Found[]];

/** Fewer lots are told one by one. */
export const GROUPED_MIN = 3;

/** In the order of the first finding of each group. A finding that is about no lot as a whole stands alone. */
export function alike<Found extends FindingFacts>(findings: readonly Found[]): Array<FindingGroup<Found>> {
  const groups = new Map<string, [Found, ...Found[]]>();
  for (const finding of findings) {
    const within = withinLot(finding.path);
    const place = within === null ? finding.path : `/lots/*${within}`;
    const key = JSON.stringify([place, finding.code, finding.message]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group) =>
    group.length < GROUPED_MIN ? group.map((one): FindingGroup<Found> => [one]) : [group],
  );
}

/** The rest of the pointer within the lot; null for an entry of a list, which has a name of its own. */
function withinLot(path: string): string | null {
  const [top, nth, part, inner] = steps(path);
  if (top !== "lots" || nth === undefined) return null;
  if ((part === "items" || part === "bidders") && inner !== undefined) return null;
  return pointer(...steps(path).slice(2));
}

/** "12 lots: Ceiling is far below what is spent today" */
export function groupText([first, ...others]: FindingGroup<FindingFacts>): string {
  const end = findingEnd(first);
  const said = withinLot(first.path) === "" ? end : saidOf(fieldLabel(first.path), end);
  return `${count(others.length + 1, "lot")}: ${said}`;
}

/** "12 lots: Opening time", "Lot 1 (Nitrile gloves): Opening time" */
export function neededText(document: JsonObject, [first, ...others]: FindingGroup<FindingFacts>): string {
  if (others.length === 0) return fieldName(document, first.path);
  return `${count(others.length + 1, "lot")}: ${fieldLabel(first.path)}`;
}
