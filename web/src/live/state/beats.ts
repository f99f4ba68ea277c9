/** How long a connection may stay without a frame while something that it follows runs. Pure. */

const NEXT_MS = 2_000;
const NEXT_OF_MANY_MS = 10_000;
/** So long before it is stale, a connection asks the server for a frame: a beat may be late, or come less often now. */
const ASKED_BEFORE_MS = 500;

/** The time between two beats before the server has said it: observers get fewer while very many of them follow. */
export function nextBeatOf(role: string): number {
  return role === "observer" ? NEXT_OF_MANY_MS : NEXT_MS;
}

/** Without a frame for this long, what is shown may be old. */
export function staleAfter(next_ms: number): number {
  return 2 * next_ms;
}

/** When to ask for a frame, after the last one. */
export function askedAfter(stale_ms: number): number {
  return stale_ms - ASKED_BEFORE_MS;
}
