/** The records of a replay in words. They come in short, as a search gives them. Pure. */
import { amount, money, sentenceCase } from "../numbers";
import { buyerWords, isBuyer, NO_DETAILS, type RecordFacts, recordSentence } from "../record-sentence";
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
  return `${recordPlace(record.seq, head)}, ${clockTimeToMillisecond(record.at)}: ${recordSentence(factsOf(record, currency))}`;
}

/** "Record 214 of 1,203" */
export function recordPlace(seq: number, head: number): string {
  return `Record ${grouped(seq)} of ${grouped(head)}`;
}

/** "1,203" */
export function grouped(n: number): string {
  return amount(String(n));
}

/** What happened, and who did it, in a line of its own. */
export function recordLine(record: ShortRecord, currency: string): string {
  return sentenceCase(recordSentence(factsOf(record, currency)));
}

function factsOf(
  { kind, actor, bidder, name, reason, total, rank }: ShortRecord,
  currency: string,
): RecordFacts {
  return {
    kind,
    bidder: name ?? bidder,
    by: isBuyer(actor) ? (actor.person_name ?? buyerWords(actor.role)) : null,
    reason,
    total: total === null ? null : money(total, currency),
    rank,
    details: NO_DETAILS,
  };
}
