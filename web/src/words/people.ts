/** The words about other people: who there is, how far an invitation has come, what an act does. Pure. */
import type { InvitationView, MailFailure } from "../protocol/http";
import type { ListedPerson, Mail, Organisation, OrganisationKind, Person } from "../protocol/names";
import type { Role } from "../protocol/ws";
import { count, sentenceCase } from "./numbers";
import { isLead, roleName } from "./person";
import { notDone } from "./settings";
import { clockTimeSeenAt, millis } from "./time";

/** What is said where nothing is done by itself once the code is right. */
export const STEP_UP =
  "Nothing was changed yet: enter your code at the top of this page, then do this once more.";

const SIGNED_OUT = "Nothing was changed yet: sign in again at the top of this page, then do this once more.";

export function personName({ name, email }: Pick<ListedPerson, "name" | "email">): string {
  return name ?? email ?? "A person without a name";
}

/** "Supplier, lead" */
export function placeWords({ role, lead }: { role: Role; lead: boolean }): string {
  return `${roleName(role)}${lead ? ", lead" : ""}`;
}

/** The name of an organisation; its code while nobody has given it a name. */
export function organisationName(organisation: { id: string; name?: string | null }): string {
  return organisation.name ?? organisation.id;
}

export function kindOf(role: Role): OrganisationKind {
  if (role === "supplier") return "supplier";
  return role === "observer" ? "trust" : "partnership";
}

const KINDS: Readonly<Record<OrganisationKind, string>> = {
  partnership: "Partnership",
  trust: "Trust",
  supplier: "Supplier",
};

export function kindName(kind: OrganisationKind): string {
  return KINDS[kind];
}

/** The roles to which the caller may invite somebody. */
export function invitableRoles(person: Person): Role[] {
  if (person.role === "admin") return ["supplier", "observer", "buyer", "auditor", "admin"];
  const own: Role[] = isLead(person) ? [person.role] : [];
  return person.role === "buyer" ? ["supplier", "observer", ...own] : own;
}

/** How far a person has come, for a list. */
export function stateWords(person: ListedPerson): string {
  const { state, invitation } = person;
  const failed = mailFailure(person);
  if (state === undefined) return "Not shown";
  if (state === "active") return failed === null ? "Active" : `Active, but ${failed}`;
  if (state === "disabled") return "Disabled";
  if (state !== "invited") return sentenceCase(state);
  if (failed !== null) return `Invited, but ${failed}`;
  if (!invitation) return "Invited, has not signed in yet";
  switch (invitation.state) {
    case "sent":
      return "Invited, not opened yet";
    case "to_hand_over":
      return "Invited, the link has to be handed over";
    case "opened":
      return "Invited, opened, not signed in yet";
    case "expired":
      return "The invitation has expired";
    case "withdrawn":
      return "The invitation was withdrawn";
    default:
      return "Invited";
  }
}

interface Mailed {
  readonly state?: string | undefined;
  readonly mail_failed?: MailFailure | null | undefined;
  readonly invitation?: Pick<InvitationView, "state"> | null | undefined;
}

/** "the mail failed: the mail server answered 550"; null where the last mail arrived, or its link is of no use any more. */
export function mailFailure({ state, mail_failed, invitation }: Mailed): string | null {
  const is_over = state === "disabled" || ["expired", "withdrawn"].includes(invitation?.state ?? "");
  if (!mail_failed || is_over) return null;
  const { why, given_up } = mail_failed;
  return given_up ? `the e-mail failed: ${why}` : `the e-mail failed, and is sent again by itself: ${why}`;
}

/** The whole of a failed mail, for the page of its person. */
export function mailFailureSentence({ at, why, given_up }: MailFailure, now: number): string {
  const then = given_up
    ? "It is not sent again. Check the address, then send a new link."
    : "It is sent again by itself.";
  return `The e-mail of ${seenAt(at, now)} did not reach this address: ${why}. ${then}`;
}

export function lastSignIn({ last_sign_in }: ListedPerson, now: number): string {
  return last_sign_in ? sentenceCase(seenAt(last_sign_in, now)) : "Never";
}

/** "14 people. 2 invitations have not been opened." */
export function peopleSentence(people: readonly ListedPerson[]): string {
  const invited = people.filter(({ state }) => state === "invited");
  const failed = people.filter((person) => mailFailure(person) !== null);
  const unopened = invited.filter(
    (person) => ["sent", "to_hand_over"].includes(person.invitation?.state ?? "") && !failed.includes(person),
  );
  const expired = invited.filter(({ invitation }) => invitation?.state === "expired");
  const unknown = invited.filter((person) => person.invitation === undefined && !failed.includes(person));
  return [
    `${count(people.length, "person", "people")}.`,
    said(unopened.length, "invitation", "has not been opened", "have not been opened"),
    said(expired.length, "invitation", "has expired", "have expired"),
    said(failed.length, "e-mail", "could not be delivered", "could not be delivered"),
    unknown.length === 0
      ? ""
      : `${unknown.length} ${unknown.length === 1 ? "has" : "have"} not signed in yet.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function said(n: number, noun: string, one: string, many: string): string {
  return n === 0 ? "" : `${count(n, noun)} ${n === 1 ? one : many}.`;
}

/** People for whom the caller has to do something. Only an administrator hands a link over. */
export function waitingPeople(
  people: readonly ListedPerson[],
  { role }: Pick<Person, "role">,
): ListedPerson[] {
  const needs = role === "admin" ? ["to_hand_over", "expired"] : ["expired"];
  return people.filter((person) => {
    const stuck = needs.includes(person.invitation?.state ?? "");
    const waits = (person.state === "invited" && stuck) || mailFailure(person) !== null;
    return waits && person.may.includes("resend");
  });
}

/** The whole of an invitation, for the page of its person. */
export function invitationSentence(invitation: InvitationView, now: number): string {
  const made = seenAt(invitation.sent_at, now);
  const until = `It can be used until ${seenAt(invitation.expires_at, now)}.`;
  switch (invitation.state) {
    case "sent":
      return `The invitation was sent by e-mail at ${made}. It has not been opened yet. ${until}`;
    case "to_hand_over":
      return `The invitation was made at ${made}. Its link has to be handed over, and has not been opened yet. ${until}`;
    case "opened":
      return `The invitation was opened, but nobody has signed in with it yet. ${until}`;
    case "accepted":
      return "The invitation was accepted.";
    case "expired":
      return `The invitation expired at ${seenAt(invitation.expires_at, now)}.`;
    case "withdrawn":
      return "The invitation was withdrawn.";
    default:
      return sentenceCase(invitation.state);
  }
}

/** What became of a mail. */
export function mailSentence({ state, tries, last_error }: Mail): string {
  const why = last_error ?? "no reason is known";
  if (state === "sent") return "Accepted by the mail server.";
  if (state === "failed") return `Given up after ${count(tries, "try", "tries")}: ${why}.`;
  return tries === 0
    ? "Waits to be sent."
    : `Not sent yet, and sent again by itself. The last of ${count(tries, "try", "tries")} failed: ${why}.`;
}

/** "2 open sessions end now." */
export function sessionsEnd(sessions: number | null): string {
  if (sessions === null) return "All open sessions end now.";
  if (sessions === 0) return "No session is open.";
  return `${count(sessions, "open session")} ${sessions === 1 ? "ends" : "end"} now.`;
}

interface Refused {
  readonly status: number;
  readonly retry_after_s?: number;
  readonly problem?: { readonly code: string; readonly detail: string };
}

/** Why an act on a person was not done, where no field is at fault. */
export function actRefused(refused: Refused): string {
  const { status, problem } = refused;
  if (problem?.code === "step_up_required") return STEP_UP;
  if (status === 401) return SIGNED_OUT;
  if (status === 404) return "This person is not there any more, or is not shown to you any more.";
  if (problem !== undefined && (status === 403 || status === 409 || status === 422)) {
    return `${sentenceCase(problem.detail)}${problem.detail.endsWith(".") ? "" : "."}`;
  }
  return notDone(refused);
}

/** An organisation with its people. */
export interface PeopleGroup {
  readonly key: string;
  readonly organisation: Organisation;
  readonly people: readonly ListedPerson[];
}

const ORDER: readonly OrganisationKind[] = ["partnership", "trust", "supplier"];

/** The people by organisation: the caller's own first, then by kind and name. A person of two places stands twice. */
export function groupsOf(
  people: readonly ListedPerson[],
  organisations: readonly Organisation[],
  caller: Person,
): PeopleGroup[] {
  const known = new Map(organisations.map((one) => [keyOf(one.kind, one.id), one]));
  const held = new Map<string, ListedPerson[]>();
  for (const person of people) {
    const keys = new Set(person.places.map(({ role, org }) => keyOf(kindOf(role), org)));
    for (const key of keys) held.set(key, [...(held.get(key) ?? []), person]);
    for (const { role, org } of person.places) {
      const kind = kindOf(role);
      const key = keyOf(kind, org);
      if (!known.has(key)) known.set(key, { id: org, kind, name: null, may_name: false });
    }
  }
  const own = keyOf(kindOf(caller.role), caller.org);
  const groups = [...known].map(([key, organisation]) => ({
    key,
    organisation,
    people: held.get(key) ?? [],
  }));
  const rank = ({ key, organisation }: PeopleGroup): number =>
    key === own ? -1 : ORDER.indexOf(organisation.kind);
  return groups.sort(
    (a, b) =>
      rank(a) - rank(b) || organisationName(a.organisation).localeCompare(organisationName(b.organisation)),
  );
}

function keyOf(kind: OrganisationKind, id: string): string {
  return `${kind} ${id}`;
}

/** The groups with the people who have the words that were typed, in their names, addresses or organisation. */
export function foundPeople(groups: readonly PeopleGroup[], typed: string): PeopleGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...groups];
  return groups.flatMap((group) => {
    const of_group = `${group.organisation.name ?? ""} ${group.organisation.id}`.toLowerCase();
    const has = (text: string): boolean => words.every((word) => text.includes(word));
    const people = group.people.filter(({ name, email, telephone }) =>
      has(`${name ?? ""} ${email ?? ""} ${telephone ?? ""} ${of_group}`.toLowerCase()),
    );
    return people.length > 0 || (group.people.length === 0 && has(of_group)) ? [{ ...group, people }] : [];
  });
}

/** Which page of the people's screen an address names. */
export type PeoplePage =
  | { readonly page: "list"; readonly org: string | null }
  | { readonly page: "invite"; readonly role: string | null; readonly org: string | null }
  | { readonly page: "person" | "disable" | "enable" | "erase"; readonly id: string };

export function peoplePage(address: string): PeoplePage | null {
  const { pathname, searchParams } = new URL(address, "http://here.invalid");
  const [, people, id, act, ...more] = pathname.replace(/\/$/, "").split("/").map(decodeURIComponent);
  if (people !== "people" || more.length > 0) return null;
  if (id === undefined) return { page: "list", org: searchParams.get("org") };
  if (id === "invite" && act === undefined)
    return { page: "invite", role: searchParams.get("role"), org: searchParams.get("org") };
  if (act === undefined) return { page: "person", id };
  return act === "disable" || act === "enable" || act === "erase" ? { page: act, id } : null;
}

/** The address of a person's page. */
export function personAddress(id: string, act?: "disable" | "enable" | "erase"): string {
  return `/people/${encodeURIComponent(id)}${act === undefined ? "" : `/${act}`}`;
}

/** "9:02am", or with the day. */
export function seenAt(instant: string, now: number): string {
  return clockTimeSeenAt(Math.floor(millis(instant) / 60_000) * 60_000, now);
}
