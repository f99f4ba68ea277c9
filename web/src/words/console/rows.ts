/** The words of one lot in the list of a console: time, leader, saving, and who takes part. Pure. */
import type { LotSummary } from "../../protocol/names";
import { breaksEven, loses, percentWords, savingWords } from "../market";
import { amount, count, money, points, sentenceCase, wholeMoney, withoutSign } from "../numbers";
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
          caption: is_current ? "Last bids are judged" : "It may have closed",
          last,
        };
      const at = lot.closes_at ? clockTimeSeenAt(millis(lot.closes_at), now) : null;
      const says = is_current ? "Closes at" : "Close was";
      return { digits: shown, caption: at === null ? "" : `${says} ${at}`, last };
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

/** "Restarts in 4:12" */
function restartInShort(resumes_at: string, now: number): string {
  const at = millis(resumes_at);
  const soon = at > now ? `in ${digits(at - now)}` : "any moment now";
  return `Restarts ${soon}`;
}

/**
 * Who leads, and with what; null while nobody does. What the total is compared as stands in the ranking beside the list:
 * a row has room for one figure.
 */
export function leadWords({ lead }: LotSummary, currency: string): { name: string; figures: string } | null {
  if (!lead) return null;
  const score = lead.score ? `${points(lead.score)}, ` : "";
  return { name: lead.name ?? lead.alias, figures: `${score}${money(lead.total, currency)}` };
}

/** "Saves £5,570.00 (3.1% less)"; null without a lead. */
export function savingInShort({ saving }: Pick<LotSummary, "saving">, currency: string): string | null {
  if (!saving) return null;
  const share = saving.percent ? ` (${percentWords(saving)})` : "";
  return `${savingWords(saving, currency)}${share}`;
}

/** "Saves £5,570 (3.1%)", in whole pounds and with one word for the direction, so that it fits into a row. */
export function savingInRow({ saving }: Pick<LotSummary, "saving">, currency: string): string | null {
  if (!saving) return null;
  const share = saving.percent ? ` (${percentWords(saving).replace(/ (less|more)$/, "")})` : "";
  const size = withoutSign(saving.saving);
  const whole = wholeMoney(size, currency);
  if (breaksEven(saving) || /^\D*0$/.test(whole)) return `${savingWords(saving, currency)}${share}`;
  return `${loses(saving) ? `Pays ${whole} more` : `Saves ${whole}`}${share}`;
}

export interface BiddersWords {
  /** "2 / 3 / 4": with an offer, connected, invited. */
  readonly counts: string;
  /** Who is excluded, or has not accepted the terms; empty where nobody. */
  readonly but: string;
}

export function biddersInShort({ bidders, state }: Pick<LotSummary, "bidders" | "state">): BiddersWords {
  if (!bidders) return { counts: "Not known", but: "" };
  const { with_offer, connected, invited, excluded, terms_missing } = bidders;
  const is_over = state === "closed" || state === "cancelled";
  const but = [
    excluded > 0 ? `${excluded} excluded` : "",
    terms_missing && !is_over ? `${terms_missing} without terms` : "",
  ];
  return {
    counts: `${with_offer} / ${is_over ? "over" : (connected ?? "hidden")} / ${invited}`,
    but: but.filter(Boolean).join(", "),
  };
}

export interface OffersWords {
  readonly last_minute: string;
  /** "of 31" */
  readonly all: string;
  /** "3 refused"; empty where none was. */
  readonly refused: string;
}

export function offersInShort({ offers, state }: LotSummary): OffersWords {
  if (!offers) return { last_minute: "Not known", all: "", refused: "" };
  const { accepted, last_minute, refused } = offers;
  return {
    last_minute: amount(String(state === "open" ? last_minute : accepted)),
    all: state === "open" ? `of ${amount(String(accepted))}` : "in all",
    refused: refused ? `${amount(String(refused))} refused` : "",
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

/** "4 bids in the last minute, 12 in all and 1 refused. 2 of 3 bidders have an offer, 3 are connected." */
export function takingPart({ offers, bidders, state }: LotSummary): string | null {
  if (!offers || !bidders) return null;
  const minute =
    state === "open"
      ? `${count(offers.last_minute, "bid")} in the last minute, ${amount(String(offers.accepted))} in all`
      : "";
  const all = minute === "" ? count(offers.accepted, "bid") : minute;
  const refused = offers.refused ? ` and ${amount(String(offers.refused))} refused` : "";
  const { with_offer, invited, connected } = bidders;
  const have = with_offer === 1 ? "has" : "have";
  const is_over = state === "closed" || state === "cancelled";
  const here =
    is_over || connected == null
      ? ""
      : `, ${amount(String(connected))} ${connected === 1 ? "is" : "are"} connected`;
  const { but } = biddersInShort({ bidders, state });
  const rest = but === "" ? "" : ` ${sentenceCase(but)}.`;
  return `${all}${refused}. ${with_offer} of ${count(invited, "bidder")} ${have} an offer${here}.${rest}`;
}

/** "Paused, restarts in 4:12", "Paused by a buyer", "Paused after an outage" */
export function pausedInShort({ pause, resumes_at }: LotSummary, now: number): string {
  const by = pause?.cause === "outage" ? "after an outage" : "by a buyer";
  if (!resumes_at) return `Paused ${by}`;
  const left = millis(resumes_at) - now;
  return `Paused ${by}, restarts ${left > 0 ? `in ${digits(left)}` : "any moment now"}`;
}

/**
 * Why lots are paused that one cause has paused together, with how much time of the only one is left, and when they
 * restart. An outage is told in seconds.
 */
export function pausedSentence(lots: readonly LotSummary[], now: number): string {
  const [first] = lots;
  if (first === undefined) return "";
  const { pause, resumes_at } = first;
  const single = lots.length === 1;
  const left =
    single && pause ? ` ${sentenceCase(duration(pause.remaining_us / 1_000))} of its time are left.` : "";
  const at = resumes_at ? clockTimeSeenAt(millis(resumes_at), now) : null;
  const by_itself = single ? "It restarts by itself" : "They restart by themselves";
  const stay = single
    ? "It stays paused until a buyer restarts it"
    : "They stay paused until a buyer restarts them";
  const restart = at === null ? `${stay}.` : `${by_itself} at ${at}.`;
  return `${named(lots)}${pauseCause(pause)}${left} ${restart}`;
}

const NAMED_MAX = 3;

/** "Lot 1, Lot 2, Lot 3 and 5 others: "; nothing of one lot, whose name stands before the sentence. */
function named(lots: readonly LotSummary[]): string {
  if (lots.length === 1) return "";
  const titles = lots.slice(0, NAMED_MAX).map(({ title }) => title);
  const others = lots.length - titles.length;
  const last = others === 0 ? titles.pop() : count(others, "other");
  return `${titles.join(", ")} and ${last}. `;
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
