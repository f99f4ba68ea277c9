/** What the person chose for the pages of lots. */
import { ChoicesFields } from "../../parts/choices/choices-fields";
import { useSession } from "../../parts/page/session-context";
import type { Person } from "../../protocol/names";
import { Section } from "../../parts/page/section";

/** What can be chosen depends on the role. */
const HEADINGS: Readonly<Record<string, string>> = {
  supplier: "Announcements, sound and confirmation",
  buyer: "Announcements and sound",
};

export function OwnChoices({ person }: { person: Person }) {
  const session = useSession();
  return (
    <Section id="own-choices" heading={HEADINGS[person.role] ?? "Announcements"}>
      <ChoicesFields
        choices={person.choices}
        role={person.role}
        kept={session.choices_kept}
        choose={(choices) => session.choose(choices)}
      />
    </Section>
  );
}
