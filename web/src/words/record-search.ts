/** A search in a lot's record, in words: its fields, what was found, and each record in one line. Pure. */
import type { Refusal } from "../protocol/names";
import { reasonInShort } from "./refusal-in-short";
import { amount, count, money, ordinal, sentenceCase } from "./numbers";
import { KINDS } from "./record";
import type { RecordedLot } from "./record-lot";

interface Choice {
  readonly value: string;
  readonly label: string;
}

const REASONS: ReadonlyArray<Refusal["reason"]> = [
  "decrement_too_small",
  "decrement_too_large",
  "needs_confirmation",
  "not_improved",
  "already_leading",
  "ties_with_lead",
  "above_ceiling",
  "closed",
  "not_open",
  "paused",
  "cancelled",
  "excluded",
  "terms_not_accepted",
  "missing_price",
  "unknown_item",
  "not_positive",
  "too_many_decimals",
  "price_too_large",
  "ref_reused",
];

export function kindChoices(): Choice[] {
  const kinds = Object.entries(KINDS).map(([value, label]) => ({ value, label }));
  return [{ value: "", label: "Any" }, ...kinds];
}

export function bidderChoices(lot: RecordedLot): Choice[] {
  return [
    { value: "", label: "Any" },
    ...lot.bidders.map(({ id, name }) => ({ value: id, label: name || id })),
  ];
}

export function reasonChoices(): Choice[] {
  const reasons = REASONS.map((value) => ({ value, label: sentenceCase(reasonInShort(value)) }));
  return [{ value: "", label: "Any" }, ...reasons];
}

export const LABELS = {
  kind: "What happened",
  bidder: "Bidder",
  refused: "Why an offer was refused",
  words: "Words in the reason of an act",
  ref: "Reference of the offer",
  person: "Person",
  from_at: "From",
  to_at: "Until",
  total_from: "Total from",
  total_to: "Total up to",
} as const;

export const HINTS: Partial<Record<keyof typeof LABELS, string>> = {
  ref: "As the bidder named it, to the letter",
  person: "The person\u2019s id, as a record shows it",
  from_at: "UK time. Without a day it is that of the lot",
  to_at: "UK time, to the end of that second",
};

/** The id of a field on the page. */
export function fieldId(name: keyof typeof LABELS): string {
  return `search-${name}`;
}

/** A time as the server read it. */
export function readBack(name: keyof typeof LABELS, words: string): string {
  return name === "to_at" ? `Until the end of the second at ${words}.` : `From ${words}.`;
}

export const NO_MORE = "There are no more.";

export const NOT_BOTH = "Choose why an offer was refused, or type words of an act\u2019s reason, not both.";
export const NOT_AN_AMOUNT = "Enter an amount, such as 178200.00.";
export const TOTALS_TURNED_ROUND = "This total must not be below the one before it.";
export const TIMES_TURNED_ROUND = "This time must not be before the one before it.";

/** What a search has come to. `looked_at` is the last record that was looked at; null at the end of the record. */
export interface Found {
  readonly rows: number;
  readonly looked_at: number | null;
}

export function searchingWords({ rows, looked_at }: Found): string {
  const far = looked_at === null ? "" : ` Looked up to record ${amount(String(looked_at))}.`;
  return `Looking through the record.${far} ${foundCount(rows)} so far.`;
}

/** Null before anything was looked at. */
export function foundWords({ rows, looked_at }: Found): string | null {
  if (looked_at === 0) return null;
  if (rows === 0 && looked_at === null)
    return "No record fits. Check what you typed, or leave a field empty to find more.";
  if (looked_at === null) return `${foundCount(rows)}, the oldest first.`;
  return `${foundCount(rows)} up to record ${amount(String(looked_at))}, the oldest first. There may be more.`;
}

function foundCount(rows: number): string {
  return rows === 0 ? "None found" : `${count(rows, "record")} found`;
}

export function searchFailed(status: number): string {
  if (status === 403 || status === 404) return "Only an auditor of this lot may search in its record.";
  if (status === 503)
    return "The server is busy, or cannot read this lot\u2019s record. Try again in a moment.";
  return "The server did not answer. Try again.";
}

/** A record as a row: what it comes to, in a few words. */
export function outcomeWords(
  row: {
    readonly kind: string;
    readonly reason?: string | null;
    readonly total?: string | null;
    readonly rank?: number | null;
  },
  lot: RecordedLot,
): string {
  const total = row.total ? money(row.total, lot.currency) : "";
  if (row.kind === "bid_accepted") return row.rank ? `${total}, ${ordinal(row.rank)}` : total;
  const reason = row.reason ?? "";
  if (row.kind === "bid_refused") {
    const why = reasonInShort(reason as Refusal["reason"]);
    return total === "" ? sentenceCase(why) : `${total}: ${why}`;
  }
  return reason;
}
