/** What the list of the people and the page for invitations show, loaded together. */
import { allPeople, organisations } from "../../api/people";
import type { Answer } from "../../api/request";
import type { ListedPerson, Organisation } from "../../protocol/names";

export interface KnownPeople {
  readonly people: readonly ListedPerson[];
  readonly organisations: readonly Organisation[];
}

export async function loadPeople(): Promise<Answer<KnownPeople>> {
  const [people, named] = await Promise.all([allPeople(), organisations()]);
  if (!people.ok) return people;
  if (!named.ok) return named;
  return { ok: true, value: { people: people.value, organisations: named.value } };
}
