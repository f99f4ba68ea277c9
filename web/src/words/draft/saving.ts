/** How far saving has come, in words, and who else has changed the draft. Pure. */
import type { JsonObject } from "../../json";
import { count } from "../numbers";
import { clockTime, clockTimeSeenAt, duration, millis } from "../time";
import { fieldName } from "./names";

type SavingFacts =
  | { readonly kind: "saved"; readonly at: number | null }
  | { readonly kind: "unsaved" | "saving" | "signed_out" }
  | { readonly kind: "failed"; readonly next_try: number }
  | { readonly kind: "refused"; readonly message: string };

/** While two persons' changes of one field wait for a choice. */
export const NOT_SAVED_YET = "Not saved yet: first choose which text counts.";

/** "Saved 2:14pm" */
export function savingWords(saving: SavingFacts, now: number): string {
  switch (saving.kind) {
    case "saved":
      return saving.at === null ? "All changes are saved" : `Saved ${clockTime(minute(saving.at))}`;
    case "unsaved":
      return "Not saved yet. It is saved when you leave this page, and every 30 seconds.";
    case "saving":
      return "Saving";
    case "failed":
      return `Could not be saved just now. What you typed is kept; next try in ${duration(Math.max(1_000, saving.next_try - now))}.`;
    case "signed_out":
      return "You are signed out. What you typed is kept, and saved once you have signed in above.";
    case "refused":
      return `Not saved: ${saving.message}`;
  }
}

function minute(at: number): number {
  return Math.floor(at / 60_000) * 60_000;
}

interface OthersFacts {
  readonly own: boolean;
  readonly name: string | null;
  readonly at: string | null;
  readonly paths: readonly string[];
}

/** How another buyer is called whose name is not known. */
export function otherName({ own, name }: Pick<OthersFacts, "own" | "name">): string {
  return own ? "You, in another window," : (name ?? "Another buyer");
}

const NAMED_MAX = 5;

/** "Ann Field changed this draft at 2:14pm: Title; Ceiling. You see the new text." */
export function othersWords(document: JsonObject, others: OthersFacts, now: number): string {
  const when = others.at === null ? "" : ` at ${clockTimeSeenAt(minute(millis(others.at)), now)}`;
  const named = others.paths.slice(0, NAMED_MAX).map((path) => fieldName(document, path));
  const more = others.paths.length - named.length;
  const rest = more > 0 ? `; and ${count(more, "other field")}` : "";
  return `${otherName(others)} changed this draft${when}: ${named.join("; ")}${rest}. You see the newest text.`;
}
