/** Decides which tone a change makes, from the state of a lot before and after it. Pure. */
import { timeLeft } from "../../words/standing";
import { needsMore } from "./needs";
import type { Tone } from "./player";
import { isFresh, isOver, now, type State } from "../state/state";

const MINUTE_MS = 60_000;

/** What may be old, and a lot that is over, make no tone. */
export function toneOf(before: State, after: State): Tone | null {
  const { lot, person } = after;
  if (before.lot === null || lot === null || isOver(lot.state) || !isFresh(after)) return null;
  if (person.role === "buyer") return needsMore(before.lot, lot, person.person) ? "needs_you" : null;
  if (person.role !== "supplier" || lot.state !== "open") return null;
  if (before.lot.you?.rank === 1 && lot.you?.rank !== 1) return "lead_lost";
  return passesLastMinute(before, after) ? "minute_left" : null;
}

function passesLastMinute(before: State, after: State): boolean {
  if (before.lot?.state !== "open" || after.lot === null) return false;
  const was = timeLeft(before.lot, now(before));
  const left = timeLeft(after.lot, now(after));
  return was !== null && left !== null && was > MINUTE_MS && left <= MINUTE_MS && left > 0;
}
