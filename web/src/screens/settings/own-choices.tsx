/** What the person chose for the pages of lots. */
import { useState } from "preact/hooks";
import { loadChoices, saveChoices } from "../../live/local-storage";
import { ChoicesFields } from "../../parts/choices/choices-fields";
import type { Person } from "../../protocol/names";
import { Section } from "../../parts/page/section";

export function OwnChoices({ person }: { person: Person }) {
  const [choices, setChoices] = useState(() => loadChoices(person.person));
  return (
    <Section id="own-choices" heading="Pages of lots">
      <ChoicesFields
        choices={choices}
        sends_offers={person.role === "supplier"}
        choose={(chosen) => {
          saveChoices(person.person, chosen);
          setChoices(chosen);
        }}
      />
      <p class="quiet">Kept for you in this browser, as soon as you choose.</p>
    </Section>
  );
}
