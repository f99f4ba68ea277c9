/** Who can sign in for the organisations of an event, in words. Pure. */
import { type JsonObject, objects, textOf } from "../../json";
import type { MailFailure } from "../../protocol/http";
import { count } from "../numbers";
import { mailFailure } from "../people";

/** An organisation that takes part in an event. */
export interface Party {
  readonly role: "supplier" | "observer";
  readonly org: string;
  readonly name: string;
}

interface ListedPerson {
  readonly name?: string | null;
  readonly email?: string;
  readonly state?: string;
  readonly mail_failed?: MailFailure | null;
  readonly places: ReadonlyArray<{ readonly role: string; readonly org: string }>;
}

/** The bidders, then the trusts, each in their order. */
export function partiesOf(document: JsonObject): readonly Party[] {
  const party = (role: Party["role"], org: string, name: string, nth: number): Party => {
    const kind = role === "supplier" ? "Bidder" : "Trust";
    return { role, org, name: name || org || `${kind} ${nth + 1}` };
  };
  return [
    ...objects(document["bidders"]).map(({ id, name }, nth) =>
      party("supplier", textOf(id), textOf(name), nth),
    ),
    ...objects(document["trusts"]).map(({ ods, name }, nth) =>
      party("observer", textOf(ods), textOf(name), nth),
    ),
  ];
}

/** "(bidder)" or "(trust)" */
export function partWords({ role }: Party): string {
  return role === "supplier" ? "(bidder)" : "(trust)";
}

/** Those who stand at the organisation, and may sign in or be invited. */
export function peopleOf<Listed extends ListedPerson>(
  party: Party,
  people: readonly Listed[],
): readonly Listed[] {
  return people.filter(({ places }) =>
    places.some(({ role, org }) => role === party.role && org === party.org),
  );
}

export function canSignIn({ state }: ListedPerson): boolean {
  return state !== "disabled";
}

/** "Ann Field", "Ann Field (invited, but the mail failed: the mail server answered 550)", "Ann Field (disabled)" */
export function personWords(person: ListedPerson): string {
  const { name, email, state } = person;
  const called = name ?? email ?? "A person without a name";
  const failed = mailFailure(person);
  if (state === "invited")
    return `${called} (invited, ${failed === null ? "has not signed in yet" : `but ${failed}`})`;
  if (failed !== null) return `${called} (${failed})`;
  return state === "disabled" ? `${called} (disabled)` : called;
}

/** "Somebody can sign in for each of 5 organisations.", "For 2 of 5 organisations nobody can sign in yet." */
export function peopleSentence(parties: readonly Party[], people: readonly ListedPerson[]): string {
  const without = parties.filter((party) => !peopleOf(party, people).some(canSignIn)).length;
  if (parties.length === 0) return "No organisation takes part yet.";
  if (without === parties.length && without > 1)
    return `Nobody can sign in yet for any of the ${without} organisations.`;
  return without === 0
    ? `Somebody can sign in for ${parties.length === 1 ? "the 1" : `each of the ${parties.length}`} ${parties.length === 1 ? "organisation" : "organisations"}.`
    : `For ${without} of ${count(parties.length, "organisation")} nobody can sign in yet.`;
}

/** The screen on which somebody of the organisation is invited. */
export function inviteAddress({ org }: Party): string {
  return `/people?org=${encodeURIComponent(org)}`;
}
