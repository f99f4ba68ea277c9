/** What a person typed to search for in a lot's record, read into what the server is asked for. */
import { readTimes, type TimeRead } from "../../api/drafts";
import type { RecordQuery } from "../../api/record";
import { compare, decimal, typedPrice } from "../../money";
import {
  LABELS,
  NOT_AN_AMOUNT,
  NOT_BOTH,
  TIMES_TURNED_ROUND,
  TOTALS_TURNED_ROUND,
} from "../../words/record-search";
import { aboutField } from "../../words/settings";
import { date, millis } from "../../words/time";

/** In their order on the page. */
export const FIELD_NAMES = [
  "kind",
  "bidder",
  "refused",
  "words",
  "ref",
  "person",
  "from_at",
  "to_at",
  "total_from",
  "total_to",
] as const;

export type FieldName = (typeof FIELD_NAMES)[number];

export type Typed = Readonly<Record<FieldName, string>>;

export const EMPTY = Object.fromEntries(FIELD_NAMES.map((name) => [name, ""])) as Typed;

export type Problems = Partial<Record<FieldName, string>>;

/** What the server has against a query, at the fields that it is about. */
export function faultsOf(
  faults: ReadonlyArray<{ readonly path: string; readonly message: string }>,
): Problems {
  const problems: Problems = {};
  for (const { path, message } of faults) {
    const member = path.replace(/^\/query\//, "");
    const name = member === "reason" ? "words" : member;
    if (name in EMPTY) problems[name as FieldName] = about(name as FieldName, message);
  }
  return problems;
}

/** `read` are the times as the server read them, in words. */
export type ReadForm =
  | { readonly ok: true; readonly query: RecordQuery; readonly read: Problems }
  | { readonly ok: false; readonly problems: Problems; readonly status: number | null };

/** `day` is an instant of the day that a time without one is of; empty where none is known. */
export async function readForm(typed: Typed, day: string): Promise<ReadForm> {
  const problems: Problems = {};
  const query: { -readonly [Name in keyof RecordQuery]: string } = {};
  for (const name of ["kind", "bidder", "ref", "person"] as const) {
    if (typed[name].trim() !== "") query[name] = typed[name].trim();
  }
  const reason = typed.refused || typed.words.trim();
  if (reason !== "") query.reason = reason;
  // The same text in the reason of an act is not meant.
  if (typed.refused !== "") query.kind ??= "bid_refused";
  if (typed.refused !== "" && typed.words.trim() !== "") problems.words = NOT_BOTH;
  readTotals(typed, query, problems);
  const times = await readMoments(typed, day);
  if (typeof times === "number") return { ok: false, problems, status: times };
  const read: Problems = {};
  for (const name of ["from_at", "to_at"] as const) {
    const moment = times[name];
    if (moment === undefined) continue;
    if ("message" in moment) problems[name] = moment.message;
    else {
      query[name] = moment.at;
      read[name] = moment.words;
    }
  }
  if (
    query.from_at !== undefined &&
    query.to_at !== undefined &&
    millis(query.to_at) < millis(query.from_at)
  ) {
    problems.to_at = TIMES_TURNED_ROUND;
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems, status: null } : { ok: true, query, read };
}

function readTotals(
  typed: Typed,
  query: { total_from?: string; total_to?: string },
  problems: Problems,
): void {
  for (const name of ["total_from", "total_to"] as const) {
    if (typed[name].trim() === "") continue;
    const price = typedPrice(typed[name]);
    if (price === null) problems[name] = NOT_AN_AMOUNT;
    else query[name] = price;
  }
  const [from, to] = [decimal(query.total_from ?? ""), decimal(query.total_to ?? "")];
  if (from !== null && to !== null && compare(to, from) < 0) problems.total_to = TOTALS_TURNED_ROUND;
}

interface Moment {
  readonly at: string;
  readonly words: string;
}

type Moments = Partial<Record<"from_at" | "to_at", Moment | { readonly message: string }>>;

/** The times as the server reads them; the status of an answer that is none. */
async function readMoments(typed: Typed, day: string): Promise<Moments | number> {
  const names = (["from_at", "to_at"] as const).filter((name) => typed[name].trim() !== "");
  if (names.length === 0) return {};
  // Each one as it was typed, and with the day of the lot before it.
  const prefix = day === "" ? "" : `${date(millis(day))} `;
  const texts = names.flatMap((name) => [typed[name].trim(), prefix + typed[name].trim()]);
  const reply = await readTimes(texts);
  if (reply.value === null) return reply.status;
  const items = reply.value.items;
  const moments: Moments = {};
  for (const [nth, name] of names.entries()) {
    const [plain, dated] = [items[2 * nth], items[2 * nth + 1]];
    if (plain === undefined || dated === undefined) return 0;
    moments[name] = momentOf(isRead(plain) || !isRead(dated) ? plain : dated, name);
  }
  return moments;
}

function isRead(item: TimeRead): boolean {
  return "at" in item || item.code === "time_twice";
}

/** Of an hour that comes twice, the search takes all of both. A time that ends it counts to the end of its second. */
function momentOf(item: TimeRead, name: "from_at" | "to_at"): Moment | { readonly message: string } {
  const candidates = "at" in item ? [item] : item.candidates;
  const chosen = name === "from_at" ? candidates[0] : candidates.at(-1);
  if (chosen === undefined || ("code" in item && item.code !== "time_twice")) {
    return { message: "message" in item ? about(name, item.message) : "" };
  }
  const { at, words } = chosen;
  return { at: name === "from_at" ? at : at.replace(/(?:\.\d+)?Z$/, ".999999Z"), words };
}

/** "must be an id" is "Person must be an id." */
function about(name: FieldName, message: string): string {
  const text = aboutField(LABELS[name], message);
  return text.endsWith(".") ? text : `${text}.`;
}
