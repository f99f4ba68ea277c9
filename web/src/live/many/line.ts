/** What a connection that several lots share knows apart from them: the server's clock, and when it last said anything. Pure. */
import { millis } from "../../words/time";
import type { Act } from "../state/acts";
import { afterMessage, afterRoundTrip, type Clock, serverTime, UNKNOWN_CLOCK } from "../state/clock";

export interface Line {
  readonly local: number;
  readonly last_frame_local: number | null;
  readonly clock: Clock;
}

export function newLine(local: number): Line {
  return { local, last_frame_local: null, clock: UNKNOWN_CLOCK };
}

export function lineAfter(line: Line, act: Act): Line {
  if (act.type === "clock_measured")
    return { ...line, clock: afterRoundTrip(line.clock, act.asked, act.answered, act.now) };
  if (act.type !== "received") return "local" in act ? { ...line, local: act.local } : line;
  const { message, local } = act;
  const said = "now" in message ? millis(message.now) : Number.NaN;
  const clock = Number.isNaN(said) ? line.clock : afterMessage(line.clock, said, local);
  return { local, last_frame_local: local, clock };
}

/** Milliseconds since 1970 by the server's clock. */
export function lineTime({ clock, local }: Line): number {
  return serverTime(clock, local);
}
