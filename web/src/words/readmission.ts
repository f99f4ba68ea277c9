/** The words of letting a person back in, and whom a buyer can choose. Pure. */
import { at, type JsonObject, objects, textOf } from "../json";
import type { PersonView, Readmitted } from "../protocol/http";
import { sentenceCase } from "./numbers";
import { mailFailure } from "./people";
import { clockTime, millis } from "./time";

export const READMIT = "Let a person back in";
/** What the act does, with or without mail. */
export function whatItDoes(mail: boolean): string {
  const proof = mail
    ? "They sign in with their password, or by a link that is sent to their e-mail address."
    : "Their password is still needed.";
  return `For somebody who has to wait after too many wrong tries, or who has no code at hand. For 10 minutes no try of theirs waits, and one sign-in needs no code. ${proof}`;
}

export const BE_SURE =
  "Be sure who asks: ring them on the number shown here. What you do is recorded in the event, with your reason.";
export const PERSON_NEEDED = "Choose the person";
export const REASON_NEEDED = "Enter the reason";
export const NOBODY =
  "Nobody of the bidders or trusts of this event can sign in yet. Somebody who has not signed in before needs an invitation.";
export const UNKNOWN =
  "There was no answer, so we do not know whether it is done. Press the button once more: to do it twice does no harm.";

/** For how long a person who was let back in need not wait. */
const OPEN_FOR_MS = 10 * 60_000;
const MINUTE_MS = 60_000;

/** Somebody who can be chosen. */
export interface Readmissible {
  readonly id: string;
  readonly name: string;
  /** "Acme Medical Ltd (bidder)" */
  readonly from: string;
  readonly email: string | null;
  readonly telephone: string | null;
  /** "the mail failed: the mail server answered 550"; null where the last mail arrived. */
  readonly mail: string | null;
}

/** The people who bid or watch in the event and may sign in, by organisation and name. */
export function readmissible(document: JsonObject, people: readonly PersonView[]): Readmissible[] {
  const bidders = namesOf(document, "/bidders", "id");
  const trusts = namesOf(document, "/trusts", "ods");
  const found = people.flatMap((person): Readmissible[] => {
    const takes_part = person.places.flatMap(({ role, org }) => {
      if (role === "supplier" && bidders.has(org)) return [`${bidders.get(org)} (bidder)`];
      return role === "observer" && trusts.has(org) ? [`${trusts.get(org)} (trust)`] : [];
    });
    const [from] = takes_part;
    if (from === undefined || person.state === "disabled") return [];
    const { id, email = null, telephone = null } = person;
    const name = person.name ?? email ?? "A person without a name";
    return [{ id, name, from, email, telephone, mail: mailFailure(person) }];
  });
  return found.sort((one, other) => `${one.from} ${one.name}`.localeCompare(`${other.from} ${other.name}`));
}

function namesOf(document: JsonObject, list: string, key: string): Map<string, string> {
  const entries = objects(at(document, list));
  return new Map(entries.map((one) => [textOf(one[key]), textOf(one["name"]) || textOf(one[key])]));
}

/** Whether every word of `typed` stands in what is shown of the person. */
export function isMeant({ name, from, email }: Readmissible, typed: string): boolean {
  const shown = `${name} ${from} ${email ?? ""}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => shown.includes(word));
}

/** "Bo Alder can sign in now. Until 10:41am no try of theirs waits, …" */
export function readmittedSentence(name: string, done: Readmitted): string {
  const until = minute(millis(done.at) + OPEN_FOR_MS);
  const link = mailSentence(done);
  return `${name} can sign in now. Until ${clockTime(until)} no try of theirs waits, and one sign-in needs no code. On their page they press \u201cTry now\u201d, or load it again.${link}`;
}

function mailSentence({ mailed, mailed_at, mailed_before }: Readmitted): string {
  if (!mailed) return "";
  if (!mailed_before || !mailed_at) return ` A link was sent to ${mailed}.`;
  const at = clockTime(minute(millis(mailed_at)));
  return ` A link was sent to ${mailed} at ${at} already. It still works, so no second e-mail was sent.`;
}

function minute(instant_ms: number): number {
  return Math.floor(instant_ms / MINUTE_MS) * MINUTE_MS;
}

/** Why the server did not do it: "Nobody was let back in. Every lot of the event has ended." */
export function refusedSentence(detail: string | undefined): string {
  const why = detail === undefined || detail === "" ? "Try again in a moment" : sentenceCase(detail);
  return `Nobody was let back in. ${why}${why.endsWith(".") ? "" : "."}`;
}
