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

/** "Ann Field, Acme Medical Ltd (supplier)". A code is called a code where no name is known. */
export function whoIsHere(person: SignedIn, event: EventSummary | undefined): string {
  const trust = event?.trusts?.find(({ ods }) => person.role === "observer" && ods === person.org);
  const org = person.org_name ?? trust?.name ?? null;
  const role = ROLES[person.role];
  if (org === null) return [person.name, role, `organisation code ${person.org}`].filter(Boolean).join(", ");
  return `${[person.name, org].filter(Boolean).join(", ")} (${role.toLowerCase()})`;
}
