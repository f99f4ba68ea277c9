/** Sentences that are only spoken. They are shorter than the ones on the screen. Pure. */
import type { LotMessage } from "../protocol/names";
import { ordinal } from "./numbers";
import { SIGN_IN_AGAIN } from "./sign-in";
import { placeSentence, timeLeft } from "./standing";
import { clockTime, duration, millis } from "./time";

function ownPlace(lot: LotMessage): string {
  return lot.you?.rank ? ` You are ${ordinal(lot.you.rank)}.` : "";
}

/** "Lot 1 now closes at 2:49pm. You are 2nd." */
export function closesNow(lot: LotMessage): string | null {
  if (lot.state !== "open" || !lot.closes_at) return null;
  return `${lot.title} now closes at ${clockTime(millis(lot.closes_at))}.${ownPlace(lot)}`;
}

/** "1 minute left in Lot 1. You are 2nd." */
export function timeMark(lot: LotMessage, name: string, fresh: boolean): string | null {
  if (lot.state !== "open") return null;
  const left = `${name} left in ${lot.title}`;
  return fresh ? `${left}.${ownPlace(lot)}` : `${left}, unless its closing time has moved.`;
}

/** The change since the last rank that was spoken. Never says "outbid", which would reveal more than the rank. */
export function rankChange(rank: number | null, was: number | null): string {
  if (rank === null) return "You have no place now.";
  return was === null ? `You are ${ordinal(rank)}.` : `You are ${ordinal(rank)}, you were ${ordinal(was)}.`;
}

export function openedSentence(lot: LotMessage, now: number, restarted: boolean): string {
  const left = timeLeft(lot, now);
  const closes = lot.closes_at ? `; it closes at ${clockTime(millis(lot.closes_at))}` : "";
  const time = left === null ? "" : ` ${duration(left)} left${closes}.`;
  const place = restarted && lot.you ? ` ${placeSentence(lot)}` : "";
  return `${lot.title} ${restarted ? "has restarted" : "is open"}.${time}${place}`;
}

export const CONNECTED_AGAIN = "Connected again.";

export function lostSpoken(signed_out: boolean, has_place: boolean): string {
  if (signed_out) return `${SIGN_IN_AGAIN.heading}. ${SIGN_IN_AGAIN.text}`;
  return `You are not connected. We keep trying.${has_place ? " Your place may change." : ""}`;
}
