/** Draws a small part of a console again each second, and nothing around it. */
import { useEffect, useState } from "preact/hooks";
import type { LiveConsole } from "../../live/console/live-console";
import { consoleAsAt, consoleNow, isConsoleCurrent } from "../../live/console/state";

/** The server's time as of the last second. */
export function useSecond(live: LiveConsole): number {
  const [, redraw] = useState(0);
  useEffect(() => live.everySecond(() => redraw((n) => n + 1)), [live]);
  return consoleNow(live.state);
}

/** The same. While the page is not current, the moment of its last message: a clock that runs on may be wrong. */
export function useShownSecond(live: LiveConsole): number {
  const now = useSecond(live);
  return isConsoleCurrent(live.state) ? now : (consoleAsAt(live.state) ?? now);
}
