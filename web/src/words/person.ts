/** Who is signed in, in words. Pure. */
import type { EventSummary } from "../protocol/names";
import type { Role } from "../protocol/ws";

const ROLES: Record<Role, string> = {
  admin: "Administrator",
  buyer: "Buyer",
  supplier: "Supplier",
  observer: "Observer",
  auditor: "Auditor",
};

interface SignedIn {
  readonly org: string;
  readonly role: Role;
  readonly name?: string | null;
  readonly org_name?: string | null;
}

/** "Buyer"; the word itself where these pages do not know the role. */
export function roleName(role: string): string {
  return (ROLES as Readonly<Record<string, string>>)[role] ?? role;
}

interface Placed {
  readonly org: string;
  readonly role: Role;
  readonly places: ReadonlyArray<{ readonly role: Role; readonly org: string; readonly lead: boolean }>;
}

/** Whether the person leads at the place at which the session stands. */
export function isLead({ role, org, places }: Placed): boolean {
  return places.some((place) => place.lead && place.role === role && place.org === org);
}

/** Whether the person looks after others, or invites them. */
export function looksAfterPeople(person: Placed): boolean {
  return person.role === "admin" || person.role === "buyer" || isLead(person);
}

/** "Ann Field, Acme Medical Ltd (supplier)". An organisation that nobody has named is called by its code. */
export function whoIsHere(person: SignedIn, event: EventSummary | undefined): string {
  const trust = event?.trusts?.find(({ ods }) => person.role === "observer" && ods === person.org);
  const org = person.org_name ?? trust?.name ?? person.org;
  return `${[person.name, org].filter(Boolean).join(", ")} (${ROLES[person.role].toLowerCase()})`;
}

/** Where the names of organisations are given. */
export const ORGANISATIONS = "/settings/organisations";

/** "Name your organisation": for whom it has no name yet, and who may give it one. */
export function namesOwnOrganisation(person: Placed & Pick<SignedIn, "org_name">): boolean {
  return !person.org_name && (person.role === "admin" || isLead(person));
}

/** Said in the settings while the organisation has no name; null once it has one. */
export function unnamedSentence(person: Placed & Pick<SignedIn, "org_name">): string | null {
  if (person.org_name) return null;
  const who = namesOwnOrganisation(person)
    ? "You can give it its name."
    : "An administrator, or the lead of your organisation, can give it its name.";
  return `Your organisation has no name here yet, so people read its code, ${person.org}. ${who}`;
}

/** "Observer, Chesterfield Royal Hospital": a role at an organisation, which is called by its code where it has no name. */
export function placeName({ role, org }: Pick<Placed, "role" | "org">, name: string | null): string {
  return `${roleName(role)}, ${name ?? org}`;
}
