/** The words of the bid form: the total of the typed prices, what was sent, and the answer. Pure. */
import type { Decimal } from "../money";
import type { LotMessage, Prices } from "../protocol/names";
import { stepWords } from "./decrement";
import { lessOrMore, money, ordinal } from "./numbers";
import { clockTimeToSecond, millis } from "./time";

interface DropFacts {
  readonly from: string;
  readonly to: string;
  readonly by: Decimal;
  readonly percent: Decimal | null;
}

/** "Your total goes from £178,800.00 to £178,200.00. That is £600.00 lower (0.3% less)." */
export function dropSentence(drop: DropFacts, currency: string): string {
  if (drop.by.units === 0n) return `Total ${money(drop.to, currency)}, the same as your offer now.`;
  return `Your total goes from ${money(drop.from, currency)} to ${money(drop.to, currency)}. That is ${priceChange(drop, currency)}.`;
}

export function firstOfferSentence(total: string, currency: string): string {
  return `Your total is ${money(total, currency)}. This would be your first offer in this lot.`;
}

/** The change of one price: "£0.01 lower (0.3% less)". Empty where there is none. */
export function priceChange(change: DropFacts | null, currency: string): string {
  if (change === null || change.by.units === 0n) return "";
  return `${money(sizeOf(change.by), currency)} ${change.by.units > 0n ? "lower" : "higher"}${howMuch(change)}`;
}

function sizeOf(by: Decimal): Decimal {
  return by.units < 0n ? { ...by, units: -by.units } : by;
}

function howMuch({ percent }: DropFacts): string {
  return percent === null ? "" : ` (${lessOrMore(percent)})`;
}

export const NOTHING_TYPED = "Type a price to see your total here before you send it.";

/** "£2.97 a box", "£2.97 an ampoule" or "£2.97 each" for one item; "these prices" for several. */
export function priceWords(lot: LotMessage, prices: Prices): string {
  const [only] = lot.items;
  if (lot.items.length !== 1 || only === undefined) return "these prices";
  return `${money(prices[only.id] ?? "0", lot.event.currency)} ${perUnit(only.unit)}`;
}

/** "a box" from "box of 100", because a button has to be short. */
function perUnit(unit: string): string {
  const [short = unit] = unit.split(" of ");
  if (short.toLowerCase() === "each") return "each";
  return `${/^([aeio]|u(?!n[ai]|s|t))/i.test(short) ? "an" : "a"} ${short}`;
}

/** Above the reason why an offer was refused that no other price would have changed. */
export function notAccepted(total: string, currency: string): string {
  return `Your offer of ${money(total, currency)} was refused and does not count.`;
}

export function acceptedSentence(at: string, total: string, currency: string): string {
  return `Offer accepted at ${clockTimeToSecond(millis(at))}: ${money(total, currency)}.`;
}

/**
 * The rank right after the bid. It is in the past tense once the present rank differs, so that the page never shows
 * two ranks as current.
 */
export function acceptedRank(rank: number | null, of: number | null, present: number | null): string {
  if (rank === null) return "";
  const place = `${ordinal(rank)}${of === null ? "" : ` of ${of}`}`;
  return rank === present ? `You are ${place}.` : `That was ${place} at that moment.`;
}

/** Why an accepted offer counts no more; null while it counts. */
export function noLongerCounts(lot: LotMessage, seq: number): string | null {
  if (lot.you?.excluded) return "You were excluded since, so it no longer counts.";
  return lot.you?.annulled?.seq === seq ? "It was annulled since, so it no longer counts." : null;
}

export function unknownOutcome(total: string, currency: string): string {
  return `We do not know yet whether your offer of ${money(total, currency)} arrived. We are asking again with the same reference, so it cannot count twice. Do not send it again.`;
}

export function sending(total: string, currency: string): string {
  return `Sending your offer of ${money(total, currency)}.`;
}

/** A message of this size ends the connection, so it is not sent again by itself. */
export function tooLarge(total: string, currency: string): string {
  return `This offer is too large to be sent: ${money(total, currency)}. It has not been sent and does not count. What you typed is kept. Ring the buyer before you send it again.`;
}

/** The server did not judge the bid: the journal has no record of it. */
export function notTaken(code: string, message: string, total: string, currency: string): string {
  if (code === "overloaded") {
    return `Your offer of ${money(total, currency)} was not taken, because the service is very busy. It does not count. Send it again.`;
  }
  return `Your offer of ${money(total, currency)} was not taken. ${message}`;
}

export function confirmationReason(lot: LotMessage, because: "rule" | "person"): string {
  if (because === "rule" && !lot.you?.total)
    return "It is unusually low for this lot. Such offers are checked once more because they are often slips.";
  const most = lot.rules.max_decrement;
  const size = most ? stepWords(most, lot.event.currency) : null;
  if (because === "person") return "You asked to be asked before each offer is sent.";
  if (size === null)
    return "Offers that drop by this much are checked once more because they are often slips.";
  return `Offers that drop by more than ${size} are checked once more because they are often slips.`;
}

/** Whether what the page shows is true now, may be old, or cannot be known because the lot cannot be read. */
export type Line = "fresh" | "lost" | "failed";

/** The reason why the send button sends nothing now; null when it sends. */
export function sendBlocked(lot: LotMessage, line: Line, waiting: boolean): string | null {
  if (lot.you?.excluded) return "You can no longer send offers in this lot.";
  if (lot.state === "scheduled")
    return "The lot is not open yet. You can type prices now and send them then.";
  if (lot.state === "paused") return "The lot is paused. You can send offers again when it restarts.";
  if (lot.you?.terms_accepted === false) return "Accept the terms of this event before you send an offer.";
  if (waiting) return "Your last offer has no answer yet. You can send the next one when it has.";
  if (line === "failed") return "The lot cannot be read, so nothing can be sent. What you typed is kept.";
  if (line === "lost") return "You are not connected, so nothing can be sent. What you typed is kept.";
  return null;
}
