/** Draws a part of a replay again when it changes: at rest with the next picture, while it plays no more often than said. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Replay } from "../../live/replay/replay";

/** `gap_ms` is the shortest time between two drawings while it plays. */
export function useDrawn(replay: Replay, gap_ms: number): void {
  const [, redraw] = useState(0);
  const drawn = useRef(0);
  useEffect(() => {
    let frame: number | null = null;
    const unwatch = replay.watch(() => {
      const early = replay.playing.playing && performance.now() - drawn.current < gap_ms;
      if (frame !== null || early) return;
      frame = requestAnimationFrame(() => {
        frame = null;
        drawn.current = performance.now();
        redraw((n) => n + 1);
      });
    });
    return () => {
      unwatch();
      if (frame !== null) cancelAnimationFrame(frame);
    };
  }, [replay, gap_ms]);
}
