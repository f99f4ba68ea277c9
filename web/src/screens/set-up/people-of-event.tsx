/** The organisations of the event, and who can sign in for each. One for which nobody can is a warning. */
import { useEffect, useState } from "preact/hooks";
import { allPeople } from "../../api/people";
import type { PersonView } from "../../protocol/http";
import {
  canSignIn,
  inviteAddress,
  partiesOf,
  type Party,
  partWords,
  peopleOf,
  peopleSentence,
  personWords,
} from "../../words/draft/people";
import { useForm } from "./form";

type People = readonly PersonView[] | "loading" | "failed";

export function PeopleOfTheEvent() {
  const { document, checked } = useForm();
  const parties = partiesOf(document);
  // The server knows whose people these are once it can read the whole draft.
  if (!checked?.complete) {
    return (
      <>
        <ul class="nhsuk-list nhsuk-list--bullet">
          {parties.map((party, nth) => (
            <li key={nth}>
              {party.name} <span class="quiet">{partWords(party)}</span>
            </li>
          ))}
        </ul>
        <p class="quiet">Once nothing is missing or wrong in the draft, their people are listed here.</p>
      </>
    );
  }
  return <PeopleOfParties parties={parties} />;
}

/** Who can sign in for these organisations, and whom no mail has reached. */
export function PeopleOfParties({ parties }: { parties: readonly Party[] }) {
  const [people, load] = usePeople();
  if (people === "loading") return <p>Loading the people of these organisations.</p>;
  if (people === "failed") {
    return (
      <p>
        The people of these organisations could not be loaded just now.{" "}
        <button type="button" class="link-button" onClick={load}>
          Try again
        </button>
      </p>
    );
  }
  return (
    <>
      <p>
        <strong>{peopleSentence(parties, people)}</strong>
      </p>
      <ul class="nhsuk-list parties">
        {parties.map((party, nth) => (
          <li key={nth}>
            <strong>{party.name}</strong> <span class="quiet">{partWords(party)}</span>
            <OfParty party={party} people={peopleOf(party, people)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function OfParty({ party, people }: { party: Party; people: readonly PersonView[] }) {
  return (
    <>
      {people.length > 0 && (
        <ul class="nhsuk-list nhsuk-list--bullet">
          {people.map((one) => (
            <li key={one.id}>{personWords(one)}</li>
          ))}
        </ul>
      )}
      {!people.some(canSignIn) && (
        <p class="set-up__warning">
          <strong>Check:</strong> nobody can sign in yet.{" "}
          <a href={inviteAddress(party)}>
            Invite somebody<span class="nhsuk-u-visually-hidden"> of {party.name}</span>
          </a>
        </p>
      )}
    </>
  );
}

/** Asked for again when the person comes back to the tab: somebody may have been invited in another one. */
function usePeople(): [People, () => void] {
  const [people, setPeople] = useState<People>("loading");
  const load = async (): Promise<void> => {
    const [bidders, observers] = await Promise.all([allPeople("supplier"), allPeople("observer")]);
    if (bidders.ok && observers.ok) setPeople([...bidders.value, ...observers.value]);
    else setPeople((known) => (typeof known === "string" ? "failed" : known));
  };
  useEffect(() => {
    const seen = (): void => {
      if (document.visibilityState === "visible") void load();
    };
    void load();
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, []);
  return [people, () => void load()];
}
