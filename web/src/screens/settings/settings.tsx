/** A person's own settings: name, password, second factor, sessions, and what they chose for the pages. */
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import type { Person } from "../../protocol/names";
import { OwnChoices } from "./own-choices";
import { OwnDetails } from "./own-details";
import { OwnPlaces } from "./own-places";
import { OwnPassword } from "./own-password";
import { OwnSessions } from "./own-sessions";
import { SecondFactor } from "./second-factor";

export function SettingsScreen({ person }: { person: Person }) {
  return (
    <Page>
      <div class="reading">
        <Heading>Settings</Heading>
        <OwnDetails person={person} />
        <OwnPlaces person={person} />
        <OwnPassword />
        <SecondFactor person={person} />
        <OwnSessions />
        <OwnChoices person={person} />
      </div>
    </Page>
  );
}
