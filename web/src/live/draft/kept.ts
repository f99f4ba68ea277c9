/**
 * Keeps what was typed into a draft on this machine until the server has it: over a reload, a lost network, and a lost
 * session. The keys are the person and the event. Nothing is kept longer than the tab.
 */
import type { JsonObject } from "../../json";

/** What was sent without an answer. It is sent again as it was, so that it cannot count twice. */
export interface Pending {
  readonly document: JsonObject;
  readonly revision: number;
  readonly key: string;
}

export interface Kept {
  readonly base: JsonObject;
  readonly revision: number;
  readonly own: JsonObject;
  readonly pending: Pending | null;
}

export interface Keep {
  load(): Kept | null;
  save(kept: Kept | null): void;
}

export function keepIn(storage: () => Storage, person: string, event: string): Keep {
  const key = `fairlot set-up ${person} ${event}`;
  return {
    load: () => load<Kept>(storage, key),
    save: (kept) => save(storage, key, kept),
  };
}

/** One text or choice that has to survive a reload, under a name. */
export function load<T>(storage: () => Storage, key: string): T | null {
  try {
    const kept = storage().getItem(key);
    return kept === null ? null : (JSON.parse(kept) as T);
  } catch {
    return null;
  }
}

export function save(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
  } catch {
    // The storage is full or forbidden. The pages work without it.
  }
}
