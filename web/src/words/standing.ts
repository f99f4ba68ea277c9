/** The sentence that says where the bidder stands, and the parts that it is made of. Pure. */
import type { LotMessage, LotState, RankedOffer, StandingOffer } from "../protocol/names";
import { endedAt, rankingOf, restartWords, wasAnnulled } from "./lot";
import { bidderName } from "./names";
import { money, points, ordinal, sentenceCase } from "./numbers";
import { clockTimeSeenAt, clockTimeToSecond, digits, duration, millis } from "./time";

/** Milliseconds left by the server's clock; null if the lot has no closing time or is over. */
export function timeLeft(lot: LotMessage, now: number): number | null {
  if (lot.state === "paused") return lot.pause ? lot.pause.remaining_us / 1000 : null;
  if (lot.state === "scheduled") return Math.max(0, millis(lot.opens_at) - now);
  if (lot.state !== "open" || !lot.closes_at) return null;
  return Math.max(0, millis(lot.closes_at) - now);
}

/** "4 minutes 12 seconds left." in the words of the lot's state; empty if no time is left to show. */
export function timeSentence(lot: LotMessage, now: number): string {
  const left = timeLeft(lot, now);
  if (left === null) return "";
  if (lot.state === "scheduled") return `Opens in ${duration(left)}.`;
  if (lot.state === "paused") return `The clock stopped with ${duration(left)} left.`;
  if (left === 0) return "Time is up. The last offers are being judged.";
  return `${sentenceCase(duration(left))} left.`;
}

/** "2nd of 3", "2nd", or null without an offer. */
export function place(lot: LotMessage): string | null {
  const rank = lot.you?.rank ?? null;
  if (rank === null) return null;
  const of = lot.market?.bidders ?? null;
  return of === null ? ordinal(rank) : `${ordinal(rank)} of ${of}`;
}

/** After what was so at the end of a lot that has no result. */
const WHEN_CANCELLED = " when the lot was cancelled";

export function placeSentence(lot: LotMessage): string {
  const over = lot.state === "closed" || lot.state === "cancelled";
  if (lot.you?.excluded) {
    return `Your offers ${over ? "did not" : "no longer"} count in this lot.`;
  }
  const stands = place(lot);
  if (stands !== null && lot.state === "cancelled") return `You were ${stands}${WHEN_CANCELLED}.`;
  if (stands !== null) return `You ${lot.state === "closed" ? "finished" : "are"} ${stands}.`;
  const annulled = wasAnnulled(lot);
  if (annulled !== null) return `No offer now. ${annulled}`;
  if (over) return "You did not make an offer.";
  const gated = lot.rules.show?.gate === "first_bid";
  return gated
    ? "You have not made an offer. You will see your place after your first offer."
    : "You have not made an offer.";
}

/** "Highest total you can send now: £178,550.00."; empty if there is no limit, or no offer can be sent. */
export function allowedSentence(lot: LotMessage): string {
  const highest = lot.you?.highest_allowed ?? null;
  if (highest === null || lot.you?.excluded) return "";
  if (lot.state === "closed" || lot.state === "cancelled") return "";
  const when =
    lot.you?.terms_accepted === false
      ? "once you have accepted the terms"
      : lot.state === "open"
        ? "now"
        : lot.state === "paused"
          ? "when it restarts"
          : "when it opens";
  return `Highest total you can send ${when}: ${money(highest, lot.event.currency)}.`;
}

/** One sentence of place, limit and time left. */
export function standing(lot: LotMessage, now: number): string {
  return [placeSentence(lot), allowedSentence(lot), timeSentence(lot, now)].filter(Boolean).join(" ");
}

/** For a viewer who does not bid: who leads, of how many bidders, with what. With `as_at` it is about that moment. */
export function leadSentence(lot: LotMessage, as_at: number | null = null): string {
  const when = as_at === null ? "" : ` at ${clockTimeToSecond(as_at)}`;
  const first = firstOf(lot);
  const bidders = lot.market?.bidders ?? null;
  const of = bidders === null ? "" : `Of ${bidders} bidders, `;
  if (first === undefined) {
    if (lot.state === "closed" || lot.state === "cancelled")
      return `${of}${of ? "none" : "Nobody"} made an offer.`;
    const had = as_at === null ? "has made an offer yet" : "had made an offer";
    return `${of}${of ? "none" : "Nobody"} ${had}${when}.`;
  }
  return `${of}${bidderName(lot, first)} ${leadVerb(lot, as_at)} with ${leadFigures(lot, first)}${lot.state === "cancelled" ? WHEN_CANCELLED : when}.`;
}

/** "leads", "led", "finished 1st": whether it still does, did at an earlier moment, or did at the end. */
export function leadVerb(lot: LotMessage, as_at: number | null): string {
  if (lot.state === "closed") return "finished 1st";
  return as_at === null && lot.state !== "cancelled" ? "leads" : "led";
}

/** What is 1st: by the result once there is one. */
export function firstOf(lot: LotMessage): RankedOffer | StandingOffer | undefined {
  const ranking = lot.state === "closed" ? rankingOf(lot) : [];
  return [...ranking, ...(lot.market.offers ?? [])].find(({ rank }) => rank === 1);
}

/** What leads: the total, and in a weighted lot the score before it. */
export function leadFigures(
  lot: LotMessage,
  { evaluated, score }: { evaluated: string; score?: string | null },
): string {
  const total = money(evaluated, lot.event.currency);
  return score ? `${points(score)} and ${total}` : total;
}

/** How many requests and proposals wait for a buyer. */
export function waitingCount(lot: LotMessage): number {
  return (lot.requests ?? []).length + (lot.proposals ?? []).length;
}

/**
 * The title of the page: time and rank come first, because a narrow tab shows only the start. Without a connection it is
 * about the moment `as_at` alone: nobody knows how much time is left by now.
 */
export function pageTitle(lot: LotMessage, now: number, as_at: number | null, problem: boolean): string {
  const parts = [as_at === null ? titleNow(lot, now) : titleThen(lot, as_at), lot.title, "fairlot"];
  const waiting = as_at === null ? waitingCount(lot) : 0;
  return (problem ? "Error: " : "") + (waiting === 0 ? "" : `(${waiting}) `) + parts.join(" \u2013 ");
}

function titleNow(lot: LotMessage, now: number): string {
  const left = timeLeft(lot, now);
  const time = lot.state === "open" && left !== null ? `${digits(left)} left` : stateName(lot.state);
  const stands = lot.state === "cancelled" ? null : place(lot);
  return [time, stands].filter(Boolean).join(", ");
}

function titleThen(lot: LotMessage, as_at: number): string {
  const stood = place(lot);
  return `Not connected, ${stood === null ? "as" : `was ${stood}`} at ${clockTimeToSecond(as_at)}`;
}

export function stateName(state: LotState): string {
  return {
    scheduled: "Not open yet",
    open: "Open",
    paused: "Paused",
    closed: "Closed",
    cancelled: "Cancelled",
  }[state];
}

/** The state that the page saw last, while it may be another by now. */
export function wasState(state: LotState): string {
  if (state === "closed" || state === "cancelled") return stateName(state);
  return state === "scheduled" ? "Was not open yet" : `Was ${stateName(state).toLowerCase()}`;
}

/** The line under the clock, such as "Closes at 2:49pm, UK time". What may be old is told as a plan that there was. */
export function clockCaption(lot: LotMessage, now: number, fresh: boolean): string {
  if (fresh) return caption(lot, now);
  const plan = (verb: string, instant: string): string =>
    `It was to ${verb} at ${clockTimeSeenAt(millis(instant), now)}, UK time`;
  if (lot.state === "scheduled") return plan("open", lot.opens_at);
  if (lot.state === "paused")
    return lot.resumes_at ? plan("restart", lot.resumes_at) : "No restart time was set";
  if (lot.state !== "open" || !lot.closes_at) return caption(lot, now);
  const closed = millis(lot.closes_at) > now ? "" : " may have closed, or the time";
  return `${plan("close", lot.closes_at)}. ${closed ? "It" : "The time"}${closed} may have moved`;
}

/** What the digits of the clock are; with `as_at` of a moment that has passed. */
export function clockLabel(state: LotState, as_at: number | null): string {
  if (state === "scheduled") return "Opens in";
  if (state === "paused") return "Time left, stopped";
  return as_at === null ? "Time left" : `Time left at ${clockTimeToSecond(as_at)}`;
}

function caption(lot: LotMessage, now: number): string {
  switch (lot.state) {
    case "scheduled":
      return `Opens at ${clockTimeSeenAt(millis(lot.opens_at), now)}, UK time`;
    case "open":
      return lot.closes_at
        ? `Closes at ${clockTimeSeenAt(millis(lot.closes_at), now)}, UK time`
        : "No closing time is set";
    case "paused":
      return lot.resumes_at
        ? `Planned restart: ${restartWords(lot.resumes_at, now)}`
        : "No restart time is set yet";
    case "closed":
    case "cancelled": {
      const ended = endedAt(lot);
      const verb = stateName(lot.state);
      return ended === null ? verb : `${verb} at ${clockTimeSeenAt(ended, now)}, UK time`;
    }
  }
}
