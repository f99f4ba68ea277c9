/** The values that hold where a draft says nothing. A page that shows one stores it when it is saved. Pure. */
import { at, type Json, objects, pointer, type JsonObject } from "../../json";
import type { Task } from "../../words/draft/tasks";

type Defaults = ReadonlyArray<[string, Json]>;

const EVENT: Defaults = [
  ["/currency", "GBP"],
  ["/profile", "reg35"],
  ["/practice", false],
];
const PEOPLE: Defaults = [["/four_eyes", false]];
const LOTS: Defaults = [["/decimals", 2]];
const RULES: Defaults = [
  ["/rules/format", "english"],
  ["/rules/scoring", "price"],
  ["/rules/beat", "own"],
  ["/rules/min_decrement", { absolute: "0" }],
  ["/rules/whole_steps", false],
  ["/rules/leader_may_rebid", true],
  ["/rules/ties", "earliest"],
];
const VISIBILITY: Defaults = [
  ["/rules/show/lead_price", true],
  ["/rules/show/all_prices", false],
  ["/rules/show/bidder_count", true],
  ["/rules/show/gate", "none"],
  ["/rules/show/identities_to_buyer", "always"],
  ["/rules/show/identities_to_observer", true],
  ["/rules/show/other_trusts", true],
];
const TIMES: Defaults = [["/rules/settle_ms", 100]];

const OF_AN_EVENT: Partial<Record<Task, Defaults>> = { event: EVENT, people: PEOPLE };
const OF_EACH_LOT: Partial<Record<Task, Defaults>> = {
  lots: LOTS,
  rules: RULES,
  visibility: VISIBILITY,
  times: TIMES,
};

/** The default of the member at `path`; undefined for a member without one. */
export function defaultOf(path: string): Json | undefined {
  const of_lot = /^\/lots\/\d+(\/.+)$/.exec(path)?.[1];
  const all = of_lot === undefined ? [...EVENT, ...PEOPLE] : [...LOTS, ...RULES, ...VISIBILITY, ...TIMES];
  return all.find(([known]) => known === (of_lot ?? path))?.[1];
}

/** What the page of a task shows although the draft does not say it: each pointer with its value. */
export function unsaidDefaults(task: Task, document: JsonObject): Defaults {
  const of_event = OF_AN_EVENT[task] ?? [];
  const of_lots = objects(at(document, "/lots")).flatMap((_, lot) =>
    (OF_EACH_LOT[task] ?? []).map(([path, value]): [string, Json] => [pointer("lots", lot) + path, value]),
  );
  return [...of_event, ...of_lots].filter(([path]) => {
    const said = at(document, path);
    return said === undefined || said === null;
  });
}
