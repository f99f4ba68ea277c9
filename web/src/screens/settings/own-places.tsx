/** The places of a person who is here for more than one organisation or in more than one role. */
import { moveTo } from "../../api/account";
import { Said } from "../../parts/form/said";
import { useSending } from "../../parts/form/use-sending";
import type { Person, Place } from "../../protocol/names";
import { roleName } from "../../words/person";
import { notDone } from "../../words/settings";
import { Section } from "../../parts/page/section";

export function OwnPlaces({ person }: { person: Person }) {
  const sending = useSending();
  const { places } = person;
  if (places.length < 2) return null;
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
    <Section id="own-places" heading="What you are here for">
      <Said text={sending.said} />
      <ul class="nhsuk-list lots">
        {places.map((place) => (
          <li key={`${place.role} ${place.org}`}>
            <span>{placeName(place)}</span>
            {place.role === person.role && place.org === person.org ? (
              <strong>now</strong>
            ) : (
              <button type="button" class="plain-button" onClick={() => move(place)}>
                Go on as {placeName(place)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function placeName({ role, org }: Place): string {
  return `${roleName(role)}, organisation code ${org}`;
}
