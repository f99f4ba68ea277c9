/**
 * The server's words under the names that this page uses: the messages from the generated `protocol.ts`, and the
 * answers of the HTTP routes, which the schema of the messages does not hold.
 */
import type * as wire from "./protocol";

export type {
  Extension,
  Notice,
  NoticeKind,
  Reason,
  Role,
  Savings,
  ServerMessage,
  ClientMessage,
  TrustSaving,
} from "./protocol";

/** The least or the largest drop. */
export type Decrement = wire.MinDecrement | wire.MaxDecrement;
export type LotState = wire.State;
export type Item = wire.ItemView;
export type Rules = wire.RulesView;
export type You = wire.YouView;
export type StandingOffer = wire.OfferView;
export type Market = wire.MarketView;
export type EventSummary = wire.EventView;
export type LotResult = wire.ResultView;
export type RankedOffer = wire.PlaceView;
export type SpendFigures = wire.Saving;
export type Proposal = wire.ProposalView;
export type AnnulmentRequest = wire.RequestView;
export type InvitedBidder = wire.BidderView;
/** Unit price by item id. */
export type Prices = Record<string, string>;

type FromServer<Kind extends wire.ServerMessage["type"]> = Extract<wire.ServerMessage, { type: Kind }>;
export type LotMessage = FromServer<"lot">;
export type UpdateMessage = FromServer<"update">;
export type WelcomeMessage = FromServer<"welcome">;
export type AcceptedMessage = FromServer<"accepted">;
export type RefusedMessage = FromServer<"refused">;
export type ErrorMessage = FromServer<"error">;
export type BidMessage = Extract<wire.ClientMessage, { type: "bid" }>;

/** Who is signed in. */
export interface Person {
  person: string;
  org: string;
  role: wire.Role;
  expires_at: string;
}

/** An accepted offer as the graph's route gives it. */
export interface Offer {
  seq: number;
  at: string;
  alias: string;
  evaluated: string;
  total?: string | null;
  rank?: number | null;
}

/** A line of the lot's history. */
export interface JournalRecord {
  stream: string;
  seq: number;
  at: string;
  actor?: unknown;
  kind: string;
  data?: Record<string, unknown> | null;
  redacted?: boolean;
  prev: string;
  hash: string;
}

export interface EventListed {
  id: string;
  title: string;
  reference?: string | null;
  status: string;
  practice?: boolean;
  lots: LotListed[];
}

export interface LotListed {
  id: string;
  title: string;
  /** Null in a draft, and where the lot cannot be used. */
  state: LotState | null;
  opens_at: string;
  closes_at?: string | null;
}
