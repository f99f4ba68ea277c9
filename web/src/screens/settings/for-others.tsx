/** Where a person looks after others: people, organisations, mail, security events. */
import { Section } from "../../parts/page/section";
import type { Person } from "../../protocol/names";
import { administrationPages, PAGE_NAMES } from "../../words/administration";
import { looksAfterPeople } from "../../words/person";

export function ForOthers({ person }: { person: Person }) {
  const pages = administrationPages(person);
  if (pages.length === 0 && !looksAfterPeople(person)) return null;
  return (
    <Section id="for-others" heading="Administration">
      <ul class="nhsuk-list">
        {looksAfterPeople(person) && (
          <li>
            <a href="/people">People</a>
          </li>
        )}
        {pages.map((page) => (
          <li key={page}>
            <a href={`/settings/${page}`}>{PAGE_NAMES[page]}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
