/** The words of the pages for administrators and others who look after people. Pure. */
import type { Person, SecurityEvent } from "../protocol/names";
import { NAMELESS_PERSON } from "./names";
import { sentenceCase } from "./numbers";
import { isLead } from "./person";
import { deviceName } from "./sessions";

export type AdministrationPage = "service" | "organisations" | "security-events";

export const PAGE_NAMES: Readonly<Record<AdministrationPage, string>> = {
  service: "This service and its e-mail",
  organisations: "Names of organisations",
  "security-events": "Security events",
};

/** The pages that the person may open. */
export function administrationPages(person: Person): AdministrationPage[] {
  if (person.role === "admin") return ["service", "organisations", "security-events"];
  if (isLead(person)) return ["organisations", "security-events"];
  return person.role === "buyer" || person.role === "auditor" ? ["security-events"] : [];
}

export interface AskedPage {
  readonly page: AdministrationPage;
  /** Of the security events: only those of this person, and of this kind. */
  readonly person: string | null;
  readonly kind: string | null;
}

/** Which page of the settings the address names: the person's own, one for others, or none. */
export function administrationPage(address: string): AskedPage | "own" | null {
  const { pathname, searchParams } = new URL(address, "http://here.invalid");
  const page = pathname.replace(/^\/settings\/?/, "").replace(/\/$/, "");
  if (page === "") return "own";
  if (!(page in PAGE_NAMES)) return null;
  const [person, kind] = [searchParams.get("person"), searchParams.get("kind")];
  return { page: page as AdministrationPage, person, kind };
}

/** The address of the security events of a person, of a kind, or of both. */
export function eventsAddress(person: string | null, kind: string | null): string {
  const given = Object.entries({ person, kind }).filter(([, value]) => value !== null) as [string, string][];
  const query = new URLSearchParams(given).toString();
  return `/settings/security-events${query === "" ? "" : `?${query}`}`;
}

/** The kinds of security events, in the order in which a person is asked for one. */
export const EVENT_KINDS: Readonly<Record<string, string>> = {
  invited: "Invited",
  link_opened: "Opened the page of an invitation",
  link_spent: "Signed in by a link",
  signed_in: "Signed in by password",
  sign_in_failed: "A sign-in failed",
  backed_off: "Has to wait after wrong guesses",
  signed_out: "Signed out",
  session_ended: "A session was ended",
  password_set: "A password was set",
  reset_asked: "Asked to set a forgotten password",
  second_factor_on: "A code from an app was turned on",
  second_factor_off: "A code from an app was taken off",
  recovery_used: "A recovery code was used",
  person_changed: "Name, address or telephone changed",
  disabled: "Disabled",
  enabled: "Enabled again",
  erased: "Erased",
  readmitted: "Let back in by a buyer",
  place_changed: "A role was added or changed",
  exported: "Took out a file",
};

export function eventKind(kind: string): string {
  return EVENT_KINDS[kind] ?? sentenceCase(kind.replaceAll("_", " "));
}

/** Whom an event is about. */
export function eventPerson({ person, person_name }: SecurityEvent): string {
  return named(person, person_name) ?? "Nobody who is known here";
}

/** Who did it to the person, where it was somebody else. */
export function eventAuthor({ person, by, by_name }: SecurityEvent): string {
  return by === person ? "The person" : (named(by, by_name) ?? "No other person");
}

function named(id: string | null | undefined, name: string | null | undefined): string | null {
  return id ? (name ?? NAMELESS_PERSON) : null;
}

/** "192.0.2.7, Firefox on Windows" */
export function eventFrom({ address, device }: SecurityEvent): string {
  const by = device ? deviceName(device) : null;
  return [address, by].filter(Boolean).join(", ") || "Not kept";
}

const MAIL_KINDS: Readonly<Record<string, string>> = {
  invitation: "Invitation",
  sign_in_link: "Link that signs in",
  password_reset: "Link for a new password",
  test: "Test e-mail",
  readmission: "Told a lead that somebody was let back in",
  annulment_request: "Told a buyer of a request for an annulment",
  lot_opening: "Told that a lot opens soon",
  lock_out: "Told that somebody guesses the password",
};

export function mailKind(kind: string): string {
  return MAIL_KINDS[kind] ?? sentenceCase(kind.replaceAll("_", " "));
}
