/** The routes that say who is signed in, and end the session. */
import type { Person } from "./answers";
import { type Answer, getJson, remove } from "./request";

export function me(): Promise<Answer<Person>> {
  return getJson<Person>("/api/v1/me");
}

export function signOut(): Promise<Answer<null>> {
  return remove("/api/v1/sessions/current");
}
