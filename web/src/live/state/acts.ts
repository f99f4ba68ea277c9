/** Everything that can change the state: the server's messages, the person's acts, the connection, time. */
import type { JournalRecord, Offer } from "../../api/answers";
import type { ServerMessage } from "../../protocol/ws";
import type { Confirming, Problem, SentBid } from "./state";

export type Act =
  | { type: "tick"; local: number }
  | { type: "received"; message: ServerMessage; local: number }
  | { type: "clock_measured"; asked: number; answered: number; now: number }
  | { type: "connecting"; local: number }
  | { type: "connection_lost"; local: number; next_try_local: number }
  | { type: "signed_out"; local: number }
  | { type: "typed"; item: string; text: string; local: number }
  | { type: "filled"; prices: Readonly<Record<string, string>> }
  | { type: "unreadable"; problems: readonly Problem[] }
  | { type: "asked_to_confirm"; confirming: Confirming }
  | { type: "changed_mind" }
  | { type: "sent"; bid: SentBid }
  | { type: "ask_every_time"; on: boolean }
  | { type: "offers_loaded"; offers: readonly Offer[] }
  | { type: "history_loaded"; records: readonly JournalRecord[] }
  | { type: "frozen" }
  | { type: "released" }
  | { type: "away_read" }
  | { type: "annulment_read" }
  | { type: "restored"; typed: Readonly<Record<string, string>>; sent: SentBid | null };
