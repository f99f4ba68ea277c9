/** The route that says who is signed in. */
import type { Person } from "./answers";
import { type Answer, getJson } from "./request";

export function me(): Promise<Answer<Person>> {
  return getJson<Person>("/api/v1/me");
}
