/** One record of a lot's journal in plain words: what happened, who caused it, and when. For an auditor. Pure. */
import { isObject, type Json, type JsonObject, objects, textOf } from "../json";
import { decimal } from "../money";
import type { Refusal } from "../protocol/names";
import { reasonInShort } from "./refusal-in-short";
import { offerName } from "./names";
import { amount, money, ordinal, sentenceCase } from "./numbers";
import { itemName, nameOf, type RecordedLot, totalOf } from "./record-lot";
import { clockTime, clockTimeToMillisecond, date, duration, millis } from "./time";

/** A record as its line says. */
export interface JournalRecord {
  readonly stream: string;
  readonly seq: number;
  readonly at: string;
  /** Absent where it is hidden from the reader. */
  readonly actor?: { readonly role: string; readonly org?: string; readonly person?: string };
  readonly kind: string;
  readonly data: JsonObject;
  readonly redacted?: boolean;
  readonly prev: string;
  readonly hash: string;
}

/** Reads a line for people. Whether the chain is right is checked on the text of the line, never on this. */
export function readRecord(line: string): JournalRecord | null {
  let read: Json;
  try {
    read = JSON.parse(line) as Json;
  } catch {
    return null;
  }
  return isRecord(read) ? (read as unknown as JournalRecord) : null;
}

/** Somebody may have changed the line: no member is taken for granted. */
function isRecord(read: Json): boolean {
  if (!isObject(read) || !isObject(read["data"]) || typeof read["seq"] !== "number") return false;
  const { actor } = read;
  if (actor !== undefined && (!isObject(actor) || typeof actor["role"] !== "string")) return false;
  return ["at", "kind", "prev", "hash"].every((name) => typeof read[name] === "string");
}

/** "2:46:58.114pm on 1 December 2026" */
export function momentWords(instant: string): string {
  const at = millis(instant);
  return Number.isNaN(at) ? instant : `${clockTimeToMillisecond(at)} on ${date(at)}`;
}

/** "Record 214 of 1,203" */
export function recordHeading(seq: number, head: number | null): string {
  const of = head === null || head < seq ? "" : ` of ${amount(String(head))}`;
  return `Record ${amount(String(seq))}${of}`;
}

export const NO_SUCH_RECORD = "The lot has no such record.";
export const UNREADABLE_RECORD = "This line is no record that can be read. Its text stands below as it came.";
export const RECORD_NOT_FOR_YOU = "You may not read this lot\u2019s record.";

/** Whether a record's hash is that of its own text. */
export function ownHashWords(found: "right" | "wrong" | "redacted" | "no_crypto"): {
  readonly tone: "good" | "bad" | "open";
  readonly text: string;
} {
  switch (found) {
    case "right":
      return {
        tone: "good",
        text: "The hash is that of this text and of the hash before it. A check of the chain says whether the records before it are right.",
      };
    case "wrong":
      return { tone: "bad", text: "The hash is not that of this text: one of the two was changed." };
    case "redacted":
      return {
        tone: "open",
        text: "Parts of this record are hidden from you, so its hash cannot be checked here.",
      };
    // G81
    case "no_crypto":
      return {
        tone: "open",
        text: "This page came over a connection without protection, so your browser cannot check the hash.",
      };
  }
}

/** What a bid offered: each item with its price. */
export function pricesOf({ data }: JournalRecord, lot: RecordedLot): Array<{ item: string; price: string }> {
  const prices = data["prices"];
  if (!isObject(prices)) return [];
  return Object.entries(prices).map(([item, price]) => ({
    item: itemName(lot, item),
    price: priceWords(textOf(price), lot),
  }));
}

/** A price that nobody can read is shown as it was sent. */
function priceWords(price: string, lot: RecordedLot): string {
  return decimal(price) === null ? price : money(price, lot.currency);
}

/** The kinds of records, as they are chosen from and as a table calls them. */
export const KINDS: Readonly<Record<string, string>> = {
  lot_published: "Lot published",
  terms_accepted: "Terms accepted",
  lot_opened: "Lot opened",
  bid_accepted: "Offer accepted",
  bid_refused: "Offer refused",
  lot_extended: "Closing time moved",
  lot_paused: "Lot paused",
  lot_resumed: "Lot restarted",
  annulment_requested: "Annulment asked for",
  annulment_declined: "Annulment declined",
  bid_annulled: "Offer annulled",
  bidder_excluded: "Bidder excluded",
  act_proposed: "Act proposed",
  act_approved: "Act approved",
  act_declined: "Act turned down",
  message_sent: "Message sent",
  lot_closed: "Lot closed",
  lot_cancelled: "Lot cancelled",
};

export function kindName(kind: string): string {
  return KINDS[kind] ?? sentenceCase(kind.replaceAll("_", " "));
}

const ROLES: Readonly<Record<string, string>> = {
  supplier: "a bidder",
  buyer: "a buyer",
  admin: "an administrator",
};

/** Who caused it. `person` is the name, where it is known. */
export function whoWords(record: JournalRecord, lot: RecordedLot, person: string | null): string {
  const { actor } = record;
  if (actor === undefined) return "Hidden from you";
  if (actor.role === "system") return "The server itself";
  const org = actor.org ?? "";
  const of = actor.role === "supplier" ? nameOf(lot, org) : org;
  return `${person ?? actor.person ?? "Somebody"}, ${ROLES[actor.role] ?? actor.role} (${of})`;
}

/** What happened, in one or two sentences. */
export function recordSentence(record: JournalRecord, lot: RecordedLot): string {
  const write = SENTENCES[record.kind];
  return write === undefined ? `${kindName(record.kind)}.` : write(new Facts(record.data, lot));
}

/** The members of a record's data, as sentences need them. */
class Facts {
  constructor(
    private readonly data: JsonObject,
    private readonly lot: RecordedLot,
  ) {}

  text(name: string): string {
    return textOf(this.data[name]);
  }

  /** The bidder that the record is about. A redacted record has its alias in place of its id. */
  bidder(name = "bidder"): string {
    const id = this.text(name);
    return id === "" ? this.text("alias") || "A bidder" : nameOf(this.lot, id);
  }

  /** What is hidden or cannot be read is said to be unknown. */
  amount(name: string): string {
    const text = this.text(name);
    return decimal(text) === null ? "an unknown amount" : money(text, this.lot.currency);
  }

  time(name: string): string {
    const at = millis(this.text(name));
    return Number.isNaN(at) ? "an unknown time" : clockTime(at);
  }

  number(name: string): number | null {
    const number = Number(this.text(name));
    return this.has(name) && Number.isSafeInteger(number) ? number : null;
  }

  has(name: string): boolean {
    return textOf(this.data[name]) !== "";
  }

  within(name: string): Facts {
    const inner = this.data[name];
    return new Facts(isObject(inner) ? inner : {}, this.lot);
  }

  first(name: string): Facts | null {
    const [first] = objects(this.data[name]);
    return first === undefined ? null : new Facts(first, this.lot);
  }

  /** What the prices of a refused bid come to. */
  offered(): string {
    const total = totalOf(this.lot, this.data["prices"]);
    return total === null ? "an offer" : `an offer of ${money(total, this.lot.currency)}`;
  }

  reason(): string {
    return this.has("reason") ? ` Reason: \u201c${this.text("reason").replace(/\.$/, "")}.\u201d` : "";
  }
}

const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  lot_published: () =>
    "The lot was published. Its rules, bidders, volumes and the prices paid today were frozen.",
  terms_accepted: (facts) => `${facts.bidder()} accepted the terms.`,
  lot_opened: (facts) => `The lot opened. It was to close at ${facts.time("closes_at")}.`,
  bid_accepted: acceptedSentence,
  bid_refused: refusedSentence,
  lot_extended: extendedSentence,
  lot_paused: pausedSentence,
  lot_resumed: (facts) => `The lot restarted, to close at ${facts.time("closes_at")}.${facts.reason()}`,
  annulment_requested: (facts) =>
    `${facts.bidder()} asked for its ${offer(facts)} to be annulled.${facts.reason()}`,
  annulment_declined: (facts) =>
    `A buyer declined what ${facts.bidder()} had asked for in record ${facts.text("request")}.${facts.reason()}`,
  bid_annulled: (facts) =>
    `A buyer annulled ${facts.has("offer") ? "" : "the "}${offer(facts)} of ${facts.bidder()}.${facts.reason()}`,
  bidder_excluded: (facts) => `A buyer excluded ${facts.bidder()} from the lot.${facts.reason()}`,
  act_proposed: (facts) => {
    const act = facts.within("act");
    return `A buyer proposed to ${proposed(act)}. It waits for a second buyer.${act.reason()}`;
  },
  act_approved: (facts) =>
    `A second buyer approved the act proposed in record ${facts.text("act")}.${facts.reason()}`,
  act_declined: (facts) =>
    `A buyer turned down the act proposed in record ${facts.text("act")}.${facts.reason()}`,
  message_sent: (facts) =>
    `A buyer wrote to ${facts.has("to") ? `${facts.bidder("to")} alone` : "all bidders"}: \u201c${facts.text("text")}\u201d`,
  lot_closed: closedSentence,
  lot_cancelled: (facts) => `A buyer cancelled the lot. It has no result.${facts.reason()}`,
};

/** The offer that a record is about; an opening offer has no number. */
function offer(facts: Facts): string {
  const seq = facts.number("offer");
  return seq === null ? "opening offer" : offerName(seq);
}

function acceptedSentence(facts: Facts): string {
  const rank = facts.number("rank");
  return `${facts.bidder()} offered ${facts.amount("total")}${rank === null ? "" : ` and was ${ordinal(rank)}`}.`;
}

function refusedSentence(facts: Facts): string {
  const reason = facts.text("reason");
  const most = reason === "decrement_too_large" || reason === "needs_confirmation" ? "least" : "most";
  const limit = facts.has("limit")
    ? ` The ${most} that it could have offered then was ${facts.amount("limit")}.`
    : "";
  return `${facts.bidder()} made ${facts.offered()}. It was refused: ${reasonInShort(reason as Refusal["reason"])}.${limit}`;
}

function extendedSentence(facts: Facts): string {
  const why = facts.text("cause") === "buyer" ? "by a buyer" : "because of the offer in the record before";
  return `The closing time moved from ${facts.time("was")} to ${facts.time("closes_at")}, ${why}.${facts.reason()}`;
}

function pausedSentence(facts: Facts): string {
  const who =
    facts.text("cause") === "outage" ? "The server paused the lot after an outage" : "A buyer paused the lot";
  const us = facts.number("remaining_us");
  const left = us === null ? "an unknown time" : duration(us / 1000);
  const until = facts.has("resumes_at") ? ` It was to restart by itself at ${facts.time("resumes_at")}.` : "";
  return `${who}, with ${left} left.${until}${facts.reason()}`;
}

function closedSentence(facts: Facts): string {
  const how =
    facts.text("cause") === "buyer" ? "A buyer closed the lot early" : "The lot closed at its closing time";
  const lead = facts.first("ranking");
  const result =
    lead === null ? "Nobody had an offer." : `${lead.bidder()} was 1st with ${lead.amount("total")}.`;
  return `${how}. ${result}${facts.reason()}`;
}

const PROPOSED: Readonly<Record<string, (act: Facts) => string>> = {
  annul: (act) => `annul ${act.has("offer") ? offer(act) : "the standing offer"} of ${act.bidder()}`,
  exclude: (act) => `exclude ${act.bidder()}`,
  cancel: () => "cancel the lot",
  close: () => "close the lot early",
};

function proposed(act: Facts): string {
  const type = act.text("type");
  return PROPOSED[type]?.(act) ?? type;
}
