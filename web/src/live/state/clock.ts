/**
 * Estimates the server's clock, as an offset in milliseconds to the local clock. Pure.
 *
 * A message gives one bound: the server's clock had reached `now` before the message came. A round trip gives two. The
 * estimate is the offset of the shortest recent round trip that agrees with the newest one. So the next answer corrects
 * it after a jump of the local clock, or after the machine was suspended.
 */

export interface Measurement {
  readonly round_trip: number;
  readonly offset: number;
}

export interface Clock {
  /** Null before the first message of the server. */
  readonly offset: number | null;
  readonly measurements: readonly Measurement[];
}

const KEPT_MAX = 12;

export const UNKNOWN_CLOCK: Clock = { offset: null, measurements: [] };

/** Milliseconds since 1970 by the server's clock; the local clock before the first message. */
export function serverTime(clock: Clock, local: number): number {
  return local + (clock.offset ?? 0);
}

/** The estimate after a message with `now` that came at `local`. */
export function afterMessage(clock: Clock, now: number, local: number): Clock {
  const least = now - local;
  if (clock.offset === null) return { ...clock, offset: least };
  return clock.offset < least ? { offset: least, measurements: [] } : clock;
}

/** The estimate after a question sent at `asked`, whose answer, with `now`, came at `answered`. */
export function afterRoundTrip(clock: Clock, asked: number, answered: number, now: number): Clock {
  const newest: Measurement = { round_trip: answered - asked, offset: now - (asked + answered) / 2 };
  if (newest.round_trip < 0) return { offset: now - answered, measurements: [] };
  const least = now - answered;
  const most = now - asked;
  const possible = clock.measurements.filter(({ offset }) => least <= offset && offset <= most);
  const measurements = [...possible, newest].slice(-KEPT_MAX);
  const best = measurements.reduce((a, b) => (b.round_trip <= a.round_trip ? b : a));
  return { offset: best.offset, measurements };
}
