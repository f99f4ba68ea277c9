/** The list of the people by organisation, with what waits for somebody before it, and a search. */
import { useState } from "preact/hooks";
import { Said } from "../../parts/form/said";
import { Heading } from "../../parts/page/heading";
import { CannotSeePeople } from "./cannot-see";
import { LoadState } from "../../parts/page/load-state";
import { Pages } from "../../parts/page/pages";
import { type Column, Table } from "../../parts/page/table";
import type { Loading } from "../../parts/page/use-loaded";
import type { ListedPerson, Person } from "../../protocol/names";
import { count } from "../../words/numbers";
import { ORGANISATIONS } from "../../words/person";
import {
  foundPeople,
  groupsOf,
  invitableRoles,
  kindName,
  kindOf,
  lastSignIn,
  organisationName,
  peopleSentence,
  type PeopleGroup,
  personAddress,
  personName,
  placeWords,
  stateWords,
  waitingPeople,
} from "../../words/people";
import type { KnownPeople } from "./known-people";
import { TelephoneLink } from "../../parts/contact/telephone-link";

/** A shorter list needs no search. */
const SEARCHED_MIN = 8;

interface PeopleListProps {
  known: Loading<KnownPeople>;
  caller: Person;
  /** Only this organisation is asked for. */
  org: string | null;
  said: string | null;
  go: (address: string) => void;
}

export function PeopleList({ known, caller, org, said, go }: PeopleListProps) {
  if (known.refused !== null) return <CannotSeePeople />;
  return (
    <>
      <div class="beside-heading">
        <Heading>People</Heading>
        {invitableRoles(caller).length > 0 && (
          <a class="nhsuk-button" href="/people/invite">
            Invite somebody
          </a>
        )}
      </div>
      <Said text={said} />
      <LoadState what="the people" loaded={known} />
      {known.value !== null && (
        <div class={`of-people${known.next_try === null ? "" : " as-it-was"}`}>
          <Listed known={known.value} {...{ caller, org, go }} />
        </div>
      )}
    </>
  );
}

type ListedProps = Omit<PeopleListProps, "known" | "said"> & { known: KnownPeople };

function Listed({ known, caller, org, go }: ListedProps) {
  const [typed, setTyped] = useState("");
  const all = groupsOf(known.people, known.organisations, caller);
  const asked = org === null ? all : all.filter(({ organisation }) => organisation.id === org);
  const people = org === null ? known.people : peopleIn(asked);
  const shown = foundPeople(asked, typed).filter(
    (group) => group.people.length > 0 || mayInviteTo(group, caller),
  );
  return (
    <>
      <p class="lead">{people.length === 0 ? "Nobody is here yet." : peopleSentence(people)}</p>
      {org !== null && (
        <p>
          Only {asked.map(({ organisation }) => organisationName(organisation)).join(", ") || org} is shown.{" "}
          <button type="button" class="link-button" onClick={() => go("/people")}>
            Show all organisations
          </button>
        </p>
      )}
      {people.length >= SEARCHED_MIN && (
        <form class="search" role="search" noValidate onSubmit={(event) => event.preventDefault()}>
          <label class="nhsuk-label" for="search">
            Search by name, address, telephone or organisation
          </label>
          <input
            class="nhsuk-input"
            id="search"
            type="text"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </form>
      )}
      {typed === "" && <Waiting people={waitingPeople(people, caller)} />}
      {people.length === 0 && <p>{nextStep(caller)}</p>}
      {people.length > 0 && shown.length === 0 && <p>Nobody matches your search.</p>}
      {shown.map((group) => (
        <Group key={group.key} group={group} caller={caller} />
      ))}
      <p class="quiet">All times are UK time.</p>
    </>
  );
}

function nextStep(caller: Person): string {
  return invitableRoles(caller).length > 0
    ? "Invite somebody: the person gets a link that signs in once."
    : "Once somebody of your organisation is invited, you see the name here.";
}

function peopleIn(groups: readonly PeopleGroup[]): ListedPerson[] {
  return [...new Set(groups.flatMap(({ people }) => people))];
}

/** A buyer invites the first person of an organisation; that person invites the others. */
function mayInviteTo({ organisation, people }: PeopleGroup, caller: Person): boolean {
  const may = invitableRoles(caller).some((role) => kindOf(role) === organisation.kind);
  const is_own = kindOf(caller.role) === organisation.kind && caller.org === organisation.id;
  if (organisation.kind === "partnership") return may && is_own;
  return may && (caller.role === "admin" || is_own || people.length === 0);
}

function Waiting({ people }: { people: readonly ListedPerson[] }) {
  if (people.length === 0) return null;
  return (
    <section class="card" aria-labelledby="waiting">
      <h2 class="card__heading" id="waiting">
        Needs you
      </h2>
      <Pages rows={people} before="Previous page" after="Next page">
        {(shown) => (
          <ul class="nhsuk-list lots">
            {shown.map((person) => (
              <li key={person.id}>
                <a href={personAddress(person.id)}>{personName(person)}</a>
                <span>{stateWords(person)}.</span>
              </li>
            ))}
          </ul>
        )}
      </Pages>
    </section>
  );
}

interface GroupProps {
  group: PeopleGroup;
  caller: Person;
}

function Group({ group, caller }: GroupProps) {
  const { organisation, people, key } = group;
  const name = organisationName(organisation);
  const id = `group-${key.replace(/\W/g, "-")}`;
  const role = organisation.kind === "trust" ? "observer" : organisation.kind;
  const to = new URLSearchParams({
    ...(organisation.kind === "partnership" ? {} : { role }),
    org: organisation.id,
  });
  return (
    <section class="card" aria-labelledby={id}>
      <div class="beside-heading">
        <h2 class="card__heading" id={id}>
          {name}
        </h2>
        {mayInviteTo(group, caller) && (
          <a href={`/people/invite?${to}`}>
            {people.length === 0 ? "Invite the first person" : "Invite"}
            <span class="nhsuk-u-visually-hidden"> of {name}</span>
          </a>
        )}
      </div>
      <p class="quiet">
        {kindName(organisation.kind)}
        {organisation.name === null ? ". It has no name here yet." : `, code ${organisation.id}.`}{" "}
        {organisation.name === null && organisation.may_name && (
          <>
            <a href={ORGANISATIONS}>
              Give it a name<span class="nhsuk-u-visually-hidden">: {organisation.id}</span>
            </a>
            .{" "}
          </>
        )}
        {people.length === 0 ? "Nobody is here yet." : `${count(people.length, "person", "people")}.`}
      </p>
      {people.length > 0 && (
        <Pages rows={people} before="Previous page" after="Next page">
          {(shown) => (
            <Table
              caption={`People of ${name}`}
              columns={columnsOf(group)}
              rows={shown}
              keyOf={({ id: person }) => person}
            />
          )}
        </Pages>
      )}
    </section>
  );
}

/** A column that nobody of the group may be shown in is left out. */
function columnsOf({ organisation, people }: PeopleGroup): Array<Column<ListedPerson>> {
  const now = Date.now();
  const has_contact = people.some(({ state }) => state !== undefined);
  const has_sign_in = people.some(({ second_factor }) => second_factor !== undefined);
  return [
    { name: "Name", names_row: true, cell: (person) => <Name person={person} /> },
    {
      name: "Role",
      cell: ({ places }) =>
        places
          .filter(({ role, org }) => kindOf(role) === organisation.kind && org === organisation.id)
          .map(placeWords)
          .join("; "),
    },
    ...(has_contact
      ? [
          {
            name: "Telephone",
            cell: ({ state, telephone }: ListedPerson) =>
              state === undefined ? "Not shown" : <TelephoneLink telephone={telephone} />,
          },
          { name: "State", cell: (person: ListedPerson) => stateWords(person) },
        ]
      : []),
    ...(has_sign_in
      ? [
          {
            name: "Last sign-in",
            cell: (person: ListedPerson) =>
              person.second_factor === undefined ? "Not shown" : lastSignIn(person, now),
          },
        ]
      : []),
  ];
}

function Name({ person }: { person: ListedPerson }) {
  return (
    <>
      <a href={personAddress(person.id)}>{personName(person)}</a>
      {person.email !== undefined && <span class="block quiet">{person.email}</span>}
    </>
  );
}
