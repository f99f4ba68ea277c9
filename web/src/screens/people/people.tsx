/** The screen of the people: a list by organisation, and a page for each person and each act. */
import { useRef, useState } from "preact/hooks";
import { mailsSince } from "../../api/administration";
import { allPeople, organisations } from "../../api/people";
import type { Answer } from "../../api/request";
import { NoSuchPage } from "../../parts/page/error-pages";
import { Page } from "../../parts/page/page";
import { useLoaded } from "../../parts/page/use-loaded";
import type { ListedPerson, Mail, Organisation, Person } from "../../protocol/names";
import type { Mails } from "../../words/people";
import { peoplePage } from "../../words/people";
import { ErasePage } from "./erase-page";
import { InvitePage } from "./invite-page";
import { KeepOutPage } from "./keep-out-page";
import { PeopleList } from "./people-list";
import { PersonPage } from "./person-page";
import "../../styles/people.scss";

export interface PeopleScreenProps {
  /** The address with its query. */
  address: string;
  person: Person;
  go: (address: string) => void;
}

/** What the list and the page for invitations show. */
export interface KnownPeople {
  readonly people: readonly ListedPerson[];
  readonly organisations: readonly Organisation[];
  readonly mails: Mails;
}

const AGAIN_MS = 60_000;

export function PeopleScreen({ address, person, go }: PeopleScreenProps) {
  const place = peoplePage(address);
  const needed = useRef(false);
  needed.current ||= place?.page === "list" || place?.page === "invite";
  const known = useLoaded(needed.current ? "people" : null, () => loadPeople(person), AGAIN_MS);
  // What an act did is said on the page that it leads to.
  const [told, setTold] = useState({ at: "", words: "" });
  const said = told.at === address ? told.words : null;
  const goOn = (to: string, words: string): void => {
    setTold({ at: to, words });
    known.again();
    go(to);
  };
  return (
    <Page>
      {place === null && <NoSuchPage />}
      {place?.page === "list" && (
        <PeopleList known={known} caller={person} org={place.org} said={said} go={go} />
      )}
      {place?.page === "invite" && (
        <InvitePage key={address} known={known} caller={person} asked={place} invited={known.again} />
      )}
      {place?.page === "person" && (
        <PersonPage key={place.id} id={place.id} caller={person} said={said} changed={known.again} />
      )}
      {(place?.page === "disable" || place?.page === "enable") && (
        <KeepOutPage key={address} id={place.id} act={place.page} goOn={goOn} />
      )}
      {place?.page === "erase" && <ErasePage key={address} id={place.id} goOn={goOn} />}
    </Page>
  );
}

async function loadPeople(caller: Person): Promise<Answer<KnownPeople>> {
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
