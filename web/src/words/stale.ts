/** Said where what is shown may be old. Pure. */
import { clockTimeToSecond, duration } from "./time";

/**
 * "You are not connected. This is as at 2:46:58pm. Next try in 4 seconds." `failed`: the server answers, and cannot use the
 * records of the lot.
 */
export function staleSentence(
  loaded_local: number,
  next_try_local: number,
  local: number,
  failed = false,
): string {
  const left = Math.max(1_000, next_try_local - local);
  const why = failed
    ? "This lot cannot be read at the moment. Nothing that was accepted is lost."
    : "You are not connected.";
  return `${why} This is as at ${clockTimeToSecond(loaded_local)}, and may have changed. Next try in ${duration(left)}.`;
}
