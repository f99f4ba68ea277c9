/**
 * The server's clock as this page knows it: an offset to the local clock, in milliseconds.
 *
 * Each message proves a bound (the server's clock had reached `now` before the message came), each round trip
 * proves two. The estimate is that of the shortest recent round trip, kept within what the newest one proves,
 * so that a local clock that jumped, or a tab that slept, is right again with the next answer.
 */

export interface Measurement {
  readonly round_trip: number;
  readonly offset: number;
}

export interface Clock {
  /** Null until the server has been heard. */
  readonly offset: number | null;
  readonly measurements: readonly Measurement[];
}

const KEPT_MAX = 12;

export const UNKNOWN_CLOCK: Clock = { offset: null, measurements: [] };

/** Milliseconds since 1970 by the server's clock; the local clock until the server has been heard. */
export function serverTime(clock: Clock, local: number): number {
  return local + (clock.offset ?? 0);
}

/** A message that says `now` came at `local`. */
export function heard(clock: Clock, now: number, local: number): Clock {
  const least = now - local;
  if (clock.offset === null) return { ...clock, offset: least };
  return clock.offset < least ? { offset: least, measurements: [] } : clock;
}

/** A question sent at `asked` was answered with `now`, and the answer came at `answered`. */
export function measured(clock: Clock, asked: number, answered: number, now: number): Clock {
  const newest: Measurement = { round_trip: answered - asked, offset: now - (asked + answered) / 2 };
  if (newest.round_trip < 0) return { offset: now - answered, measurements: [] };
  const least = now - answered;
  const most = now - asked;
  const possible = clock.measurements.filter(({ offset }) => least <= offset && offset <= most);
  const measurements = [...possible, newest].slice(-KEPT_MAX);
  const best = measurements.reduce((a, b) => (b.round_trip <= a.round_trip ? b : a));
  return { offset: best.offset, measurements };
}
