/** The routes about other people: who they are, inviting, changing and disabling them, and the organisations they are here for. */
import type {
  InvitationView,
  OrganisationList,
  OrganisationView,
  PersonInvited,
  PersonList,
  PersonWritten,
  PlaceGiven,
} from "../protocol/http";
import type { ListedPerson, Organisation, OwnSession } from "../protocol/names";
import { type Answer, getJson, post, put, remove } from "./request";

const PAGE_MAX = 500;

function personPath(id: string): string {
  return `/api/v1/people/${encodeURIComponent(id)}`;
}

/** All people whom the caller may know of, or those of them who have one role. */
export async function allPeople(
  role: "supplier" | "observer" | null = null,
): Promise<Answer<ListedPerson[]>> {
  const found: ListedPerson[] = [];
  const query = new URLSearchParams({ limit: String(PAGE_MAX), ...(role !== null && { role }) });
  for (;;) {
    const answer = await getJson<PersonList>(`/api/v1/people?${query}`);
    if (!answer.ok) return answer;
    found.push(...answer.value.items);
    const { next } = answer.value;
    if (!next) return { ok: true, value: found };
    query.set("after", next);
  }
}

export function onePerson(id: string): Promise<Answer<ListedPerson>> {
  return getJson<ListedPerson>(personPath(id));
}

/** Every organisation that the caller may know of. */
export async function organisations(): Promise<Answer<Organisation[]>> {
  const answer = await getJson<OrganisationList>("/api/v1/organisations");
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

export function nameOrganisation(id: string, name: string): Promise<Answer<OrganisationView>> {
  return put<OrganisationView>(`/api/v1/organisations/${encodeURIComponent(id)}`, { name });
}

export function invite(body: PersonInvited, key: string): Promise<Answer<ListedPerson>> {
  return post<ListedPerson>("/api/v1/people", body, key);
}

/** Sends another invitation; the one before can no longer be used. */
export function inviteAgain(id: string, key: string): Promise<Answer<InvitationView>> {
  return post<InvitationView>(`${personPath(id)}/invitations`, {}, key);
}

export function withdrawInvitation(id: string): Promise<Answer<unknown>> {
  return remove(`${personPath(id)}/invitations`);
}

export function changePerson(id: string, written: PersonWritten): Promise<Answer<ListedPerson>> {
  return put<ListedPerson>(personPath(id), written);
}

export function disable(id: string, reason: string): Promise<Answer<ListedPerson>> {
  return post<ListedPerson>(`${personPath(id)}/disable`, { reason });
}

export function enable(id: string, reason: string): Promise<Answer<ListedPerson>> {
  return post<ListedPerson>(`${personPath(id)}/enable`, { reason });
}

export function erase(id: string): Promise<Answer<unknown>> {
  return remove(personPath(id));
}

/** Gives a person a place, or the lead at one, or ends that lead. */
export function givePlace(id: string, place: PlaceGiven): Promise<Answer<ListedPerson>> {
  return post<ListedPerson>(`${personPath(id)}/places`, place);
}

export function sessionsOf(id: string): Promise<Answer<OwnSession[]>> {
  return getJson<OwnSession[]>(`${personPath(id)}/sessions`);
}

export function endSessionOf(id: string, session: string): Promise<Answer<unknown>> {
  return remove(`${personPath(id)}/sessions/${encodeURIComponent(session)}`);
}

export function endSessionsOf(id: string): Promise<Answer<unknown>> {
  return remove(`${personPath(id)}/sessions`);
}

export function takeOffSecondFactor(id: string): Promise<Answer<unknown>> {
  return remove(`${personPath(id)}/second-factor`);
}
