/** Sentences about several lots that are only spoken: what happened to many of them is one sentence. Pure. */
import type { LotMessage } from "../protocol/names";
import type { Notice } from "../protocol/ws";
import { namedLots } from "./many-lots";
import { noticeSentence } from "./notices";
import { count } from "./numbers";
import { closesNow, rankChange } from "./spoken";
import { clockTime, duration, millis } from "./time";

export interface RankMoved {
  readonly title: string;
  readonly rank: number | null;
  readonly was: number | null;
}

/** How many lots are spoken one by one. */
const SPOKEN_MAX = 4;

/** "Lot 1: You are 3rd, you were 1st. Lot 4: You are 1st, you were 2nd." */
export function ranksMoved(moved: readonly RankMoved[]): string {
  const spoken = moved
    .slice(0, SPOKEN_MAX)
    .map(({ title, rank, was }) => `${title}: ${rankChange(rank, was)}`);
  const more = moved.length - SPOKEN_MAX;
  const lost = moved.slice(SPOKEN_MAX).filter(({ rank, was }) => was === 1 && rank !== 1).length;
  const rest =
    more <= 0
      ? ""
      : `Your place has changed in ${count(more, "more lot")}${lost === 0 ? "" : `; in ${lost} of them you led`}.`;
  return [...spoken, rest].filter(Boolean).join(" ");
}

/** "Lot 1 and Lot 2 now close at 2:49pm." One lot is named with the place in it. */
export function closesMoved(lots: readonly LotMessage[]): string | null {
  const open = lots.filter(({ state, closes_at }) => state === "open" && closes_at);
  const [only] = open;
  if (only === undefined) return null;
  if (open.length === 1) return closesNow(only);
  const times = new Map<string, string[]>();
  for (const { title, closes_at } of open) {
    const at = clockTime(millis(closes_at ?? ""));
    times.set(at, [...(times.get(at) ?? []), title]);
  }
  return [...times]
    .map(([at, titles]) => `${namedLots(titles)} now ${titles.length === 1 ? "closes" : "close"} at ${at}.`)
    .join(" ");
}

/** "1 minute left in Lot 1 and Lot 2." */
export function timeMarks(titles: readonly string[], name: string): string {
  return `${name} left in ${namedLots(titles)}.`;
}

/** What became of several lots in the same moment. */
export function statesMoved(titles: readonly string[], state: "paused" | "closed" | "cancelled"): string {
  const names = namedLots(titles);
  if (state === "paused") return `${names} are paused. You cannot send offers in them until they restart.`;
  return state === "closed" ? `${names} have closed.` : `${names} have been cancelled and have no result.`;
}

export function openedTogether(titles: readonly string[], restarted: boolean): string {
  return `${namedLots(titles)} ${restarted ? "have restarted" : "are open"}.`;
}

/** The same notice of one lot or of several. */
export function noticeIn(lots: readonly LotMessage[], notice: Notice): string {
  const [only] = lots;
  if (only === undefined) return "";
  return `${namedLots(lots.map(({ title }) => title))}: ${noticeSentence(only, notice)}`;
}

/** After an absence: how long, what changed in up to four lots, and where the bidder stands in all. */
export function awayFromMany(away_ms: number, changes: readonly string[], lead: string): string {
  const spoken = changes.slice(0, SPOKEN_MAX);
  const more = changes.length - spoken.length;
  const since = changes.length === 0 ? "Nothing changed." : `Since then: ${spoken.join(" ")}`;
  const rest = more === 0 ? "" : `Something changed in ${count(more, "more lot")}.`;
  return [`Connected. You were away for ${duration(Math.max(1000, away_ms))}.`, since, rest, lead]
    .filter(Boolean)
    .join(" ");
}
