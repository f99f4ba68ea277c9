/** Draws a part again when what it shows changes, and only then. */
import { useEffect, useState } from "preact/hooks";
import type { BidderLots } from "../../live/many/bidder-lots";

export function useWatched(watched: { watch(watcher: () => void): () => void }): void {
  const [, redraw] = useState(0);
  useEffect(() => {
    // Something may have changed since the part was drawn.
    redraw((n) => n + 1);
    return watched.watch(() => redraw((n) => n + 1));
  }, [watched]);
}

/** A text that follows the time. The part is drawn again only when the text is another one. */
export function useTimed(live: BidderLots, text: () => string): string {
  const newest = text();
  const [shown, setShown] = useState(newest);
  useEffect(() => live.watchTime(() => setShown(text())), [live, text]);
  return shown === newest ? shown : newest;
}
