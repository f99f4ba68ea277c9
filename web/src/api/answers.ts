/** Answers that the server's published contract has no schema for. All other bodies are generated types. */

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

/** Whom to ask about this service. */
export interface Contact {
  name: string;
  telephone?: string | null;
  email?: string | null;
  hours?: string | null;
}

/** What anybody may know of this service. */
export interface About {
  name: string;
  contact: Contact | null;
  /** Whether links can be sent by mail. */
  mail: boolean;
}
