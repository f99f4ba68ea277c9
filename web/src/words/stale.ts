/** Said where what is shown may be old. Pure. */
import { clockTimeToSecond, duration } from "./time";

/** "You are not connected. This is as at 2:46:58pm. Next try in 4 seconds." */
export function staleSentence(loaded_local: number, next_try_local: number, local: number): string {
  const left = Math.max(1_000, next_try_local - local);
  return `You are not connected. This is as at ${clockTimeToSecond(loaded_local)}, and may have changed. Next try in ${duration(left)}.`;
}
