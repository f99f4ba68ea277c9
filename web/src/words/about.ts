/** Whom to ask about this service, in words. Pure. */

interface AskedPerson {
  readonly name: string;
  readonly telephone?: string | null;
  readonly email?: string | null;
  readonly hours?: string | null;
}

const UNKNOWN = "Ask the person who invited you. The telephone number is in your invitation.";

/** "Ask the procurement office: telephone 0114 496 0000, e-mail help@example.org (Monday to Friday, 9am to 5pm)." */
export function whomToAsk(contact: AskedPerson | null): string {
  if (contact === null) return UNKNOWN;
  const ways = [
    contact.telephone ? `telephone ${contact.telephone}` : null,
    contact.email ? `e-mail ${contact.email}` : null,
  ].filter((way) => way !== null);
  if (ways.length === 0) return UNKNOWN;
  const hours = contact.hours ? ` (${contact.hours})` : "";
  return `Ask ${contact.name}: ${ways.join(", ")}${hours}.`;
}
