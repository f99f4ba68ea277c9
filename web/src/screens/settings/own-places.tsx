/** The roles of a person, where there is more than one, or where the organisation has no name yet. */
import { moveTo } from "../../api/account";
import { organisations } from "../../api/people";
import { Said } from "../../parts/form/said";
import { useSending } from "../../parts/form/use-sending";
import { useLoaded } from "../../parts/page/use-loaded";
import type { Organisation, Person, Place } from "../../protocol/names";
import { kindOf } from "../../words/people";
import { namesOwnOrganisation, ORGANISATIONS, placeName, unnamedSentence } from "../../words/person";
import { notDone } from "../../words/settings";
import { Section } from "../../parts/page/section";

export function OwnPlaces({ person }: { person: Person }) {
  const sending = useSending();
  const { places } = person;
  const named = useLoaded(places.length < 2 ? null : "organisations", organisations);
  const unnamed = unnamedSentence(person);
  if (places.length < 2 && unnamed === null) return null;
  const move = (place: Place): void => {
    sending.send([], async () => {
      const answer = await moveTo(place);
      if (!answer.ok) return { said: notDone(answer) };
      // Another place sees other events and lots: nothing of this page is for it.
      location.assign("/");
      return { problems: [] };
    });
  };
  return (
    <Section id="own-places" heading={places.length < 2 ? "Your organisation" : "Your roles"}>
      <Said text={sending.said} />
      {unnamed !== null && (
        <p>
          {unnamed} {namesOwnOrganisation(person) && <a href={ORGANISATIONS}>Name your organisation</a>}
        </p>
      )}
      {places.length > 1 && (
        <ul class="nhsuk-list lots lots--ends">
          {places.map((place) => {
            const name = placeName(place, nameOf(place, person, named.value ?? []));
            return (
              <li key={`${place.role} ${place.org}`}>
                <span>{name}</span>
                {isHere(place, person) ? (
                  <strong>You are signed in as this</strong>
                ) : (
                  <button type="button" class="plain-button" onClick={() => move(place)}>
                    Switch<span class="nhsuk-u-visually-hidden"> to {name}</span>
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}

function isHere({ role, org }: Place, person: Person): boolean {
  return role === person.role && org === person.org;
}

function nameOf(place: Place, person: Person, named: readonly Organisation[]): string | null {
  const known = named.find(({ id, kind }) => id === place.org && kind === kindOf(place.role));
  return known?.name ?? (isHere(place, person) ? (person.org_name ?? null) : null);
}
