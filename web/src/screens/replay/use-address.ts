/**
 * Keeps the address that of the moment which is shown, so that it can be sent to somebody. The entry of the history is
 * replaced, never added to, and no more often than once in a while.
 */
import { useEffect, useRef } from "preact/hooks";
import type { PaneName, Replay } from "../../live/replay/replay";
import { replayAddress, type ReplayPlace, replayPlaceIn } from "../../words/replay/address";

/** Browsers refuse more than about two hundred changes in half a minute. */
const KEPT_MS = 1_000;

/** `go` is called where another address of the same replay was gone to. */
export function useAddress(
  replay: Replay,
  chosen: Readonly<Record<PaneName, string>>,
  query: Readonly<Record<string, string>>,
  go: (place: ReplayPlace) => void,
): void {
  const newest = useRef(chosen);
  newest.current = chosen;
  const asked = JSON.stringify(replayPlaceIn(query));
  const came_by = useRef(asked);
  useEffect(() => {
    if (asked === came_by.current) return;
    came_by.current = asked;
    go(replayPlaceIn(query));
  }, [asked]);
  useEffect(() => {
    let keeping: ReturnType<typeof setTimeout> | undefined;
    const keep = (): void => {
      keeping = undefined;
      const address = addressOf(replay, newest.current);
      if (location.pathname + location.search !== address) history.replaceState(history.state, "", address);
    };
    const later = (): void => {
      keeping ??= setTimeout(keep, KEPT_MS);
    };
    const unwatch = replay.watch(later);
    later();
    return () => {
      unwatch();
      clearTimeout(keeping);
    };
  }, [replay, chosen]);
}

export function addressOf(replay: Replay, { a, b }: Readonly<Record<PaneName, string>>): string {
  return replayAddress(replay.lot.lot, { seq: replay.playing.seq, a, b });
}
