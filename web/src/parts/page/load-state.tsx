/** Says what is being loaded, that it could not be and when it is tried again, and that what is shown may be old. */
import { useEffect, useState } from "preact/hooks";
import { loadingSentence } from "../../words/loading";
import { staleSentence } from "../../words/stale";
import type { Loaded } from "./use-loaded";

const TICK_MS = 1_000;

export function LoadState({ what, loaded }: { what: string; loaded: Loaded<unknown> }) {
  const { value, loaded_at, next_try, failed } = loaded;
  const [, redraw] = useState(0);
  useEffect(() => {
    if (next_try === null) return;
    const ticking = setInterval(() => redraw((n) => n + 1), TICK_MS);
    return () => clearInterval(ticking);
  }, [next_try]);
  if (value === null) {
    const status = next_try === null ? "loading" : "failed";
    return <p>{loadingSentence(what, { status, next_try_local: next_try }, Date.now())}</p>;
  }
  if (next_try === null || loaded_at === null) return null;
  return <p class="note">{staleSentence(loaded_at, next_try, Date.now(), failed !== null)}</p>;
}
