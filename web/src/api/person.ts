/** The routes of the person who is signed in: who it is, signing in and out, and what they can do without a session. */
import type { SignIn } from "../protocol/http";
import type { Person } from "../protocol/names";
import type { About } from "./answers";
import { type Answer, getJson, post, remove } from "./request";

export function me(): Promise<Answer<Person>> {
  return getJson<Person>("/api/v1/me");
}

export function signIn(body: SignIn): Promise<Answer<Person>> {
  return post<Person>("/api/v1/sessions", body);
}

/** Proves the second factor of this session by a code of the app, or by a recovery code. */
export function proveCode(code: string): Promise<Answer<unknown>> {
  return post("/api/v1/sessions/current/step-up", { code });
}

export function signOut(): Promise<Answer<unknown>> {
  return remove("/api/v1/sessions/current");
}

/** Asks for a link to set a new password. The answer never tells whether anybody has the address. */
export function askForReset(email: string): Promise<Answer<unknown>> {
  return post("/api/v1/password-resets", { email });
}

/** Who runs this service, and whom to ask. */
export function about(): Promise<Answer<About>> {
  return getJson<About>("/api/v1/about");
}
