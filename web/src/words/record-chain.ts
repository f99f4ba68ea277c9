/**
 * What a check of a lot's hash chain found, in words. Pure. Only a record that is wrong is called wrong: what could not be
 * looked at is told with the reason, and is neither right nor wrong.
 */
import type { ChainResult, Fault } from "../../verify/chain";
import { amount, count } from "./numbers";
import { momentWords } from "./record";

/** `good` is green, `bad` is red, `open` is amber: nothing is known. Each has a sign besides its colour. */
export interface ChainWords {
  readonly tone: "good" | "bad" | "open";
  readonly heading: string;
  readonly text: string;
  /** What stands there and what should, where the check can say it. */
  readonly found: readonly Found[];
  /** The record to go to. */
  readonly go_to: number | null;
  /** Whether the page says how to check the record elsewhere. */
  readonly elsewhere: boolean;
}

export interface Found {
  readonly name: string;
  readonly value: string;
}

export const CHECK_THE_CHAIN = "Check the chain";
export const WHAT_A_CHAIN_IS =
  "Each record holds a hash of its own text and of the record before. Your browser computes them all again. So a record that was changed, left out, added or moved later is found.";

/** G81. The command that checks the whole record elsewhere. */
export const VERIFY_COMMAND = "fairlot verify history.ndjson";

export function progressWords(last: number, of: number | null): string {
  if (last === 0) return "Reading the first records.";
  const all = of === null || of < last ? "" : ` of ${grouped(of)}`;
  return `${grouped(last)}${all} records checked.`;
}

function grouped(seq: number): string {
  return amount(String(seq));
}

export function chainWords(result: ChainResult): ChainWords {
  switch (result.kind) {
    case "whole":
      return {
        tone: "good",
        heading: "The chain is unbroken",
        text: `${count(result.last, "record")} checked, from the first to record ${grouped(result.last)}. Compare the last hash with one that you hold from elsewhere, such as from a receipt or a report: then nobody can have written the whole record anew.`,
        found: [{ name: `Hash of record ${grouped(result.last)}`, value: result.hash }],
        go_to: null,
        elsewhere: false,
      };
    case "broken":
      return brokenWords(result.last, result.fault);
    case "uncheckable":
      return openWords(result);
    case "stopped":
      return {
        tone: "open",
        heading: "The check was stopped",
        text: `${rightSoFar(result.last)} Nothing is known of the records after that.`,
        found: [],
        go_to: null,
        elsewhere: false,
      };
  }
}

function brokenWords(last: number, fault: Fault): ChainWords {
  const place =
    fault.code === "missing"
      ? `Record ${grouped(fault.seq)} is missing`
      : `Record ${grouped(fault.seq)} is wrong`;
  return {
    tone: "bad",
    heading: place,
    text: `${FAULTS[fault.code](fault)} ${rightSoFar(last)} What comes after it was not checked.`,
    found: foundOf(fault),
    go_to: fault.code === "missing" ? last || null : fault.seq,
    elsewhere: true,
  };
}

function rightSoFar(last: number): string {
  if (last === 0) return "No record before it was found right.";
  return last === 1 ? "Record 1 is right." : `Records 1 to ${grouped(last)} are right.`;
}

const FAULTS: Readonly<Record<Fault["code"], (fault: Fault) => string>> = {
  hash: () => "Its hash is not that of its text: the text or the hash was changed after it was written.",
  prev: () => "The hash of the record before, as this record holds it, is not that of the record before.",
  missing: ({ seq, found }) =>
    found === null
      ? `The record ends before it, and record ${grouped(seq)} was there before.`
      : `Record ${grouped(Number(found))} follows where it should stand.`,
  out_of_order: ({ expected }) =>
    `It stands where record ${grouped(Number(expected))} should: it is there twice, or was moved.`,
  other_stream: () => "It is of another lot.",
  time: () => "It is of an earlier moment than the record before.",
  other_head: () => "It is another record than the one that this page was shown before under this number.",
  too_long: () => "It is longer than any record can be.",
  cut_off: ({ line }) => `Line ${line} is cut off.`,
  no_text: ({ line }) => `Line ${line} is no text.`,
  no_record: ({ line }) => `Line ${line} is not written as a record is written.`,
};

const NAMES: Partial<Record<Fault["code"], string>> = {
  hash: "Hash of its text",
  prev: "Hash of the record before",
  other_stream: "Lot",
  time: "Time of the record before",
  other_head: "Hash known before",
};

function foundOf({ code, expected, found }: Fault): Found[] {
  const name = NAMES[code];
  if (name === undefined || expected === null || found === null) return [];
  const shown = (value: string): string => (code === "time" ? momentWords(value) : value);
  return [
    { name, value: shown(expected) },
    { name: code === "time" ? "Time of this record" : "Stands in the record", value: shown(found) },
  ];
}

type Open = Extract<ChainResult, { kind: "uncheckable" }>;

function openWords({ why, last }: Open): ChainWords {
  return { tone: "open", found: [], go_to: null, elsewhere: why === "no_crypto", ...OPEN[why](last) };
}

const OPEN: Readonly<Record<Open["why"], (last: number) => Pick<ChainWords, "heading" | "text">>> = {
  redacted: (last) => ({
    heading: "The chain cannot be checked",
    text: `Parts of the record are hidden from you, first in record ${grouped(last + 1)}, and without them its hash cannot be computed. That is no sign of a fault. Somebody who may read the whole record can check it.`,
  }),
  // G81
  no_crypto: () => ({
    heading: "The chain cannot be checked on this page",
    text: "This page did not reach you over a protected connection (https). Browsers then offer no way to compute hashes, and a check here would prove nothing, because the page itself may have been changed on its way. Download the record and check it with the command below.",
  }),
  empty: () => ({
    heading: "There is nothing to check",
    text: "The server sent no records.",
  }),
  unread: (last) => ({
    heading: "The record could not be read to its end",
    text: `${last === 0 ? "No record was read." : rightSoFar(last)} Nothing is known of the records after that. Check it again; if it ends at the same place each time, tell whoever runs this service.`,
  }),
};

/** The server has found a fault in the records itself, and does not use them. */
export function failedWords(first_bad: number | null): ChainWords {
  const which =
    first_bad === null
      ? "Which record is wrong, and why, stands in the server\u2019s log"
      : `The first record that is wrong is record ${grouped(first_bad)}. What is wrong with it stands in the server\u2019s log`;
  return {
    tone: "open",
    heading: "The server cannot use this lot\u2019s record",
    text: `It found a fault in it when it read it, and gives none of it out. ${which}, and fairlot verify says it too. Ask whoever runs this service.`,
    found: [],
    go_to: null,
    elsewhere: false,
  };
}

/** The server did not give the record. */
export function refusedWords(status: number): ChainWords {
  const text =
    status === 403 || status === 404
      ? "You may not read this lot\u2019s record."
      : "The server did not answer, or is busy. Try again in a moment. Nothing is known of the record.";
  return {
    tone: "open",
    heading: "The record could not be read",
    text,
    found: [],
    go_to: null,
    elsewhere: false,
  };
}

export function goToRecord(seq: number): string {
  return `Go to record ${grouped(seq)}`;
}
