/**
 * Everything that the page of one lot knows, as one value. Only the reducer makes a new one; the views only read it.
 * Members named `local` or `…_local` are milliseconds of this machine's clock. All other times are the server's.
 */
import type {
  LotMessage,
  LotState,
  Offer,
  OwnBid,
  Person,
  Prices,
  WelcomeMessage,
} from "../../protocol/names";
import { nextBeatOf, staleAfter } from "./beats";
import { type Clock, serverTime, UNKNOWN_CLOCK } from "./clock";

/** Without a frame for this long the state of a lot that does not run is not current. Such a lot has no beats. */
export const FRESH_MS = 15_000;
/** After this time without an answer the outcome of a bid is unknown. */
export const ANSWER_MS = 5_000;

export interface Link {
  readonly status: "connecting" | "joined" | "waiting" | "failed" | "signed_out" | "not_found";
  readonly last_frame_local: number | null;
  readonly next_try_local: number | null;
  /** The longest time to the next beat of a quiet connection, as the server last said it. */
  readonly next_ms: number;
}

/** What the page showed when the connection was lost. It is compared with the state after the absence. */
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

/** A bid that was sent and is not answered yet. */
export interface SentBid {
  readonly ref: string;
  readonly prices: Prices;
  readonly total: string;
  readonly confirmed: boolean;
  readonly sent_local: number;
  readonly unknown: boolean;
}

export interface Problem {
  /** The item whose price it is about; null for the total. */
  readonly item: string | null;
  readonly text: string;
}

/** The answer to the last bid. It stays until the next bid is sent. */
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
      /** When the server had read the bid; `at` is when it decided. */
      received_at: string;
      hash: string;
      reason: string;
      limit: string | null;
      message: string;
      prices: Prices;
      total: string;
      own_total: string | null;
      /** The answer came while the person waited. Only then may the focus move to it. */
      prompt: boolean;
    }
  | { kind: "too_large"; total: string }
  | { kind: "not_taken"; ref: string; code: string; message: string; total: string; prompt: boolean }
  | { kind: "unreadable"; problems: readonly Problem[]; nth: number };

export interface Confirming {
  readonly prices: Prices;
  readonly total: string;
  /** The lot's rule needs the confirmation, or the person wants one for every bid. */
  readonly because: "rule" | "person";
}

/** How a load of a list goes: the own offers, or the offers of the graph. */
export interface Load {
  readonly status: "loading" | "loaded" | "failed";
  /** When a failed load is tried again. */
  readonly next_try_local: number | null;
}

/** What the lists and the graph show while they are frozen. */
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
  /** `annulled_at` of the annulment whose panel the person has hidden. */
  readonly annulment_read: string | null;
  readonly typed: Readonly<Record<string, string>>;
  readonly typed_local: number | null;
  /** What was typed before the page filled in prices; null once the person types or sends. */
  readonly before_fill: Readonly<Record<string, string>> | null;
  /** Why the prices could not be lowered; null unless the person just asked for it. */
  readonly not_lowered: string | null;
  readonly ask_every_time: boolean;
  readonly confirming: Confirming | null;
  readonly sent: SentBid | null;
  readonly outcome: Outcome | null;
  readonly offers: readonly Offer[];
  readonly offers_load: Load;
  /** The bidder's own bids, oldest first. */
  readonly record: readonly OwnBid[];
  readonly record_load: Load;
  readonly frozen: Frozen | null;
}

const LOADING: Load = { status: "loading", next_try_local: null };

export function start(person: Person, local: number): State {
  return {
    person,
    welcome: null,
    link: {
      status: "connecting",
      last_frame_local: null,
      next_try_local: null,
      next_ms: nextBeatOf(person.role),
    },
    clock: UNKNOWN_CLOCK,
    local,
    lot: null,
    lost: null,
    away: null,
    annulment_read: null,
    typed: {},
    typed_local: null,
    before_fill: null,
    not_lowered: null,
    ask_every_time: false,
    confirming: null,
    sent: null,
    outcome: null,
    offers: [],
    offers_load: LOADING,
    record: [],
    record_load: LOADING,
    frozen: null,
  };
}

export function now(state: State): number {
  return serverTime(state.clock, state.local);
}

/** Whether rank, lead and limits are current. */
export function isFresh(state: State): boolean {
  const { status, last_frame_local } = state.link;
  return status === "joined" && last_frame_local !== null && state.local - last_frame_local < staleMs(state);
}

/** Without a frame for this long the state is not current. */
export function staleMs({ link, lot }: State): number {
  const runs = lot?.state === "open" || lot?.state === "paused";
  return runs ? staleAfter(link.next_ms) : FRESH_MS;
}

/** Null where what the page shows is true now, else the moment at which it was true. */
export function shownAsAt(state: State): number | null {
  return isCurrent(state) ? null : asAt(state);
}

/** Whether what the page shows is true now. A lot that is over does not change any more. */
export function isCurrent(state: State): boolean {
  return isFresh(state) || (state.lot !== null && isOver(state.lot.state));
}

export function isOver(state: LotState): boolean {
  return state === "closed" || state === "cancelled";
}

/** The server's time of the last frame; null before the first. */
export function asAt(state: State): number | null {
  const { last_frame_local } = state.link;
  return last_frame_local === null ? null : serverTime(state.clock, last_frame_local);
}

/** The lot that lists and graph show. It does not change while frozen. */
export function shownLot(state: State): LotMessage | null {
  return state.frozen === null ? state.lot : state.frozen.lot;
}

export function shownOffers(state: State): readonly Offer[] {
  return state.frozen === null ? state.offers : state.frozen.offers;
}

export function isSupplier({ person }: Pick<State, "person">): boolean {
  return person.role === "supplier";
}
