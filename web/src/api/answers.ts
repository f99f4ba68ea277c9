/** Answers that the server's published contract has no schema for. All other bodies are generated types. */

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
