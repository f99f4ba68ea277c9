/** What each section of a person's page is given. */
import type { ListedPerson, Organisation, Person } from "../../protocol/names";

export interface PersonSectionProps {
  person: ListedPerson;
  caller: Person;
  organisations: readonly Organisation[];
  /** Loads the person again, because something was changed. */
  changed(): void;
}
