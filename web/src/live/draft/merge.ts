/**
 * Joins two persons' changes of one draft. Pure. Both began from the same document. What only one of them changed is
 * taken as it is; what both changed in different ways is a conflict, which a person has to settle.
 *
 * Entries of a list belong together by their id (`id`, `ods` or `bidder`), so a new trust above does not move what was
 * typed below it. A list whose entries have no ids is joined by place while its length stays the same.
 */
import { isList, isObject, type Json, type JsonObject, pointer, same, steps, withChange } from "../../json";

export interface Conflict {
  /** Where it stands in the joined document. */
  readonly path: string;
  readonly base: Json | undefined;
  readonly own: Json | undefined;
  readonly theirs: Json | undefined;
}

export interface Joined {
  /** Has the own value at each conflict; theirs where the own change took the value away. */
  readonly document: JsonObject;
  readonly conflicts: readonly Conflict[];
}

type Value = Json | undefined;

/** The members that name an entry of a list. */
const KEYS = ["id", "ods", "bidder"] as const;

export function join(base: JsonObject, own: JsonObject, theirs: JsonObject): Joined {
  const conflicts: Conflict[] = [];
  const joined = joinValues([], base, own, theirs, conflicts);
  return { document: isObject(joined) ? joined : {}, conflicts };
}

/** The document after each conflict was settled, in the order of the conflicts. */
export function settled(joined: Joined, choices: ReadonlyArray<"own" | "theirs">): JsonObject {
  let document: Json = joined.document;
  // From the last to the first: an entry that is taken away moves only what comes after it.
  for (const [nth, conflict] of [...joined.conflicts.entries()].reverse()) {
    document = withChange(
      document,
      conflict.path,
      choices[nth] === "theirs" ? conflict.theirs : conflict.own,
    );
  }
  return isObject(document) ? document : {};
}

function joinValues(
  path: readonly string[],
  base: Value,
  own: Value,
  theirs: Value,
  conflicts: Conflict[],
): Value {
  if (same(own, theirs) || same(base, own)) return theirs;
  if (same(base, theirs)) return own;
  if (isObject(own) && isObject(theirs) && (isObject(base) || base === undefined)) {
    return joinObjects(path, base ?? {}, own, theirs, conflicts);
  }
  if (isList(own) && isList(theirs) && (isList(base) || base === undefined)) {
    const lists = joinLists(path, base ?? [], own, theirs, conflicts);
    if (lists !== null) return lists;
  }
  conflicts.push({ path: pointer(...path), base, own, theirs });
  return own ?? theirs;
}

function joinObjects(
  path: readonly string[],
  base: JsonObject,
  own: JsonObject,
  theirs: JsonObject,
  conflicts: Conflict[],
): JsonObject {
  const joined: Record<string, Json> = {};
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(own)])) {
    const value = joinValues([...path, name], base[name], own[name], theirs[name], conflicts);
    if (value !== undefined) joined[name] = value;
  }
  return joined;
}

function joinLists(
  path: readonly string[],
  base: readonly Json[],
  own: readonly Json[],
  theirs: readonly Json[],
  conflicts: Conflict[],
): readonly Json[] | null {
  const key = KEYS.find((name) => [base, own, theirs].every((list) => isKeyed(list, name)));
  if (key !== undefined) return joinKeyed(path, key, base, own, theirs, conflicts);
  if (base.length !== own.length || base.length !== theirs.length) return null;
  return theirs.map(
    (entry, nth) => joinValues([...path, String(nth)], base[nth], own[nth], entry, conflicts) ?? {},
  );
}

/** In their order; what was added here comes last. */
function joinKeyed(
  path: readonly string[],
  key: string,
  base: readonly Json[],
  own: readonly Json[],
  theirs: readonly Json[],
  conflicts: Conflict[],
): readonly Json[] {
  const [was, mine, other] = [base, own, theirs].map((list) => byKey(list, key)) as [Keyed, Keyed, Keyed];
  const joined: Json[] = [];
  for (const name of new Set([...other.keys(), ...mine.keys()])) {
    const at = [...path, String(joined.length)];
    const value = joinValues(at, was.get(name), mine.get(name), other.get(name), conflicts);
    if (value !== undefined) joined.push(value);
  }
  return joined;
}

type Keyed = ReadonlyMap<string, Json>;

function byKey(list: readonly Json[], key: string): Keyed {
  return new Map(list.map((entry) => [keyOf(entry, key) ?? "", entry]));
}

/** Whether each entry has a key of its own. */
function isKeyed(list: readonly Json[], key: string): boolean {
  const keys = list.map((entry) => keyOf(entry, key));
  return keys.every((one) => one !== null) && new Set(keys).size === keys.length;
}

function keyOf(entry: Json, key: string): string | null {
  const value = isObject(entry) ? entry[key] : undefined;
  return typeof value === "string" && value !== "" ? value : null;
}

/** Where two documents differ: the pointers of the smallest values that are not equal. */
export function changedPaths(before: Value, after: Value, path: readonly string[] = []): string[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => changedPaths(before[name], after[name], [...path, name]));
  }
  if (isList(before) && isList(after) && before.length === after.length) {
    return after.flatMap((entry, nth) => changedPaths(before[nth], entry, [...path, String(nth)]));
  }
  return [pointer(...path)];
}

/** Whether one of the pointers leads to the other or to a part of it. */
export function overlap(left: string, right: string): boolean {
  const [a, b] = [steps(left), steps(right)];
  return a.slice(0, b.length).every((step, nth) => step === b[nth]);
}
