/** The words of the page on which a bidder bids in many lots: where it stands in all, the review, the outcomes. Pure. */
import type { Decimal } from "../money";
import type { LotMessage } from "../protocol/names";
import { lessOrMore, money, ordinal, count, sentenceCase } from "./numbers";
import { place, stateName } from "./standing";
import { clockTimeAhead, clockTimeToSecond, duration, millis } from "./time";

/** Whether the bidder can still do something about a lot, and does not lead it. */
export function needsDecision({ state, you }: LotMessage): boolean {
  return state === "open" && you != null && !you.excluded && you.rank !== 1;
}

function runs({ state, you }: LotMessage): boolean {
  return (state === "open" || state === "paused") && !you?.excluded;
}

function leads({ you }: LotMessage): boolean {
  return you?.rank === 1;
}

/** "You lead 2 of 5 lots. 3 need a decision."; before and after the lots run, what is to come and what was. */
export function manyLead(lots: readonly LotMessage[], now: number): string {
  const running = lots.filter(runs);
  if (running.length === 0) return beforeOrAfter(lots, now);
  const leading = running.filter(leads).length;
  const led =
    running.length === 1
      ? `You ${leading === 1 ? "lead" : "do not lead"} the 1 lot under way.`
      : `You lead ${leading === 0 ? "none" : leading} of ${count(running.length, "lot")}.`;
  return [led, decisions(lots.filter(needsDecision).length), comingSentence(lots)].filter(Boolean).join(" ");
}

/** The same of an earlier moment, while nobody knows what is true now. */
export function manyLeadWas(lots: readonly LotMessage[], as_at: number | null): string {
  const running = lots.filter(runs);
  const leading = running.filter(leads).length;
  const when = as_at === null ? "When this page was last up to date" : `At ${clockTimeToSecond(as_at)}`;
  return `${when} you led ${leading === 0 ? "none" : leading} of ${count(running.length, "lot")}. This may have changed.`;
}

/** "3 need a decision."; nothing where none does. */
export function decisions(n: number): string {
  return n === 0 ? "" : `${n} ${n === 1 ? "needs" : "need"} a decision.`;
}

function comingSentence(lots: readonly LotMessage[]): string {
  const coming = lots.filter(({ state }) => state === "scheduled").length;
  return coming === 0 ? "" : `${count(coming, "lot")} ${coming === 1 ? "has" : "have"} not opened yet.`;
}

function beforeOrAfter(lots: readonly LotMessage[], now: number): string {
  const [next] = lots
    .filter(({ state }) => state === "scheduled")
    .toSorted((a, b) => millis(a.opens_at) - millis(b.opens_at));
  if (next !== undefined)
    return `No lot is open. ${next.title} opens at ${clockTimeAhead(millis(next.opens_at), now)}.`;
  const closed = lots.filter(({ state }) => state === "closed");
  const first = closed.filter(leads).length;
  if (closed.length === 0) return "No lot is open.";
  return `${count(closed.length, "lot")} ${closed.length === 1 ? "has" : "have"} closed. You finished 1st in ${first === 0 ? "none" : first}.`;
}

/** What stands beside the link to a lot: "3rd of 4", "No offer yet", "Paused". */
export function inShort(lot: LotMessage): string {
  if (lot.you?.excluded) return "Excluded";
  if (lot.state === "scheduled" || lot.state === "cancelled") return stateName(lot.state);
  const stands = place(lot) ?? (lot.you?.annulled ? "No offer now" : "No offer yet");
  return lot.state === "open" ? stands : `${stateName(lot.state)}, ${stands}`;
}

/** The open lot whose closing time comes first. */
export function nextToClose(lots: readonly LotMessage[]): LotMessage | null {
  const closing = lots.flatMap((lot) =>
    lot.state === "open" && lot.closes_at ? [{ lot, at: millis(lot.closes_at) }] : [],
  );
  if (closing.length === 0) return null;
  return closing.reduce((a, b) => (b.at < a.at ? b : a)).lot;
}

export const FAILED_LOT =
  "This lot cannot be read at the moment. Nothing that was accepted is lost. Ring the number at the foot of this page and name the lot.";

/** "Review 3 offers" */
export function reviewButton(n: number): string {
  return n === 0 ? "Review your offers" : `Review ${count(n, "offer")}`;
}

export const NOTHING_TO_REVIEW = "Type a price in a lot first.";

/** "Send 2 offers" */
export function sendButton(n: number): string {
  return n === 0 ? "Send no offer" : `Send ${count(n, "offer")}`;
}

export const NOTHING_TICKED = "No offer is ticked, so there is nothing to send.";

/** "£600.00 lower (0.3% less)" */
export function dropWords(by: Decimal, percent: Decimal | null, currency: string): string {
  if (by.units === 0n) return "The same total";
  const lower = by.units > 0n;
  const size: Decimal = lower ? by : { ...by, units: -by.units };
  const how = percent === null ? "" : ` (${lessOrMore(percent)})`;
  return `${money(size, currency)} ${lower ? "lower" : "higher"}${how}`;
}

/** A reviewed offer is above what can be sent now; the server may still take it when it comes. */
export function aboveLimit(highest: string, currency: string): string {
  return `This is above the highest total that you can send now, ${money(highest, currency)}.`;
}

export const LARGE_STEP = "Tick it if you mean a drop of this size.";

export const FIRST_OFFER = "First offer";

export const TO_CONFIRM =
  "It was not sent on: a drop of this size has to be confirmed. Go to the lot to do so.";
export const NOT_SENT =
  "It was not sent, because the lot took no offers at that moment. What you typed is kept.";
export const LOT_GONE = "A lot that is no longer shown";

export interface OutcomeCounts {
  readonly sent: number;
  readonly accepted: number;
  readonly not_accepted: number;
  readonly unknown: number;
}

/**
 * "2 of 3 offers were accepted. 1 was not." Never says that all were sent, because only the answers tell. Before the first
 * answer it does not say that none was accepted, which would read as a refusal.
 */
export function outcomesSentence({ sent, accepted, not_accepted, unknown }: OutcomeCounts): string {
  if (unknown === sent) return `${count(sent, "offer")} ${sent === 1 ? "has" : "have"} no answer yet.`;
  const of = (n: number): string => `${n === 0 ? "None" : n} of ${count(sent, "offer")}`;
  const taken = `${of(accepted)} ${accepted === 1 ? "was" : "were"} accepted.`;
  const not = not_accepted === 0 ? "" : ` ${not_accepted} ${not_accepted === 1 ? "was" : "were"} not.`;
  const open = unknown === 0 ? "" : ` ${unknown} ${unknown === 1 ? "has" : "have"} no answer yet.`;
  return `${taken}${not}${open}`;
}

/** "1st of 3" for an accepted offer, as it was then or is now. */
export function acceptedInShort(total: string, rank: number | null, currency: string): string {
  const then = rank === null ? "" : `, ${ordinal(rank)} at that moment`;
  return `${money(total, currency)} was accepted${then}.`;
}

/** Up to four lots by name, and how many more. */
const NAMED_MAX = 4;

/** "Lot 1, Lot 2 and 3 more lots" */
export function namedLots(titles: readonly string[]): string {
  const more = titles.length - NAMED_MAX;
  const named = more > 1 ? titles.slice(0, NAMED_MAX) : titles;
  const last = more > 1 ? count(more, "more lot") : named.at(-1);
  const first = more > 1 ? named : named.slice(0, -1);
  return first.length === 0 ? (last ?? "") : `${first.join(", ")} and ${last ?? ""}`;
}

/** "Lot 2: you went from 1st to 3rd." */
export function changesIn(title: string, changes: readonly string[]): string {
  return `${title}: ${changes.join(", ")}.`;
}

/** "Connected. You were away for 38 seconds. Since then something changed in 2 lots." */
export function awayTogether(away_ms: number, changed: number): string {
  const since =
    changed === 0 ? "Nothing changed." : `Since then something changed in ${count(changed, "lot")}.`;
  return `Connected. You were away for ${duration(Math.max(1000, away_ms))}. ${since}`;
}

/** What a page of many lots calls a paragraph about one of them. */
export function ofLot(title: string, sentence: string): string {
  return `${title}: ${sentence}`;
}

/** "(3) 0:58 to the next close" for the title of the page. */
export function titleOfMany(waiting: number, time: string | null, fresh: boolean): string {
  const first = !fresh ? "Not connected" : time === null ? "All your lots" : `${time} to the next close`;
  return `${waiting === 0 ? "" : `(${waiting}) `}${sentenceCase(first)}`;
}

/** What becomes of prices that are lowered together. */
export const LOWER_HINT = "Each price is rounded down to the smallest step of a price. Nothing is sent.";
export const LOWER_BY_WHAT = "Type a percentage or an amount, not both.";
export const LOWER_NEEDS_PRICES = "Fill in every price of this lot first. Then they can be lowered together.";
export const LOWER_CANNOT =
  "The prices cannot be lowered by this much together. Try a smaller step, or type them.";
export const LOWER_NO_ANSWER = "The new prices could not be worked out just now. Try again.";

export function percentProblem(): string {
  return "The percentage must be more than 0 and less than 100, like 1.5.";
}

export function amountProblem(): string {
  return "The amount must be more than 0 and less than the total.";
}

/** "Lowered to £177,000.00: £1,800.00 lower (1% less). Nothing is sent yet." */
export function loweredWords(total: string, by: string, currency: string): string {
  return `The total is now ${money(total, currency)}: ${by}. Nothing is sent yet.`;
}

export function sheetTaken(items: number, total: string, currency: string, warnings: number): string {
  const look = warnings === 0 ? "" : ` ${count(warnings, "cell")} should be looked at.`;
  return `${count(items, "price")} filled in, total ${money(total, currency)}. Nothing is sent yet.${look}`;
}

export const SHEET_HINT =
  "Two columns with a header row: item (its id or its description) and price. Every item needs a price.";
