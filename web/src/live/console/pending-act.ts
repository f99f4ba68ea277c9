/**
 * Keeps the act that has no answer yet in the storage of the tab. After a reload it can be sent again with the same key.
 * The pages also work in a browser without storage.
 */
import type { ActRequest } from "../../api/acts";
import type { ActKind } from "../../words/console/acts";

export interface PendingAct {
  readonly kind: ActKind;
  /** The address of the page on which it was sent. */
  readonly place: string;
  readonly request: ActRequest;
  readonly key: string;
  /** The lots that it is about, by their ids and titles. */
  readonly lots: readonly string[];
  readonly titles: readonly string[];
  /** When it was first sent, by this machine's clock. */
  readonly sent_local: number;
}

function keyOf(person: string, event: string): string {
  return `fairlot act ${person} ${event}`;
}

export function pendingAct(person: string, event: string): PendingAct | null {
  try {
    const kept = sessionStorage.getItem(keyOf(person, event));
    return kept === null ? null : (JSON.parse(kept) as PendingAct);
  } catch {
    return null;
  }
}

export function keepPendingAct(person: string, event: string, act: PendingAct | null): void {
  try {
    if (act === null) sessionStorage.removeItem(keyOf(person, event));
    else sessionStorage.setItem(keyOf(person, event), JSON.stringify(act));
  } catch {
    // The storage is full or forbidden. The page that is open still knows the act.
  }
}
