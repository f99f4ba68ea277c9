/**
 * Where a replay stands, and how time moves it on. Pure: the time that has passed is an argument. The moment that is
 * shown goes on between two records as well, because what a party saw has clocks.
 */
import { SPEEDS, type Speed } from "../../words/replay/player";

export interface Playing {
  /** The record after which everything is shown. */
  readonly seq: number;
  /**
   * The moment that is shown, in milliseconds since 1970, where it is later than the record; null for the record's own.
   */
  readonly at: number | null;
  readonly playing: boolean;
  readonly speed: Speed;
  /** Whether time in which nothing is recorded is passed over. */
  readonly skips: boolean;
  /** Whether it would go on, and cannot, because what comes next is not loaded. */
  readonly waits: boolean;
}

/** What is known of the records. */
export interface Timeline {
  readonly head: number;
  /** When the record was decided; null while it is not loaded. */
  atOf(seq: number): number | null;
}

/** Silence that lasts longer than this, as it is played, is passed over. */
const SILENCE_MS = 2_000;
/** Of a silence this much is left before the next record. */
const LEFT_MS = 500;
/** A tab that was hidden, or a machine that was busy, does not make a leap. */
const STEP_MAX_MS = 250;
/** One step folds no more records than this, so that no step is long. */
const RECORDS_MAX = 200;

export function standing(seq: number): Playing {
  return { seq, at: null, playing: false, speed: SPEEDS[0], skips: false, waits: false };
}

/** The same after `elapsed_ms` of the person's time. Goes no further than the record `ready_to`. */
export function advanced(before: Playing, elapsed_ms: number, line: Timeline, ready_to: number): Playing {
  if (!before.playing) return before;
  const ends_at = Math.min(ready_to, before.seq + RECORDS_MAX);
  let { seq } = before;
  let at = before.at ?? line.atOf(seq);
  if (at === null) return { ...before, waits: true };
  const until = at + Math.max(0, Math.min(elapsed_ms, STEP_MAX_MS)) * before.speed;
  while (seq < line.head) {
    const next = line.atOf(seq + 1);
    // It stands just before a record that it may not show yet.
    if (next === null || (next <= until && seq + 1 > ends_at)) {
      const waits = next === null || ends_at === ready_to;
      return { ...before, seq, at: next === null ? at : Math.max(at, next - 1), waits };
    }
    if (next > until) {
      const silent = before.skips && next - until > SILENCE_MS * before.speed;
      return { ...before, seq, at: silent ? next - LEFT_MS * before.speed : until, waits: false };
    }
    seq += 1;
    at = Math.max(at, next);
  }
  return { ...before, seq, at: null, playing: false, waits: false };
}

/** At a record, as it was decided. A person who goes there while it plays goes on from there. */
export function movedTo(before: Playing, seq: number): Playing {
  return { ...before, seq, at: null, waits: false };
}

/** Play, or pause. At the end it begins again at the first record. */
export function toggled(before: Playing, head: number): Playing {
  if (before.playing) return { ...before, playing: false, waits: false };
  if (before.seq < head) return { ...before, playing: true };
  return head > 1 ? { ...movedTo(before, 1), playing: true } : before;
}
