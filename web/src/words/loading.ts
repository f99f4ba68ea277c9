/** What is being loaded, or could not be and when it is tried again. Pure. */
import { sentenceCase } from "./numbers";
import { duration } from "./time";

interface LoadFacts {
  readonly status: "loading" | "loaded" | "failed";
  readonly next_try_local: number | null;
}

/** "Loading your offers."; null once the list is loaded. */
export function loadingSentence(what: string, load: LoadFacts, local: number): string | null {
  if (load.status === "loaded") return null;
  if (load.status === "loading") return `Loading ${what}.`;
  const left = Math.max(1_000, (load.next_try_local ?? local) - local);
  return `${sentenceCase(what)} could not be loaded just now. Next try in ${duration(left)}.`;
}
