/** What one record of a lot's journal says, in one or two sentences. For an auditor. Pure. */
import type { Refusal } from "../protocol/names";
import { ordinal } from "./numbers";
import { reasonInShort } from "./refusal-in-short";

/** What a sentence is made of, in words. What is not known is null. */
export interface RecordFacts {
  readonly kind: string;
  /** The bidder that the record is about. */
  readonly bidder: string | null;
  /** Who of the partnership did it; null where the server or a bidder did. */
  readonly by: string | null;
  /** The code of a refusal, or what a person wrote. */
  readonly reason: string | null;
  /** What the bid comes to: "£178,200.00". */
  readonly total: string | null;
  readonly rank: number | null;
  readonly details: RecordDetails;
}

/** What only the whole record says; null of a record in short. */
export type RecordDetails = Readonly<Record<Detail, string | null>>;

type Detail =
  /** Times of day. */
  | "closes_at"
  | "closed_at_first"
  | "resumes_at"
  /** "19 minutes 57 seconds" */
  | "left"
  /** "The most that it could have offered then was £179,750.00." */
  | "limit"
  /** "offer 8", "the opening offer" */
  | "offer"
  /** The number of the record that this one answers. */
  | "answers"
  /** "annul offer 8 of Bolt Gloves plc" */
  | "proposed"
  /** What a buyer wrote. */
  | "text"
  /** "Acme Medical Ltd was 1st with £178,200.00." */
  | "result";

export const NO_DETAILS: RecordDetails = {
  closes_at: null,
  closed_at_first: null,
  resumes_at: null,
  left: null,
  limit: null,
  offer: null,
  answers: null,
  proposed: null,
  text: null,
  result: null,
};

/** Begins in lower case, where it does not begin with a name: it may stand behind the moment. */
export function recordSentence(facts: RecordFacts): string {
  const write = Object.hasOwn(SENTENCES, facts.kind) ? SENTENCES[facts.kind] : undefined;
  return write === undefined
    ? `a record of the kind \u201c${facts.kind}\u201d, which this page does not know.`
    : write(facts);
}

/** Whether somebody of the partnership did it. */
export function isBuyer({ role }: { readonly role: string }): boolean {
  return role === "buyer" || role === "admin";
}

/** How somebody of the partnership is called whose name is not known. */
export function buyerWords(role: string): string {
  return role === "admin" ? "an administrator" : "a buyer";
}

const SENTENCES: Readonly<Record<string, (facts: RecordFacts) => string>> = {
  lot_published: ({ by }) => (by === null ? "the lot was published." : `${by} published the lot.`),
  terms_accepted: (facts) => `${bidder(facts)} accepted the terms.`,
  lot_opened: ({ details }) => `the lot opened${toClose(details)}.`,
  bid_accepted: (facts) => {
    const rank = facts.rank === null ? "" : `, ${ordinal(facts.rank)}`;
    return `${bidder(facts)} offered ${total(facts)}${rank}.`;
  },
  bid_refused: (facts) => {
    const reason =
      facts.reason === null ? "no reason is given" : reasonInShort(facts.reason as Refusal["reason"]);
    return `${bidder(facts)} offered ${total(facts)}, which was refused: ${reason}.${more(facts.details.limit)}`;
  },
  lot_extended: (facts) => {
    const { closed_at_first: from, closes_at: to } = facts.details;
    const span = from === null || to === null ? "" : ` from ${from} to ${to}`;
    return facts.by === null
      ? `the closing time moved${span}, because of an offer.`
      : `${facts.by} moved the closing time${span}.${reason(facts)}`;
  },
  lot_paused: (facts) => {
    const left = facts.details.left === null ? "" : `, with ${facts.details.left} left`;
    const how =
      facts.by === null ? "the lot was paused after an outage of the system" : `${facts.by} paused the lot`;
    const { resumes_at } = facts.details;
    const until = resumes_at === null ? "" : ` It was to restart by itself at ${resumes_at}.`;
    return `${how}${left}.${until}${reason(facts)}`;
  },
  lot_resumed: (facts) => {
    const how = facts.by === null ? "the lot restarted by itself" : `${facts.by} restarted the lot`;
    return `${how}${toClose(facts.details)}.${reason(facts)}`;
  },
  act_proposed: (facts) => {
    const about = facts.bidder === null ? "" : ` about ${facts.bidder}`;
    const { proposed } = facts.details;
    const what = proposed === null ? `proposed an act${about}` : `proposed to ${proposed}`;
    return `${buyer(facts)} ${what}, which waits for a second buyer.${reason(facts)}`;
  },
  act_approved: (facts) => `${buyer(facts)} approved the act ${proposedWhere(facts)}.${reason(facts)}`,
  act_declined: (facts) => `${buyer(facts)} declined the act ${proposedWhere(facts)}.${reason(facts)}`,
  annulment_requested: (facts) =>
    `${bidder(facts)} asked for its ${offer(facts, "offer")} to be annulled.${reason(facts)}`,
  annulment_declined: (facts) => {
    const asked =
      facts.details.answers === null ? "" : `, which asked for it in record ${facts.details.answers}`;
    return `${buyer(facts)} did not annul the offer of ${bidder(facts)}${asked}.${reason(facts)}`;
  },
  bid_annulled: (facts) =>
    `${buyer(facts)} annulled ${offer(facts, "an offer")} of ${bidder(facts)}.${reason(facts)}`,
  bidder_excluded: (facts) => `${buyer(facts)} excluded ${bidder(facts)}.${reason(facts)}`,
  message_sent: (facts) => {
    const to = facts.bidder === null ? "everybody" : `${facts.bidder} alone`;
    const text = facts.details.text === null ? "." : `: \u201c${facts.details.text}\u201d`;
    return `${buyer(facts)} sent a message to ${to}${text}`;
  },
  lot_closed: (facts) =>
    `${facts.by === null ? "the lot closed" : `${facts.by} closed the lot`}.${more(facts.details.result)}${reason(facts)}`,
  lot_cancelled: (facts) =>
    `${facts.by === null ? "the lot was cancelled" : `${facts.by} cancelled the lot`}.${reason(facts)}`,
};

function bidder(facts: RecordFacts): string {
  return facts.bidder ?? "a bidder";
}

function buyer(facts: RecordFacts): string {
  return facts.by ?? "a buyer";
}

function total(facts: RecordFacts): string {
  return facts.total ?? "prices that make no total";
}

function offer(facts: RecordFacts, unknown: string): string {
  return facts.details.offer ?? unknown;
}

function toClose({ closes_at }: RecordDetails): string {
  return closes_at === null ? "" : `, to close at ${closes_at}`;
}

function proposedWhere({ details }: RecordFacts): string {
  return details.answers === null ? "that was proposed" : `that was proposed in record ${details.answers}`;
}

function reason({ reason: text }: RecordFacts): string {
  return text === null || text === "" ? "" : ` Reason: \u201c${text.replace(/\.$/, "")}.\u201d`;
}

/** One more sentence, where there is one. */
function more(sentence: string | null): string {
  return sentence === null ? "" : ` ${sentence}`;
}
