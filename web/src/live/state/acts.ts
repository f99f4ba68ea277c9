/** Everything that can change the state: the server's messages, the person's acts, the connection, time. */
import type { JournalRecord } from "../../api/answers";
import type { Offer } from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import type { Clock } from "./clock";
import type { Confirming, Problem, SentBid } from "./state";

export type Act =
  | { type: "tick"; local: number }
  /** What is known by now of a connection that several lots share. */
  | { type: "line"; local: number; last_frame_local: number | null; clock: Clock }
  | { type: "received"; message: ServerMessage; local: number }
  | { type: "clock_measured"; asked: number; answered: number; now: number }
  | { type: "connecting"; local: number }
  | { type: "connection_lost"; local: number; next_try_local: number }
  | { type: "signed_out"; local: number }
  | { type: "typed"; item: string; text: string; local: number }
  | { type: "filled"; prices: Readonly<Record<string, string>> }
  | { type: "fill_undone" }
  | { type: "too_large" }
  | { type: "unreadable"; problems: readonly Problem[] }
  | { type: "asked_to_confirm"; confirming: Confirming }
  | { type: "changed_mind" }
  | { type: "sent"; bid: SentBid }
  | { type: "ask_every_time"; on: boolean }
  /** `after` is the place after which the load began; 0 for the whole list. */
  | { type: "offers_loaded"; after: number; offers: readonly Offer[] }
  | { type: "history_loaded"; after: number; records: readonly JournalRecord[] }
  | { type: "load_failed"; what: "offers" | "history"; next_try_local: number }
  | { type: "frozen" }
  | { type: "released" }
  | { type: "away_read" }
  | { type: "annulment_read"; annulled_at: string }
  | { type: "restored"; typed: Readonly<Record<string, string>>; sent: SentBid | null };
