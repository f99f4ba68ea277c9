/** The words of the list of events: the state of each lot, and one sentence that says where the person stands. Pure. */
import type { LotMessage, LotState, LotSummary } from "../protocol/names";
import { endedAt, restartWords } from "./lot";
import { count, money, points } from "./numbers";
import { leadSentence, place, stateName, waitingCount } from "./standing";
import { clockTimeAhead, clockTimeSeenAt, duration, millis } from "./time";

interface ListedLot {
  readonly title: string;
  /** Null in a draft, and where the lot cannot be read. */
  readonly state?: LotState | null;
  /** Null in a draft that does not say it yet. */
  readonly opens_at?: string | null;
  readonly closes_at?: string | null;
  readonly ended_at?: string | null;
  /** The planned restart of a paused lot, where the list follows the lot. */
  readonly resumes_at?: string | null;
}

interface ListedEvent {
  readonly title: string;
  readonly reference?: string | null;
  readonly status: string;
  readonly lots: readonly ListedLot[];
}

export type Group = "open" | "coming" | "draft" | "ended";

export const GROUP_NAMES: Readonly<Record<Group, string>> = {
  open: "Open now",
  coming: "Coming",
  draft: "Drafts",
  ended: "Ended",
};

export function groupOf(event: ListedEvent): Group {
  if (event.status === "draft") return "draft";
  if (event.status === "deleted") return "ended";
  const states = event.lots.map(({ state }) => state);
  if (states.some((state) => state === "open" || state === "paused")) return "open";
  return states.some((state) => state === "scheduled" || !state) ? "coming" : "ended";
}

/** The state of a lot as one word or two. */
export function stateWord(lot: ListedLot, event: ListedEvent): string {
  if (event.status === "draft") return "Draft";
  if (event.status === "deleted") return "Deleted";
  return lot.state ? stateName(lot.state) : "Cannot be read";
}

/** The next or the last moment of a lot, and what a reader has to know about it. */
export function lotTimes(lot: ListedLot, event: ListedEvent, now: number): string {
  if (event.status === "draft")
    return isInstant(lot.opens_at) ? `Planned for ${seenAt(lot.opens_at, now)}` : "";
  if (event.status === "deleted") return "";
  const ended = endedAt(lot);
  switch (lot.state) {
    case null:
    case undefined:
      return "This lot cannot be read at the moment. Nothing that was accepted is lost.";
    case "scheduled":
      return isInstant(lot.opens_at) ? `Opens at ${seenAt(lot.opens_at, now)}` : "";
    case "open":
      return lot.closes_at
        ? `Closes at ${seenAt(lot.closes_at, now)}, in ${duration(millis(lot.closes_at) - now)}`
        : "";
    case "paused":
      return lot.resumes_at
        ? `Planned restart: ${restartWords(lot.resumes_at, now)}`
        : "The clock stands still";
    case "closed":
      return ended === null ? "" : `Closed at ${clockTimeSeenAt(ended, now)}`;
    case "cancelled":
      return ended === null
        ? "Without a result"
        : `Cancelled at ${clockTimeSeenAt(ended, now)}, without a result`;
  }
}

function isInstant(text: string | null | undefined): text is string {
  return typeof text === "string" && !Number.isNaN(millis(text));
}

function seenAt(instant: string, now: number): string {
  return clockTimeAhead(millis(instant), now);
}

/** Where the person stands in a lot that is open or paused. */
export interface Standing {
  readonly sentence: string;
  /** For a bidder; null without an offer. */
  readonly rank?: number | null;
  /** How many requests and proposals need a decision. */
  readonly waiting: number;
}

/** Where the person stands in one lot; null where it does not run. */
export function standingOf(lot: LotMessage): Standing | null {
  if (lot.state !== "open" && lot.state !== "paused") return null;
  const waiting = waitingCount(lot);
  if (lot.you) {
    const { excluded, rank } = lot.you;
    const stands = place(lot) === null ? "You have no offer." : `You are ${place(lot) ?? ""}.`;
    return { sentence: excluded ? "You are excluded." : stands, rank: rank ?? null, waiting };
  }
  return { sentence: `${leadSentence(lot)}${needs(waiting)}`, waiting };
}

/** The same by the lot's summary, for a viewer who does not bid. */
export function standingInShort(lot: LotSummary, currency: string): Standing | null {
  if (lot.state !== "open" && lot.state !== "paused") return null;
  const waiting = (lot.waiting?.requests ?? 0) + (lot.waiting?.proposals ?? 0);
  const invited = lot.bidders?.invited ?? null;
  const of = invited === null ? "" : `Of ${invited} bidders, `;
  return { sentence: `${of}${leadInShort(lot, of === "", currency)}${needs(waiting)}`, waiting };
}

function leadInShort({ lead }: LotSummary, is_first: boolean, currency: string): string {
  if (!lead) return `${is_first ? "Nobody" : "none"} has made an offer yet.`;
  const total = money(lead.evaluated, currency);
  const figures = lead.score ? `${points(lead.score)} and ${total}` : total;
  return `${lead.name ?? lead.alias} leads with ${figures}.`;
}

function needs(waiting: number): string {
  return waiting === 0 ? "" : ` ${count(waiting, "thing")} ${waiting === 1 ? "needs" : "need"} a decision.`;
}

/** "1 lot is open. You are 2nd of 3.", "No lot is open. Lot 2 opens at 2pm on Tuesday 1 December 2026." */
export function homeSentence(
  events: readonly ListedEvent[],
  running: readonly Standing[],
  now: number,
): string {
  const published = events.filter(({ status }) => status === "published").flatMap(({ lots }) => lots);
  const open = published.filter(({ state }) => state === "open").length;
  const paused = published.filter(({ state }) => state === "paused").length;
  if (open + paused > 0)
    return [openSentence(open, paused), standSentence(running)].filter(Boolean).join(" ");
  const [next] = published
    .flatMap(({ state, title, opens_at }) =>
      state === "scheduled" && isInstant(opens_at) ? [{ title, opens_at }] : [],
    )
    .sort((a, b) => millis(a.opens_at) - millis(b.opens_at));
  if (next !== undefined) return `No lot is open. ${next.title} opens at ${seenAt(next.opens_at, now)}.`;
  return "No lot is open, and none is about to open.";
}

function openSentence(open: number, paused: number): string {
  const are = (n: number): string => (n === 1 ? "is" : "are");
  const parts = [
    open > 0 ? `${count(open, "lot")} ${are(open)} open` : "",
    paused > 0 ? `${open > 0 ? paused : count(paused, "lot")} ${are(paused)} paused` : "",
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function standSentence(running: readonly Standing[]): string {
  const bidding = running.filter(({ rank }) => rank !== undefined);
  const [only] = running;
  if (running.length === 1 && only !== undefined) return only.sentence;
  if (bidding.length > 0) {
    const leads = bidding.filter(({ rank }) => rank === 1).length;
    return `You lead ${leads === 0 ? "none" : leads} of ${bidding.length} lots.`;
  }
  return needs(running.reduce((sum, { waiting }) => sum + waiting, 0)).trim();
}

/** The events whose title, reference or lots have the words that were typed. */
export function found<Listed extends ListedEvent>(events: readonly Listed[], typed: string): Listed[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return events.filter(({ title, reference, lots }) => {
    const text = [title, reference ?? "", ...lots.map((lot) => lot.title)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
