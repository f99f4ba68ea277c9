/**
 * What outlives a reload or a new sign-in on this machine: typed prices, a bid without an answer, and the
 * person's own choices. Kept under the person and the lot, never in an address; cleared when the lot is over.
 * A browser that refuses storage only loses the comfort.
 */
import type { Level } from "./announcer/announcements";
import type { SentBid } from "./state/state";

export interface Draft {
  readonly typed: Readonly<Record<string, string>>;
  readonly sent: SentBid | null;
}

export interface Choices {
  readonly level: Level;
  readonly ask_every_time: boolean;
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
    // Full or forbidden: the page works without.
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

export function loadChoices(person: string): Choices {
  return load<Choices>(`fairlot choices ${person}`) ?? { level: "all", ask_every_time: false };
}

export function saveChoices(person: string, choices: Choices): void {
  save(`fairlot choices ${person}`, choices);
}
