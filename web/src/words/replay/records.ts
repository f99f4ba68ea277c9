/** What each record of a lot says, as a sentence. Pure. */
import { amount, money, ordinal, sentenceCase } from "../numbers";
import { clockTimeToMillisecond } from "../time";

/** A record in short, as far as a sentence needs it. */
export interface ShortRecord {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: string;
  readonly actor: RecordActor;
  readonly bidder: string | null;
  readonly name: string | null;
  readonly reason: string | null;
  readonly total: string | null;
  readonly rank: number | null;
}

export interface RecordActor {
  readonly role: string;
  readonly org?: string | null;
  readonly person?: string | null;
  readonly person_name?: string | null;
}

/** "Record 214 of 1,203, 2:46:58.114pm: Acme offered £178,200.00, 2nd." */
export function replayLead(record: ShortRecord, head: number, currency: string): string {
  return `${recordPlace(record.seq, head)}, ${clockTimeToMillisecond(record.at)}: ${recordSentence(record, currency)}`;
}

/** "Record 214 of 1,203" */
export function recordPlace(seq: number, head: number): string {
  return `Record ${grouped(seq)} of ${grouped(head)}`;
}

/** "1,203" */
export function grouped(n: number): string {
  return amount(String(n));
}

/** What happened, and who did it. */
export function recordSentence(record: ShortRecord, currency: string): string {
  const who = bidderOf(record);
  const by = buyerOf(record);
  const why = reasonOf(record);
  switch (record.kind) {
    case "lot_published":
      return by === null ? "the lot was published." : `${by} published the lot.`;
    case "terms_accepted":
      return `${who} accepted the terms.`;
    case "lot_opened":
      return "the lot opened.";
    case "bid_accepted":
      return `${who} offered ${amountOf(record, currency)}${record.rank === null ? "" : `, ${ordinal(record.rank)}`}.`;
    case "bid_refused":
      return `${who} offered ${amountOf(record, currency)}, which was refused: ${refusedBecause(record.reason)}.`;
    case "lot_extended":
      return by === null
        ? "the closing time moved, because of an offer."
        : `${by} moved the closing time.${why}`;
    case "lot_paused":
      return by === null
        ? "the lot was paused after an outage of the system."
        : `${by} paused the lot.${why}`;
    case "lot_resumed":
      return by === null ? "the lot restarted by itself." : `${by} restarted the lot.${why}`;
    case "act_proposed":
      return `${by ?? "a buyer"} proposed an act${record.bidder === null ? "" : ` about ${who}`}, which waits for a second buyer.${why}`;
    case "act_approved":
      return `${by ?? "a buyer"} approved the act that was proposed.${why}`;
    case "act_declined":
      return `${by ?? "a buyer"} declined the act that was proposed.${why}`;
    case "annulment_requested":
      return `${who} asked for its offer to be annulled.${why}`;
    case "annulment_declined":
      return `${by ?? "a buyer"} did not annul the offer of ${who}.${why}`;
    case "bid_annulled":
      return `${by ?? "a buyer"} annulled an offer of ${who}.${why}`;
    case "bidder_excluded":
      return `${by ?? "a buyer"} excluded ${who}.${why}`;
    case "message_sent":
      return `${by ?? "a buyer"} sent a message to ${record.bidder === null ? "everybody" : `${who} alone`}.`;
    case "lot_closed":
      return by === null ? "the lot closed." : `${by} closed the lot.${why}`;
    case "lot_cancelled":
      return by === null ? `the lot was cancelled.${why}` : `${by} cancelled the lot.${why}`;
    default:
      return `a record of the kind "${record.kind}", which this page does not know.`;
  }
}

/** The same, where it begins a line. */
export function recordLine(record: ShortRecord, currency: string): string {
  return sentenceCase(recordSentence(record, currency));
}

function bidderOf({ name, bidder }: ShortRecord): string {
  return name ?? bidder ?? "a bidder";
}

/** The person of the partnership who did it; null where the server or a bidder did. */
function buyerOf({ actor }: ShortRecord): string | null {
  if (!isBuyer(actor)) return null;
  return actor.person_name ?? (actor.role === "admin" ? "an administrator" : "a buyer");
}

export function isBuyer({ role }: RecordActor): boolean {
  return role === "buyer" || role === "admin";
}

function amountOf({ total }: ShortRecord, currency: string): string {
  return total === null ? "prices that make no total" : money(total, currency);
}

function reasonOf({ reason }: ShortRecord): string {
  return reason === null || reason === "" ? "" : ` Reason: "${reason.replace(/\.$/, "")}."`;
}

const BECAUSE: Readonly<Record<string, string>> = {
  ref_reused: "its reference was used before for other prices",
  not_open: "the lot was not open yet",
  paused: "the lot was paused",
  closed: "the lot had closed",
  cancelled: "the lot had been cancelled",
  excluded: "the bidder was excluded",
  terms_not_accepted: "the bidder had not accepted the terms",
  missing_price: "a price was missing",
  unknown_item: "it had a price for an item that the lot does not have",
  not_positive: "a price was not more than 0",
  too_many_decimals: "a price had too many decimal places",
  price_too_large: "a price was too large",
  above_ceiling: "it was above the ceiling",
  not_improved: "it was not below the bidder's own offer",
  already_leading: "the bidder led already",
  decrement_too_small: "the step down was too small",
  decrement_too_large: "the step down was too large",
  needs_confirmation: "a step down of that size has to be confirmed",
  ties_with_lead: "it equalled the leading offer",
};

function refusedBecause(reason: string | null): string {
  return BECAUSE[reason ?? ""] ?? `its reason is "${reason ?? "none"}"`;
}
