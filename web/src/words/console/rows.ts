/** The words of one lot in the list of a console: time, leader, saving, and who takes part. Pure. */
import type { LotSummary } from "../../protocol/names";
import { percentWords, savingWords } from "../market";
import { count, money, points, sentenceCase } from "../numbers";
import { clockTime, clockTimeSeenAt, digits, duration, millis } from "../time";

const LAST_MINUTE_MS = 60_000;

export interface TimeWords {
  /** The time left as digits; null where none is left to show. */
  readonly digits: string | null;
  readonly caption: string;
  /** Less than a minute is left. */
  readonly last: boolean;
}

/** The time left by the server's clock; null where the lot has none that runs or stands still. */
export function leftOf(lot: LotSummary, now: number): number | null {
  if (lot.state === "paused") return lot.pause ? lot.pause.remaining_us / 1_000 : null;
  if (lot.state === "scheduled") return lot.opens_at ? Math.max(0, millis(lot.opens_at) - now) : null;
  if (lot.state !== "open" || !lot.closes_at) return null;
  return Math.max(0, millis(lot.closes_at) - now);
}

/** While it may be old, `is_current` is false: nobody knows whether the close has moved. */
export function timeWords(lot: LotSummary, now: number, is_current: boolean): TimeWords {
  const left = leftOf(lot, now);
  const shown = left === null ? null : digits(left);
  const last = lot.state === "open" && left !== null && left < LAST_MINUTE_MS;
  switch (lot.state) {
    case "open": {
      if (left === 0)
        return {
          digits: null,
          caption: is_current ? "Time is up, the last bids are judged" : "It may have closed",
          last,
        };
      const at = lot.closes_at ? `Closes at ${clockTimeSeenAt(millis(lot.closes_at), now)}` : "";
      return { digits: shown, caption: is_current ? at : `${at}, unless it has moved since`, last };
    }
    case "paused":
      return {
        digits: shown,
        caption: lot.resumes_at ? restartInShort(lot.resumes_at, now) : "The clock stands still",
        last,
      };
    case "scheduled":
      return {
        digits: shown,
        caption: lot.opens_at ? `Opens at ${clockTimeSeenAt(millis(lot.opens_at), now)}` : "",
        last,
      };
    case "closed":
    case "cancelled": {
      const ended = lot.ended_at ?? lot.closes_at;
      const verb = lot.state === "closed" ? "Closed" : "Cancelled";
      return {
        digits: null,
        caption: ended ? `${verb} at ${clockTimeSeenAt(millis(ended), now)}` : verb,
        last,
      };
    }
    default:
      return { digits: null, caption: "Not known", last };
  }
}

/** "Restarts in 4:12, at 2:55pm" */
function restartInShort(resumes_at: string, now: number): string {
  const at = millis(resumes_at);
  const soon = at > now ? `in ${digits(at - now)}` : "any moment now";
  return `Restarts ${soon}, at ${clockTimeSeenAt(at, now)}`;
}

/** Who leads, and with what; null while nobody does. */
export function leadWords({ lead }: LotSummary, currency: string): { name: string; figures: string } | null {
  if (!lead) return null;
  const total = money(lead.total, currency);
  const compared = lead.evaluated === lead.total ? "" : `, compared as ${money(lead.evaluated, currency)}`;
  const score = lead.score ? `${points(lead.score)}, ` : "";
  return { name: lead.name ?? lead.alias, figures: `${score}${total}${compared}` };
}

/** "Saves £5,570 (3.1% less)"; null without a lead. */
export function savingInShort({ saving }: Pick<LotSummary, "saving">, currency: string): string | null {
  if (!saving) return null;
  const share = saving.percent ? ` (${percentWords(saving)})` : "";
  return `${savingWords(saving, currency)}${share}`;
}

export interface BiddersWords {
  /** "2 / 3 / 4": with an offer, connected, invited. */
  readonly counts: string;
  /** Who is excluded, or has not accepted the terms; empty where nobody. */
  readonly but: string;
}

export function biddersInShort({ bidders, state }: LotSummary): BiddersWords {
  if (!bidders) return { counts: "Not known", but: "" };
  const { with_offer, connected, invited, excluded, terms_missing } = bidders;
  const is_over = state === "closed" || state === "cancelled";
  const but = [
    excluded > 0 ? `${excluded} excluded` : "",
    terms_missing && !is_over ? `${terms_missing} without the terms` : "",
  ];
  return {
    counts: `${with_offer} / ${is_over ? "over" : (connected ?? "hidden")} / ${invited}`,
    but: but.filter(Boolean).join(", "),
  };
}

export interface OffersWords {
  readonly last_minute: string;
  /** "of 31, 3 refused" */
  readonly all: string;
}

export function offersInShort({ offers, state }: LotSummary): OffersWords {
  if (!offers) return { last_minute: "Not known", all: "" };
  const { accepted, last_minute, refused } = offers;
  return {
    last_minute: state === "open" ? String(last_minute) : "None",
    all: `of ${accepted}${refused ? `, ${refused} refused` : ""}`,
  };
}

/** "1 request, 2 proposals"; null where nothing waits. */
export function waitingInShort({ waiting }: LotSummary): string | null {
  if (!waiting) return null;
  const { requests, proposals } = waiting;
  const parts = [
    requests > 0 ? count(requests, "request") : "",
    proposals > 0 ? count(proposals, "proposal") : "",
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(", ");
}

/** Why a lot is paused, with how much of its time is left, and when it restarts. An outage is told in seconds. */
export function pausedSentence({ pause, resumes_at }: LotSummary, now: number): string {
  const left = pause ? ` ${sentenceCase(duration(pause.remaining_us / 1_000))} of its time are left.` : "";
  const restart = resumes_at
    ? ` It restarts by itself at ${clockTimeSeenAt(millis(resumes_at), now)}.`
    : " It stays paused until a buyer restarts it.";
  return `${pauseCause(pause)}${left}${restart}`;
}

function pauseCause(pause: LotSummary["pause"]): string {
  if (pause?.cause === "outage") {
    const length = pause.outage_us ? ` of ${duration(Math.max(1_000, pause.outage_us / 1_000))}` : "";
    return `Paused after an outage${length}.`;
  }
  const since = pause ? ` since ${clockTime(Math.floor(millis(pause.since) / 60_000) * 60_000)}` : "";
  const reason = pause?.reason ? ` Reason: "${pause.reason.replace(/\.$/, "")}."` : "";
  return `Paused by a buyer${since}.${reason}`;
}

/** Said of a lot whose journal cannot be read. */
export function unreadableSentence(title: string): string {
  return `${title} cannot be read at the moment. Nothing that was accepted is lost.`;
}
