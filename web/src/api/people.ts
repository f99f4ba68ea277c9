/** The routes about people: for now, who can sign in for the organisations of an event. */
import type { PersonList, PersonView } from "../protocol/http";
import { type Answer, getJson } from "./request";

const PAGE = 500;
/** More people than these pages have are not read. */
const PAGES_MAX = 20;

/** Those of one role whom the caller may know of. */
export async function peopleOfRole(role: "supplier" | "observer"): Promise<Answer<readonly PersonView[]>> {
  const found: PersonView[] = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = new URLSearchParams({ role, limit: String(PAGE), ...(after === null ? {} : { after }) });
    const answer: Answer<PersonList> = await getJson<PersonList>(`/api/v1/people?${query}`);
    if (!answer.ok) return answer;
    found.push(...answer.value.items);
    after = answer.value.next ?? null;
    if (after === null) break;
  }
  return { ok: true, value: found };
}
