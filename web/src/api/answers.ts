/** The answers of the HTTP routes, as types. The schema of the WebSocket messages does not contain them. */
import type { Contact, LotState } from "../protocol/names";
import type { Role } from "../protocol/ws";

/** The person who is signed in. */
export interface Person {
  person: string;
  org: string;
  role: Role;
  expires_at: string;
  /** Null so far: people have no names yet. */
  name: string | null;
  /** Null for a token whose person is not among the people who sign in. */
  email: string | null;
  /** The name of a supplier or a trust, where an event names it. */
  org_name: string | null;
}

/** An accepted offer, as the route for the graph gives it. */
export interface Offer {
  seq: number;
  at: string;
  alias: string;
  /** The bidder's name, for those who may know it. */
  name?: string | null;
  evaluated: string;
  total?: string | null;
  rank?: number | null;
  /** Why the offer no longer counts, and since when. */
  void?: "annulled" | "excluded" | null;
  void_at?: string | null;
}

/** One record of the lot's history. */
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
  contact?: Contact | null;
  status: string;
  practice?: boolean;
  lots: LotListed[];
}

export interface LotListed {
  id: string;
  title: string;
  /** Null in a draft, and where the lot cannot be used. */
  state: LotState | null;
  /** Null in a draft that does not say it yet. */
  opens_at: string | null;
  closes_at?: string | null;
  ended_at?: string | null;
}
