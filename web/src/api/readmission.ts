/** The routes with which a buyer lets a person back in: the people whom the buyer may know of, and the act itself. */
import type { PersonList, PersonView, Readmitted } from "../protocol/http";
import { type Answer, getJson, post } from "./request";

const PAGE_MAX = 500;

/** All people whom the caller may know of, page after page. */
export async function knownPeople(): Promise<Answer<readonly PersonView[]>> {
  const found: PersonView[] = [];
  let after: string | null = null;
  do {
    const query: string = after === null ? "" : `&after=${encodeURIComponent(after)}`;
    const answer: Answer<PersonList> = await getJson<PersonList>(`/api/v1/people?limit=${PAGE_MAX}${query}`);
    if (!answer.ok) return answer;
    found.push(...answer.value.items);
    after = answer.value.next ?? null;
  } while (after !== null);
  return { ok: true, value: found };
}

export function readmit(event: string, person: string, reason: string): Promise<Answer<Readmitted>> {
  return post<Readmitted>(`/api/v1/events/${encodeURIComponent(event)}/readmit`, { person, reason });
}
