/**
 * Keeps on this machine what must survive a reload: typed prices, and a bid without an answer. The keys are the person
 * and the lot. A draft is removed when the lot is over. Nothing is ever put into an address.
 * The pages also work in a browser without storage.
 */
import type { SentBid } from "./state/state";

export interface Draft {
  readonly typed: Readonly<Record<string, string>>;
  readonly sent: SentBid | null;
}

function load<T>(key: string): T | null {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? null : (JSON.parse(kept) as T);
  } catch {
    return null;
  }
}

function save(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // The storage is full or forbidden. The pages work without it.
  }
}

function draftKey(person: string, lot: string): string {
  return `fairlot draft ${person} ${lot}`;
}

export function loadDraft(person: string, lot: string): Draft | null {
  return load<Draft>(draftKey(person, lot));
}

export function saveDraft(person: string, lot: string, draft: Draft | null): void {
  save(draftKey(person, lot), draft);
}
