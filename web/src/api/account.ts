/** The routes with which a person changes their own name, telephone, password, second factor and sessions. */
import type { PasswordChange, PersonWritten, ProposedFactor, RecoveryList } from "../protocol/http";
import type { Choices, OwnSession, Person, Place } from "../protocol/names";
import { type Answer, getJson, post, put, remove } from "./request";

export function saveDetails(details: PersonWritten): Promise<Answer<Person>> {
  return put<Person>("/api/v1/me", details);
}

export function saveChoices(choices: Choices): Promise<Answer<unknown>> {
  return put("/api/v1/me/choices", choices);
}

export function changePassword(change: PasswordChange): Promise<Answer<unknown>> {
  return put("/api/v1/me/password", change);
}

export function beginSecondFactor(): Promise<Answer<ProposedFactor>> {
  return post<ProposedFactor>("/api/v1/me/second-factor", {});
}

/** Turns the second factor on by its first code. The answer has the recovery codes, this one time only. */
export function confirmSecondFactor(code: string): Promise<Answer<RecoveryList>> {
  return put<RecoveryList>("/api/v1/me/second-factor", { code });
}

export function endSecondFactor(password: string, code: string): Promise<Answer<unknown>> {
  return remove("/api/v1/me/second-factor", { password, code });
}

export function sessions(): Promise<Answer<OwnSession[]>> {
  return getJson<OwnSession[]>("/api/v1/sessions");
}

export function endSession(id: string): Promise<Answer<unknown>> {
  return remove(`/api/v1/sessions/${encodeURIComponent(id)}`);
}

/** Moves this session to another place of the person. Its connections end. */
export function moveTo({ role, org }: Place): Promise<Answer<Person>> {
  return post<Person>("/api/v1/sessions/current/place", { role, org });
}

/** Ends every session of the person but this one. */
export function endOtherSessions(): Promise<Answer<unknown>> {
  return remove("/api/v1/sessions");
}
