/** One person: the invitation, the details, places, sessions and second factor, each with what the caller may do. */
import type { ComponentChildren } from "preact";
import { onePerson, organisations } from "../../api/people";
import { Said } from "../../parts/form/said";
import { Back } from "../../parts/page/back";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { Section } from "../../parts/page/section";
import { useLoaded } from "../../parts/page/use-loaded";
import type { ListedPerson, Person } from "../../protocol/names";
import {
  kindOf,
  lastSignIn,
  mailFailureSentence,
  organisationName,
  personAddress,
  personName,
  placeWords,
} from "../../words/people";
import { CannotSeePeople } from "./cannot-see";
import { PersonDetails } from "./person-details";
import { PersonInvitation } from "./person-invitation";
import { PersonPlaces } from "./person-places";
import type { PersonSectionProps } from "./person-section";
import { PersonSecondFactor } from "./person-second-factor";
import { PersonSessions } from "./person-sessions";
import { TelephoneLink } from "../../parts/contact/telephone-link";

interface PersonPageProps {
  id: string;
  caller: Person;
  said: string | null;
  /** Something about the person was changed. */
  changed(): void;
}

export function PersonPage({ id, caller, said, changed }: PersonPageProps) {
  const loaded = useLoaded(id, async () => {
    const [person, named] = await Promise.all([onePerson(id), organisations()]);
    if (!person.ok) return person;
    return { ok: true, value: { person: person.value, organisations: named.ok ? named.value : [] } };
  });
  if (loaded.refused !== null) return <CannotSeePeople />;
  if (loaded.value === null) {
    return (
      <>
        <Heading>Loading the person</Heading>
        <LoadState what="the person" loaded={loaded} />
      </>
    );
  }
  const { person } = loaded.value;
  const props: PersonSectionProps = {
    ...loaded.value,
    caller,
    changed: () => {
      loaded.again();
      changed();
    },
  };
  return (
    <div class="reading">
      <Back to="/people" words="Back to the people" />
      <Heading>{personName(person)}</Heading>
      <Said text={said} />
      <LoadState what="the person" loaded={loaded} />
      <div class={loaded.next_try === null ? "" : "as-it-was"}>
        <About {...props} />
        {person.may.includes("resend") && <PersonInvitation {...props} />}
        {person.may.includes("change_name") && <PersonDetails {...props} />}
        {(person.may.includes("make_lead") || person.may.includes("give_place")) && (
          <PersonPlaces {...props} />
        )}
        {person.may.includes("end_sessions") && <PersonSessions {...props} />}
        {person.may.includes("take_off_second_factor") && <PersonSecondFactor {...props} />}
        <KeepOut person={person} />
      </div>
    </div>
  );
}

function About({ person, caller, organisations: named }: PersonSectionProps) {
  const { places, email, telephone, state } = person;
  return (
    <div class="card">
      <dl class="facts">
        {places.map((place) => {
          const known = named.find(({ kind, id }) => kind === kindOf(place.role) && id === place.org);
          return (
            <div key={`${place.role} ${place.org}`}>
              <dt>{placeWords(place)}</dt>
              <dd>{organisationName(known ?? { id: place.org })}</dd>
            </div>
          );
        })}
        {email !== undefined && <Fact name="E-mail address" value={email} />}
        {state !== undefined && <Fact name="Telephone" value={<TelephoneLink telephone={telephone} />} />}
        {state !== undefined && <Fact name="State" value={STATES[state] ?? state} />}
        {person.second_factor !== undefined && (
          <Fact name="Last sign-in" value={lastSignIn(person, Date.now())} />
        )}
      </dl>
      {person.mail_failed && <p class="note">{mailFailureSentence(person.mail_failed, Date.now())}</p>}
      {person.id === caller.person && (
        <p>
          This is you. Your password and your code are in <a href="/settings">your settings</a>.
        </p>
      )}
      {person.may.includes("read_security_events") && (
        <p>
          <a href={`/settings/security-events?person=${encodeURIComponent(person.id)}`}>
            Security events of {personName(person)}
          </a>
        </p>
      )}
    </div>
  );
}

const STATES: Readonly<Record<string, string>> = {
  invited: "Invited, has not signed in yet",
  active: "Active",
  disabled: "Disabled",
};

function Fact({ name, value }: { name: string; value: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function KeepOut({ person }: { person: ListedPerson }) {
  const { may, state, id } = person;
  const name = personName(person);
  if (!may.includes("disable") && !may.includes("erase")) return null;
  return (
    <Section id="keep-out" heading="Disable or erase">
      {may.includes("disable") && state !== "disabled" && (
        <>
          <p>Somebody who is disabled cannot sign in. Nothing of what they did is lost.</p>
          <p>
            <a href={personAddress(id, "disable")}>Disable {name}</a>
          </p>
        </>
      )}
      {may.includes("disable") && state === "disabled" && (
        <p>
          <a href={personAddress(id, "enable")}>Enable {name} again</a>
        </p>
      )}
      {may.includes("erase") && (
        <p class="apart">
          <a href={personAddress(id, "erase")}>Erase {name} for good</a>
        </p>
      )}
    </Section>
  );
}
