/** One record of a lot's journal in plain words: what happened, who caused it, and when. For an auditor. Pure. */
import { isObject, type Json, type JsonObject, objects, textOf } from "../json";
import { decimal } from "../money";
import { NAMELESS_PERSON, offerName } from "./names";
import { amount, money, sentenceCase } from "./numbers";
import { itemName, nameOf, type RecordedLot, totalOf } from "./record-lot";
import { buyerWords, isBuyer, type RecordFacts, recordSentence } from "./record-sentence";
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

/** Who caused it. `person` is the name: null where there is none, undefined while that is not known yet. */
export function whoWords(record: JournalRecord, lot: RecordedLot, person: string | null | undefined): string {
  const { actor } = record;
  if (actor === undefined) return "Hidden from you";
  if (actor.role === "system") return "The server itself";
  const org = actor.org ?? "";
  const of = actor.role === "supplier" ? nameOf(lot, org) : org;
  const role = `${actor.role === "supplier" ? "a bidder" : buyerWords(actor.role)} (${of})`;
  return person === undefined ? sentenceCase(role) : `${person ?? NAMELESS_PERSON}, ${role}`;
}

/** What happened, in one or two sentences. `person` is the name of who caused it, where it is known. */
export function wholeRecordSentence(record: JournalRecord, lot: RecordedLot, person: string | null): string {
  return sentenceCase(recordSentence(factsOf(record, lot, person)));
}

function factsOf(record: JournalRecord, lot: RecordedLot, person: string | null): RecordFacts {
  const { kind } = record;
  const data = new Members(record.data, lot);
  // What a proposal is for stands within it.
  const about = kind === "act_proposed" ? data.within("act") : data;
  return {
    kind,
    bidder: about.bidder(kind === "message_sent" ? "to" : "bidder"),
    by: byWords(record, person),
    reason: about.text("reason") || null,
    total: kind === "bid_refused" ? data.offered() : data.amount("total"),
    rank: data.number("rank"),
    details: {
      closes_at: data.time("closes_at"),
      closed_at_first: data.time("was"),
      resumes_at: data.time("resumes_at"),
      left: data.left(),
      limit: data.limit(),
      offer: data.offer(),
      answers: data.text("request") || data.text("act") || null,
      proposed: kind === "act_proposed" ? proposed(about) : null,
      text: data.text("text") || null,
      result: kind === "lot_closed" ? data.result() : null,
    },
  };
}

/** Who of the partnership caused it; null where the server or a bidder did. */
function byWords({ actor, data }: JournalRecord, person: string | null): string | null {
  if (["bid", "time", "outage"].includes(textOf(data["cause"]))) return null;
  if (actor === undefined) return "somebody who is hidden from you";
  return isBuyer(actor) ? (person ?? buyerWords(actor.role)) : null;
}

/** The members of a record, in words. Null where one is absent or cannot be read. */
class Members {
  constructor(
    private readonly data: JsonObject,
    private readonly lot: RecordedLot,
  ) {}

  text(name: string): string {
    return textOf(this.data[name]);
  }

  /** A redacted record has the alias in place of the id. */
  bidder(name: string): string | null {
    const id = this.text(name);
    return id === "" ? this.text("alias") || null : nameOf(this.lot, id);
  }

  amount(name: string): string | null {
    const text = this.text(name);
    return decimal(text) === null ? null : money(text, this.lot.currency);
  }

  time(name: string): string | null {
    const at = millis(this.text(name));
    return Number.isNaN(at) ? null : clockTime(at);
  }

  number(name: string): number | null {
    const text = this.text(name);
    const number = Number(text);
    return text !== "" && Number.isSafeInteger(number) ? number : null;
  }

  within(name: string): Members {
    const inner = this.data[name];
    return new Members(isObject(inner) ? inner : {}, this.lot);
  }

  /** What the prices of a refused bid come to. */
  offered(): string | null {
    const total = totalOf(this.lot, this.data["prices"]);
    return total === null ? null : money(total, this.lot.currency);
  }

  left(): string | null {
    const us = this.number("remaining_us");
    return us === null ? null : duration(us / 1000);
  }

  limit(): string | null {
    const [limit, reason] = [this.amount("limit"), this.text("reason")];
    const most = reason === "decrement_too_large" || reason === "needs_confirmation" ? "least" : "most";
    return limit === null ? null : `The ${most} that it could have offered then was ${limit}.`;
  }

  /** An opening offer has no number. */
  offer(): string | null {
    const seq = this.number("offer");
    if (seq !== null) return offerName(seq);
    return this.data["offer"] === null ? "the opening offer" : null;
  }

  result(): string {
    const [first] = objects(this.data["ranking"]);
    if (first === undefined) return "Nobody had an offer.";
    const lead = new Members(first, this.lot);
    return `${lead.bidder("bidder") ?? "A bidder"} was 1st with ${lead.amount("total") ?? "an unknown total"}.`;
  }
}

function proposed(act: Members): string {
  const bidder = act.bidder("bidder") ?? "a bidder";
  const type = act.text("type");
  switch (type) {
    case "annul":
      return `annul ${act.offer() ?? "the standing offer"} of ${bidder}`;
    case "exclude":
      return `exclude ${bidder}`;
    case "cancel":
      return "cancel the lot";
    case "close":
      return "close the lot early";
    default:
      return type === "" ? "act on the lot" : type;
  }
}
