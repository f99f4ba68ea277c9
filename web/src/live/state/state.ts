/**
 * Everything the page of a lot knows, in one value. Only the reducer makes a new one; the views read it.
 * Instants named `…_at` on messages are the server's; those called `local` are this machine's milliseconds.
 */
import type { JournalRecord, Offer, Person } from "../../api/answers";
import type { LotMessage, LotState, Prices, WelcomeMessage } from "../../protocol/names";
import { type Clock, serverTime, UNKNOWN_CLOCK } from "./clock";

/** Without any frame for this long, what the page shows is no longer called current. */
export const FRESH_MS = 15_000;
/** An answer that takes longer than this counts as "we do not know yet". */
export const ANSWER_MS = 5_000;

export interface Link {
  readonly status: "connecting" | "joined" | "waiting" | "signed_out" | "not_found";
  readonly heard_local: number | null;
  readonly next_try_local: number | null;
}

/** What was known when the connection was lost, to say afterwards what changed. */
export interface Lost {
  readonly at: number;
  readonly seq: number;
  readonly state: LotState;
  readonly rank: number | null;
  readonly lead: string | null;
  readonly closes_at: string | null;
}

export interface Away {
  readonly lost: Lost;
  readonly back_at: number;
  readonly state: LotState;
  readonly rank: number | null;
  readonly lead: string | null;
  readonly closes_at: string | null;
  readonly new_offers: number | null;
  readonly notices: number;
}

/** A bid that was sent and has no answer yet. */
export interface SentBid {
  readonly ref: string;
  readonly prices: Prices;
  readonly total: string;
  readonly confirmed: boolean;
  readonly sent_local: number;
  readonly unknown: boolean;
}

export interface Problem {
  readonly item: string;
  readonly text: string;
}

/** The answer to the last bid; it stays until the next one is sent. */
export type Outcome =
  | {
      kind: "accepted";
      ref: string;
      seq: number;
      at: string;
      hash: string;
      total: string;
      rank: number | null;
    }
  | {
      kind: "refused";
      ref: string;
      seq: number;
      at: string;
      hash: string;
      reason: string;
      limit: string | null;
      message: string;
      prices: Prices;
      total: string;
      own_total: string | null;
      /** Answered while the person waited: only then may focus move to it. */
      prompt: boolean;
    }
  | { kind: "not_taken"; ref: string; code: string; message: string; total: string; prompt: boolean }
  | { kind: "unreadable"; problems: readonly Problem[]; nth: number };

export interface Confirming {
  readonly prices: Prices;
  readonly total: string;
  /** The rule of the lot asked, or the person who wants to be asked every time. */
  readonly because: "rule" | "person";
}

/** The person's own offer was taken out by the buyer; told until it is read. */
export interface Annulled {
  readonly was_total: string;
  readonly reason: string | null;
}

/** What the lists and the graph go on showing while they are held still. */
export interface Frozen {
  readonly lot: LotMessage;
  readonly offers: readonly Offer[];
  readonly at: number;
}

export interface State {
  readonly person: Person;
  readonly welcome: WelcomeMessage | null;
  readonly link: Link;
  readonly clock: Clock;
  readonly local: number;
  readonly lot: LotMessage | null;
  readonly lost: Lost | null;
  readonly away: Away | null;
  readonly annulled: Annulled | null;
  readonly typed: Readonly<Record<string, string>>;
  readonly typed_local: number | null;
  readonly ask_every_time: boolean;
  readonly confirming: Confirming | null;
  readonly sent: SentBid | null;
  readonly outcome: Outcome | null;
  readonly offers: readonly Offer[];
  readonly history: readonly JournalRecord[];
  readonly frozen: Frozen | null;
}

export function start(person: Person, local: number): State {
  return {
    person,
    welcome: null,
    link: { status: "connecting", heard_local: null, next_try_local: null },
    clock: UNKNOWN_CLOCK,
    local,
    lot: null,
    lost: null,
    away: null,
    annulled: null,
    typed: {},
    typed_local: null,
    ask_every_time: false,
    confirming: null,
    sent: null,
    outcome: null,
    offers: [],
    history: [],
    frozen: null,
  };
}

export function now(state: State): number {
  return serverTime(state.clock, state.local);
}

/** Whether rank, lead and limit may be called current. */
export function isFresh(state: State): boolean {
  const { status, heard_local } = state.link;
  return status === "joined" && heard_local !== null && state.local - heard_local < FRESH_MS;
}

/** The server's time of the last frame; null before the first. */
export function asAt(state: State): number | null {
  const { heard_local } = state.link;
  return heard_local === null ? null : serverTime(state.clock, heard_local);
}

/** The lot as lists and graph show it: held still while frozen. */
export function shownLot(state: State): LotMessage | null {
  return state.frozen === null ? state.lot : state.frozen.lot;
}

export function shownOffers(state: State): readonly Offer[] {
  return state.frozen === null ? state.offers : state.frozen.offers;
}

export function isSupplier(state: State): boolean {
  return state.person.role === "supplier";
}
