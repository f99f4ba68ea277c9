/** What the list of the people and the page for invitations show, loaded together. */
import { mailsSince } from "../../api/administration";
import { allPeople, organisations } from "../../api/people";
import type { Answer } from "../../api/request";
import type { ListedPerson, Mail, Organisation, Person } from "../../protocol/names";
import type { Mails } from "../../words/people";

export interface KnownPeople {
  readonly people: readonly ListedPerson[];
  readonly organisations: readonly Organisation[];
  readonly mails: Mails;
}

export async function loadPeople(caller: Person): Promise<Answer<KnownPeople>> {
  const [people, named] = await Promise.all([allPeople(), organisations()]);
  if (!people.ok) return people;
  if (!named.ok) return named;
  const mails = await invitationMails(people.value, caller);
  return { ok: true, value: { people: people.value, organisations: named.value, mails } };
}

/** The newest mail to each person whose invitation was mailed. Only an administrator reads what became of mail. */
async function invitationMails(people: readonly ListedPerson[], caller: Person): Promise<Mails> {
  const mailed = people.flatMap(({ invitation }) =>
    invitation?.state === "sent" ? [invitation.sent_at] : [],
  );
  const [first] = mailed.sort();
  if (caller.role !== "admin" || first === undefined) return new Map();
  const answer = await mailsSince(first);
  return answer.ok ? newestByAddress(answer.value) : new Map();
}

function newestByAddress(mails: readonly Mail[]): Mails {
  const found = new Map<string, Mail>();
  for (const mail of mails) {
    const address = mail.to.toLowerCase();
    if (mail.kind === "invitation" && !found.has(address)) found.set(address, mail);
  }
  return found;
}
