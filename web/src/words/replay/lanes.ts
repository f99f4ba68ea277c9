/** The lanes of a replay in words: one sentence for all of them, and the name of each. Pure. */
import { count } from "../numbers";
import { clockTimeToSecond, date } from "../time";

export interface LaneCounts {
  readonly accepted: number;
  readonly refused: number;
  readonly extensions: number;
  readonly pauses: number;
  readonly acts: number;
}

/** "213 accepted offers by 3 bidders, 12 refused, …, from 2:00:00pm to 2:49:00pm on 21 November 2026." */
export function lanesSentence(counts: LaneCounts, bidders: number, from: number, to: number): string {
  const parts = [
    `${count(counts.accepted, "accepted offer")} by ${count(bidders, "bidder")}`,
    count(counts.refused, "refused offer"),
    `${count(counts.extensions, "extension")}`,
    count(counts.pauses, "pause"),
    `${count(counts.acts, "act of a buyer", "acts of buyers")}`,
  ];
  const until = date(from) === date(to) ? "" : ` on ${date(from)}`;
  return `${parts.join(", ")}, from ${clockTimeToSecond(from)}${until} to ${clockTimeToSecond(to)} on ${date(to)}.`;
}

export const LANES = {
  refusals: "Refused offers",
  extensions: "Extensions",
  state: "Open and paused",
  acts: "Acts of buyers",
} as const;
