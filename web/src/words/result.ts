/**
 * The words of a lot's result: how the lot ended, who stood where, and what that means. Pure. A result awards nothing, and
 * says so.
 */
import { compare, sent } from "../money";
import type { ExcludedBidder, PlaceInResult, ResultAnswer } from "../protocol/http";
import type { LotState } from "../protocol/names";
import type { Role } from "../protocol/ws";
import { PRACTICE } from "./lot";
import { amount, count, money, ordinal, points } from "./numbers";
import {
  clockTime,
  clockTimeAhead,
  clockTimeSeenAt,
  clockTimeToMillisecond,
  clockTimeToSecond,
  date,
  millis,
} from "./time";

/** More names than this are only counted. */
const NAMED_MAX = 3;

type Ended = Pick<ResultAnswer, "title" | "state" | "cause" | "ended_at">;

/** "Nitrile, powder free closed at 2:49pm." */
function endedSentence({ title, state, cause, ended_at }: Ended, now: number): string {
  const at = clockTimeSeenAt(millis(ended_at), now);
  if (state === "cancelled") return `${title} was cancelled at ${at} and has no result.`;
  return cause === "buyer" ? `The buyer closed ${title} early, at ${at}.` : `${title} closed at ${at}.`;
}

/** The buyer's reason for an early close or a cancellation; null where the closing time came. */
export function reasonSentence({ reason }: Pick<ResultAnswer, "reason">): string | null {
  return reason ? `The buyer's reason: "${reason.replace(/\.$/, "")}."` : null;
}

/** What the page leads with: how the lot ended, who finished where, and that this is no award. */
export function resultSentence(result: ResultAnswer, role: Role, now: number): string {
  const ended = endedSentence(result, now);
  if (result.state === "cancelled") return [ended, result.practice ? PRACTICE : ""].filter(Boolean).join(" ");
  const finished = role === "supplier" ? ownFinish(result) : finish(result);
  return `${ended} ${finished} ${nextSentence(result, role)}`.trim();
}

/** What follows from the result: nothing yet. */
function nextSentence(result: ResultAnswer, role: Role): string {
  if (result.practice) return PRACTICE;
  if (role !== "supplier") return result.ranking.length === 0 ? "" : "This is not yet an award.";
  const own = ownPlace(result);
  if (own === undefined) return "";
  return own.rank === 1
    ? "This is not yet an award: the partnership decides, and writes to you."
    : "This is not yet an award. The partnership will write to you about it.";
}

export function ownPlace({ ranking }: Pick<ResultAnswer, "ranking">): PlaceInResult | undefined {
  return ranking.find(({ own }) => own);
}

/** The name of a place, or of any other line about a bidder. */
export function nameIn({
  own,
  name,
  alias,
}: {
  own?: boolean | null;
  name?: string | null;
  alias: string;
}): string {
  return own ? "You" : (name ?? alias);
}

/** Whether scores rank, and not totals alone. */
export function isWeightedResult({ ranking }: Pick<ResultAnswer, "ranking">): boolean {
  return ranking.some(({ score }) => score);
}

function finish(result: ResultAnswer): string {
  const [first] = result.ranking;
  if (first === undefined) return nobody(result);
  const leaders = result.ranking.filter(({ rank }) => rank === first.rank);
  const place = `${ordinal(first.rank)}${ofInvited(result)}`;
  if (leaders.length === 1)
    return `${nameIn(first)} finished ${place} with ${figuresOf(first, result.event.currency)}.`;
  return `${listed(leaders.map(nameIn))} finished equal ${place}, ${sharedFigure(first, leaders, result.event.currency)}.`;
}

function ownFinish(result: ResultAnswer): string {
  const own = ownPlace(result);
  if (own === undefined) return withoutPlace(result);
  const equal = own.tie && sharesRank(own, result.ranking) ? "equal " : "";
  return `You finished ${equal}${ordinal(own.rank)}${ofInvited(result)} with ${figuresOf(own, result.event.currency)}.`;
}

function withoutPlace({ excluded, counts, acts, event }: ResultAnswer): string {
  if (excluded.some(({ own }) => own)) return "You were excluded, so your offers did not count.";
  const annulled = acts.findLast(({ kind, what }) => kind === "bid_annulled" && what.own);
  if (annulled !== undefined) {
    const of = annulled.what.total ? ` of ${money(annulled.what.total, event.currency)}` : "";
    return `Your offer${of} was annulled, so you have no place.`;
  }
  return counts.refused ? "No offer of yours was accepted." : "You did not make an offer.";
}

/** Why a closed lot has no place. */
function nobody({ counts, excluded }: ResultAnswer): string {
  const made = counts.accepted > 0 || counts.annulled > 0 || excluded.some(({ total }) => total);
  return made ? "No offer counted at the close." : "Nobody made an offer.";
}

function ofInvited({ of }: Pick<ResultAnswer, "of">): string {
  return of ? ` of ${of}` : "";
}

/** "£176,400.00", "93.92 points and £180,300.00", "£176,400.00 (£178,000.00 as compared)" */
function figuresOf({ total, evaluated, score }: PlaceInResult, currency: string): string {
  const shown = money(total ?? evaluated, currency);
  const compared =
    total && compare(sent(total), sent(evaluated)) !== 0
      ? ` (${money(evaluated, currency)} as compared)`
      : "";
  return `${score ? `${points(score)} and ` : ""}${shown}${compared}`;
}

function sharedFigure(first: PlaceInResult, leaders: readonly PlaceInResult[], currency: string): string {
  if (first.score) return `each with ${points(first.score)}`;
  const { total } = first;
  const equal = total && leaders.every((one) => one.total && compare(sent(one.total), sent(total)) === 0);
  return equal
    ? `each with ${money(total, currency)}`
    : `each compared at ${money(first.evaluated, currency)}`;
}

/** "A", "A and B", "A, B and 3 others" */
export function listed(names: readonly string[]): string {
  const shown =
    names.length > NAMED_MAX
      ? [...names.slice(0, NAMED_MAX - 1), `${names.length - NAMED_MAX + 1} others`]
      : names;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}

function sharesRank(one: PlaceInResult, ranking: readonly PlaceInResult[]): boolean {
  return ranking.filter(({ rank }) => rank === one.rank).length > 1;
}

/** "1st", "Equal 1st" */
export function rankWords(one: PlaceInResult, ranking: readonly PlaceInResult[]): string {
  return `${sharesRank(one, ranking) ? "Equal " : ""}${ordinal(one.rank)}`;
}

/** Whether the reserve was met; null without a reserve, and where the answer does not say it. */
export function reserveWords(result: ResultAnswer): string | null {
  const met = result.reserve_met ?? null;
  if (met === null || result.ranking.length === 0) return null;
  const lead = isWeightedResult(result) ? "leading" : "lowest";
  return `The ${lead} offer ${met ? "met" : "did not meet"} the reserve.`;
}

/** Said of an excluded bidder, below its name. */
export function excludedNote(one: Pick<ExcludedBidder, "at" | "reason">, result: ResultAnswer): string {
  return `Excluded at ${timeIn(one.at, result)}. Reason: ${one.reason}`;
}

/** Times and numbers of a result, each with its name. */
export function resultFacts(result: ResultAnswer, role: Role): Array<[string, string]> {
  const facts: Array<[string, string] | false> = [
    ["Opened", momentWords(millis(result.opens_at))],
    [result.state === "cancelled" ? "Cancelled" : "Closed", exactWords(millis(result.ended_at))],
    role !== "supplier" && ["Bidders", biddersWords(result)],
    [role === "supplier" ? "Your bids" : "Bids", bidsWords(result)],
  ];
  return facts.filter((fact) => fact !== false);
}

/** "2:47:58pm", with the day where it is not the day on which the lot ended. */
export function timeIn(at: string, { ended_at }: Pick<ResultAnswer, "ended_at">): string {
  const moment = millis(at);
  const day = date(moment) === date(millis(ended_at)) ? "" : ` on ${date(moment)}`;
  return `${clockTimeToSecond(moment)}${day}`;
}

/** "2:17pm on 21 November 2026" */
function momentWords(at: number): string {
  return `${clockTime(at)} on ${date(at)}`;
}

/** "2:49:00.000pm on 21 November 2026" */
function exactWords(at: number): string {
  return `${clockTimeToMillisecond(at)} on ${date(at)}`;
}

/** "3:05:10pm on 1 December 2026" */
export function printedWords(at: number): string {
  return `${clockTimeToSecond(at)} on ${date(at)}`;
}

function biddersWords({ counts, ranking, excluded, state }: ResultAnswer): string {
  const parts = [
    counts.invited ? `${amount(String(counts.invited))} invited` : "",
    state === "closed" ? `${amount(String(ranking.length))} with an offer at the close` : "",
    excluded.length > 0 ? `${amount(String(excluded.length))} excluded` : "",
  ];
  return parts.filter(Boolean).join(", ");
}

function bidsWords({ counts: { accepted, refused, annulled } }: ResultAnswer): string {
  const parts = [
    `${amount(String(accepted))} accepted`,
    refused == null ? "" : `${amount(String(refused))} refused`,
    `${count(annulled, "offer")} annulled`,
  ];
  return parts.filter(Boolean).join(", ");
}

/** What a page without a result needs of a lot that has not ended. */
interface Running {
  readonly title: string;
  readonly state: LotState;
  readonly opens_at: string;
  readonly closes_at?: string | null;
  readonly resumes_at?: string | null;
}

/** Where the lot has not ended: what it does now, and when the result is there. */
export function notEndedWords(lot: Running, now: number): { heading: string; text: string } {
  return {
    heading: `${lot.title} has not ended yet`,
    text: `${runningSentence(lot, now)} The result stands here once the lot has ended.`,
  };
}

function runningSentence({ title, state, opens_at, closes_at, resumes_at }: Running, now: number): string {
  if (state === "scheduled") return `It opens at ${clockTimeAhead(millis(opens_at), now)}.`;
  if (state === "paused")
    return resumes_at
      ? `It is paused. Planned restart: ${clockTimeAhead(millis(resumes_at), now)}.`
      : "It is paused, and no restart time is set yet.";
  if (state !== "open") return `${title} is ending just now.`;
  if (!closes_at) return "It is open, and no closing time is set.";
  return millis(closes_at) <= now
    ? "Time is up. The last offers are being judged."
    : `It is open, and closes at ${clockTimeAhead(millis(closes_at), now)} as things stand.`;
}

/** Said on paper before the last lines of a list that would fill it. */
export function earlierLeftOut(lines: number): string {
  return `On paper the ${amount(String(lines))} lines before these are left out. The files have all of them.`;
}

/** Said on paper where the unit prices of all offers would fill it. */
export function otherPricesLeftOut(offers: number): string {
  return `On paper the unit prices of the other ${amount(String(offers))} offers are left out. The file of the ranking has all of them.`;
}
