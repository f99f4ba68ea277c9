/** The choice of a person, each with organisation, e-mail address and a number to ring. A long list has a search. */
import { useState } from "preact/hooks";
import { sentenceCase } from "../../words/numbers";
import { isMeant, type Readmissible } from "../../words/readmission";

/** A shorter list needs no search. */
const SEARCHED_MIN = 8;

interface WhoFieldProps {
  id: string;
  people: readonly Readmissible[];
  chosen: Readmissible | null;
  choose(person: Readmissible): void;
  problem: string | null;
}

export function WhoField({ id, people, chosen, choose, problem }: WhoFieldProps) {
  const [typed, setTyped] = useState("");
  // Who is chosen stays in view, whatever is searched for.
  const shown = people.filter((one) => one.id === chosen?.id || isMeant(one, typed));
  return (
    <div class={`nhsuk-form-group${problem === null ? "" : " nhsuk-form-group--error"}`}>
      <fieldset class="nhsuk-fieldset" aria-describedby={problem === null ? undefined : `${id}-problem`}>
        <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Who cannot sign in</legend>
        {problem !== null && (
          <span class="nhsuk-error-message" id={`${id}-problem`}>
            <span class="nhsuk-u-visually-hidden">Error:</span> {problem}
          </span>
        )}
        {people.length >= SEARCHED_MIN && (
          <div class="search">
            <label class="nhsuk-label" for={`${id}-search`}>
              Search by name, organisation or e-mail address
            </label>
            <input
              class="nhsuk-input"
              id={`${id}-search`}
              type="text"
              autocomplete="off"
              spellcheck={false}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
        )}
        {shown.length === 0 && <p>Nobody matches your search.</p>}
        {shown.map((one, nth) => (
          <Person
            key={one.id}
            id={nth === 0 ? id : `${id}-${nth}`}
            name={id}
            person={one}
            checked={one.id === chosen?.id}
            choose={() => choose(one)}
          />
        ))}
      </fieldset>
    </div>
  );
}

interface PersonProps {
  id: string;
  name: string;
  person: Readmissible;
  checked: boolean;
  choose: () => void;
}

function Person({ id, name, person, checked, choose }: PersonProps) {
  return (
    <div class="choice choice--described">
      <input
        type="radio"
        id={id}
        name={name}
        checked={checked}
        aria-describedby={`${id}-from`}
        onChange={choose}
      />
      <div>
        <label for={id}>{person.name}</label>
        <div class="quiet" id={`${id}-from`}>
          {[person.from, person.email].filter(Boolean).join(", ")}
        </div>
        {person.mail !== null && <div>{sentenceCase(person.mail)}.</div>}
        {person.telephone === null ? (
          <div class="quiet">No telephone number is known.</div>
        ) : (
          <a href={`tel:${person.telephone.replace(/[^+\d]/g, "")}`}>{person.telephone}</a>
        )}
      </div>
    </div>
  );
}
