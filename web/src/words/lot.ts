/** The words for the state of a lot (paused, closed, cancelled) and of the connection (lost, restored). Pure. */
import type { EventSummary, LotMessage, LotState, RankedOffer } from "../protocol/names";
import { bidderName } from "./names";
import { count, money, ordinal, sentenceCase } from "./numbers";
import { leadName } from "./scoring";
import { clockTime, clockTimeSeenAt, clockTimeToSecond, duration, millis } from "./time";

function quoted(reason: string | null | undefined): string {
  return reason ? `The buyer's reason: "${reason.replace(/\.$/, "")}." ` : "";
}

/** Said on every page of a lot that is for practice. */
export const PRACTICE = "This is practice. Nothing follows from it.";

/** Said of what was so when the connection was lost. */
export const MAY_HAVE_CHANGED = "This may have changed.";

/** Heading and paragraph of one panel. */
export interface StateWords {
  readonly heading: string;
  readonly text: string;
}

/** With `as_at` it is about a moment after which it may have changed. */
export function pausedWords(
  lot: LotMessage,
  now: number,
  supplier: boolean,
  as_at: number | null = null,
): StateWords {
  const left = duration((lot.pause?.remaining_us ?? 0) / 1000);
  const outage = lot.pause?.cause === "outage";
  const why = outage
    ? `Our system stopped for ${outageLength(lot)}. Every offer that we accepted is safe. `
    : quoted(lot.pause?.reason);
  if (as_at !== null)
    return {
      heading: `${lot.title} was paused at ${clockTimeToSecond(as_at)}`,
      text: `${why}The clock had stopped with ${left} left. ${MAY_HAVE_CHANGED}`,
    };
  const send = supplier ? " You cannot send offers until it restarts." : "";
  const restart = lot.resumes_at ? ` Planned restart: ${restartWords(lot.resumes_at, now)}.` : "";
  return {
    heading: `${lot.title} is paused`,
    text: `${why}The clock stopped with ${left} left and all of it comes back.${send}${restart}`,
  };
}

function outageLength(lot: LotMessage): string {
  const length = lot.pause?.outage_us ?? null;
  return length === null ? "a while" : duration(Math.max(1_000, length / 1000));
}

/** "2:55pm, in 4 minutes 12 seconds" */
export function restartWords(resumes_at: string, now: number): string {
  const left = millis(resumes_at) - now;
  const soon = left > 0 ? `in ${duration(left)}` : "any moment now";
  return `${clockTimeSeenAt(millis(resumes_at), now)}, ${soon}`;
}

/** When the lot ended; null while it runs. A lot that was closed early did not end at its planned time. */
export function endedAt(lot: LotTimes): number | null {
  const at = lot.ended_at ?? (lot.state === "closed" ? lot.closes_at : null);
  return at ? millis(at) : null;
}

/** The members of a lot, or of a line of the list of events, that say when it ended. */
interface LotTimes {
  readonly state?: LotState | null;
  readonly closes_at?: string | null;
  readonly ended_at?: string | null;
}

export function cancelledWords(lot: LotMessage): StateWords {
  const reason = lot.notices.findLast(({ kind }) => kind === "lot_cancelled")?.reason;
  return {
    heading: `${lot.title} has been cancelled`,
    text: `It has no result. ${quoted(reason)}`.trim(),
  };
}

export function scheduledWords(
  lot: LotMessage,
  now: number,
  supplier: boolean,
  as_at: number | null = null,
): StateWords {
  const opens_at = clockTimeSeenAt(millis(lot.opens_at), now);
  if (as_at !== null)
    return {
      heading: `${lot.title} was not open yet at ${clockTimeToSecond(as_at)}`,
      text: `It was to open at ${opens_at}. ${MAY_HAVE_CHANGED}`,
    };
  const ready = supplier ? " You can type prices now and send them then." : "";
  return {
    heading: `${lot.title} is not open yet`,
    text: `It opens at ${opens_at}.${ready} This page opens it by itself.`,
  };
}

/** The whole ranking of the result; empty if the viewer may not see it. */
export function rankingOf(lot: LotMessage): readonly RankedOffer[] {
  return lot.result && "ranking" in lot.result ? lot.result.ranking : [];
}

/** Whether the reserve was met; null if there is no reserve, or the viewer may not know it. */
export function reserveSentence(lot: LotMessage): string | null {
  const met = lot.result && "ranking" in lot.result ? (lot.result.reserve_met ?? null) : null;
  if (met === null) return null;
  return `The ${leadName(lot).toLowerCase()} ${met ? "met" : "did not meet"} the reserve.`;
}

/** Never says "won", because the partnership decides the award later. */
export function closedWords(lot: LotMessage, now: number, supplier: boolean): StateWords {
  const ended = endedAt(lot);
  const at = ended === null ? "" : ` at ${clockTimeSeenAt(ended, now)}`;
  const { practice } = lot.event;
  const heading = `${lot.title} is closed`;
  const closed = `${lot.title} closed${at}.`;
  if (!supplier) {
    const first = rankingOf(lot).find(({ rank }) => rank === 1);
    if (lot.result && first === undefined) return { heading, text: `${closed} Nobody made an offer.` };
    const who = first
      ? ` ${bidderName(lot, first)} finished 1st${first.total ? ` with ${money(first.total, lot.event.currency)}` : ""}.`
      : "";
    return {
      heading,
      text: `${closed}${who} ${practice ? PRACTICE : "This is not yet a contract: the partnership decides the award."}`,
    };
  }
  const result = lot.result ?? null;
  if (result === null || "ranking" in result)
    return { heading, text: `${closed} The result is being worked out.` };
  const rank = result.rank ?? null;
  if (rank === null) {
    return { heading, text: `${closed} ${noPlace(lot)}` };
  }
  const of = result.of ? ` of ${result.of}` : "";
  const total = result.total ?? lot.you?.total ?? null;
  const finished = `You finished ${ordinal(rank)}${of}${total === null ? "" : ` with ${money(total, lot.event.currency)}`}.`;
  const next = practice
    ? PRACTICE
    : rank === 1
      ? "This is not yet a contract: the partnership decides the award and writes to you."
      : "The partnership will write to you about the award.";
  return { heading, text: `${closed} ${finished} ${next}` };
}

export function excludedWords(lot: LotMessage): StateWords {
  const over = lot.state === "closed" || lot.state === "cancelled";
  const counts = over ? "Your offers did not count in it." : "Your offers no longer count in it.";
  return {
    heading: over ? `You were excluded from ${lot.title}` : `You can no longer send offers in ${lot.title}`,
    text: `The buyer excluded you${excludedAt(lot)}. ${quoted(lot.you?.exclusion?.reason)}${counts} To question this, ${howToCall(lot.event)}.`,
  };
}

function excludedAt(lot: LotMessage): string {
  const at = lot.you?.exclusion?.at ?? null;
  return at === null ? "" : ` at ${clockTime(millis(at))}`;
}

/** Why a bidder has no place at the close. */
function noPlace(lot: LotMessage): string {
  if (lot.you?.excluded) return "Your offers did not count in it.";
  const annulled = lot.you?.annulled ?? null;
  if (annulled === null) return "You did not make an offer.";
  return `Your offer of ${money(annulled.total, lot.event.currency)} was annulled, so you have no place.`;
}

export function termsWords(): StateWords {
  return {
    heading: "Accept the terms of this event",
    text: "Accept them before you send an offer. You can type prices now.",
  };
}

const HOW_TO_CALL = "use the telephone number in your invitation";

/** How to reach the event's contact, G110; what the invitation says, where the event has none. */
function howToCall({ contact }: Pick<EventSummary, "contact">): string {
  if (!contact) return HOW_TO_CALL;
  const { name, telephone, email, hours } = contact;
  const ring = telephone ? `ring ${name} on ${telephone}` : `write to ${name}`;
  const write = email ? (telephone ? ` or write to ${email}` : ` at ${email}`) : "";
  return `${ring}${write}${hours ? ` (${hours})` : ""}`;
}

/** How to get help on a page without a lot: from the contact of the server, where it has one. */
export function helpWithoutLot(contact: EventSummary["contact"]): string {
  if (!contact) return `${sentenceCase(HOW_TO_CALL)}, and say the lot and its reference.`;
  return `${sentenceCase(howToCall({ contact }))}.${relay(contact)}`;
}

/** `server` is the contact of the server, for an event that has none. */
export function help(event: EventSummary, title: string, server: EventSummary["contact"]): string {
  const reference = event.reference ? ` and the reference ${event.reference}` : "";
  const contact = event.contact ?? server;
  return `${sentenceCase(howToCall({ contact }))}. Say the lot, ${title}${reference}.${relay(contact)}`;
}

function relay(contact: EventSummary["contact"]): string {
  if (contact && !contact.telephone) return "";
  return " You can also call through Relay UK: add 18001 before the number.";
}

function nextTry(next_try_ms: number | null): string {
  if (next_try_ms === null) return "We are trying now.";
  return `We keep trying; next try in ${duration(Math.max(1000, next_try_ms))}.`;
}

/** The panel of a lost connection: the last known rank, and the next try. */
export function lostWords(lot: LotMessage, asAt: number | null, next_try_ms: number | null): StateWords {
  const rank = lot.you?.rank ?? null;
  const was =
    asAt === null
      ? ""
      : rank === null
        ? `This page was last up to date at ${clockTimeToSecond(asAt)}. What it shows may have changed. `
        : `At ${clockTimeToSecond(asAt)} you were ${ordinal(rank)}. ${MAY_HAVE_CHANGED} `;
  const kept = lot.you ? " What you typed is kept." : "";
  return {
    heading: "You are not connected",
    text: `${was}${nextTry(next_try_ms)}${kept} If this lasts longer than a minute, ${howToCall(lot.event)} and say ${lot.title}.`,
  };
}

/** The same for all lots of an event together. */
export function lostTogether(event: EventSummary, next_try_ms: number | null): string {
  return `${nextTry(next_try_ms)} What you typed is kept. If this lasts longer than a minute, ${howToCall(event)} and say the lot.`;
}

export interface AwayFacts {
  readonly away_ms: number;
  readonly was_state: LotState;
  readonly state: LotState;
  readonly was_rank: number | null;
  readonly rank: number | null;
  readonly was_closes_at: string | null;
  readonly closes_at: string | null;
  readonly was_lead: string | null;
  readonly lead: string | null;
  readonly new_offers: number | null;
  readonly notices: number;
}

const STATE_CHANGES: Record<LotState, string> = {
  scheduled: "the lot is not open yet",
  open: "the lot is open",
  paused: "the lot was paused",
  closed: "the lot closed",
  cancelled: "the lot was cancelled",
};

/** "Your offer of £191,100.00 was annulled at 2:29pm."; null when none was. */
export function wasAnnulled(lot: LotMessage): string | null {
  const annulled = lot.you?.annulled ?? null;
  if (annulled === null) return null;
  const at = clockTime(Math.floor(millis(annulled.annulled_at) / 60_000) * 60_000);
  return `Your offer of ${money(annulled.total, lot.event.currency)} was annulled at ${at}.`;
}

/** The bidder's own offer was annulled: when, why, and the offer that counts now. Null when none was. */
export function annulledSentence(lot: LotMessage): string | null {
  const sentence = wasAnnulled(lot);
  if (sentence === null) return null;
  const { currency } = lot.event;
  const reason = lot.you?.annulled?.reason ?? null;
  const was = `${sentence}${reason ? ` Reason: "${reason.replace(/\.$/, "")}."` : ""}`;
  const total = lot.you?.total ?? null;
  if (total === null) return `${was} You have no offer in this lot now.`;
  const rank = lot.you?.rank ?? null;
  const place = rank === null ? "" : ` You are ${ordinal(rank)}.`;
  return `${was} Your offer of ${money(total, currency)} counts again.${place} The closing time has not changed.`;
}

/** "Connected. You were away for 38 seconds. Since then: …" */
export function awaySentence(away: AwayFacts, lot: LotMessage): string {
  const changes = awayChanges(away, lot);
  const since = changes.length === 0 ? "Nothing changed." : `Since then: ${changes.join(", ")}.`;
  return `Connected. You were away for ${duration(Math.max(1000, away.away_ms))}. ${since}`;
}

/** What changed in a lot during an absence. */
export function awayChanges(away: AwayFacts, lot: LotMessage): string[] {
  const changes: string[] = [];
  if (away.new_offers) changes.push(`new offers by ${count(away.new_offers, "bidder")}`);
  if (away.was_state !== away.state) changes.push(STATE_CHANGES[away.state]);
  if (away.was_rank !== away.rank && away.rank !== null) {
    changes.push(
      away.was_rank === null
        ? `you are ${ordinal(away.rank)}`
        : `you went from ${ordinal(away.was_rank)} to ${ordinal(away.rank)}`,
    );
  }
  if (away.was_lead !== away.lead && away.lead !== null)
    changes.push(`the ${leadName(lot).toLowerCase()} is now ${money(away.lead, lot.event.currency)}`);
  if (away.was_closes_at !== away.closes_at && away.closes_at !== null) {
    changes.push(`closing time moved to ${clockTime(millis(away.closes_at))}`);
  }
  if (away.notices > 0) changes.push(`${count(away.notices, "new notice")} in the list`);
  return changes;
}
