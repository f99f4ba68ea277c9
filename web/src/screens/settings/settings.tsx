/** The settings: a person's own ones on one page, and pages for those who look after the service or its people. */
import { NoSuchPage, Notice } from "../../parts/page/error-pages";
import { Back } from "../../parts/page/back";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { WhomToAsk } from "../../parts/page/whom-to-ask";
import type { Person } from "../../protocol/names";
import { administrationPage, administrationPages } from "../../words/administration";
import { ForOthers } from "./for-others";
import { OrganisationsPage } from "./organisations-page";
import { OwnChoices } from "./own-choices";
import { OwnDetails } from "./own-details";
import { OwnPassword } from "./own-password";
import { OwnPlaces } from "./own-places";
import { OwnSessions } from "./own-sessions";
import { SecondFactor } from "./second-factor";
import { SecurityEventsPage } from "./security-events-page";
import { ServicePage } from "./service-page";
import "../../styles/people.scss";

export interface SettingsProps {
  /** The address with its query. */
  address: string;
  person: Person;
  go: (address: string) => void;
}

export function SettingsScreen({ address, person, go }: SettingsProps) {
  const asked = administrationPage(address);
  return (
    <Page>
      {asked === "own" ? <OwnSettings person={person} /> : <ForOthersPage {...{ asked, person, go }} />}
    </Page>
  );
}

function OwnSettings({ person }: { person: Person }) {
  return (
    <div class="reading">
      <Heading>Settings</Heading>
      <OwnDetails person={person} />
      <OwnPlaces person={person} />
      <OwnPassword person={person} />
      <SecondFactor person={person} />
      <OwnSessions />
      <OwnChoices person={person} />
      <ForOthers person={person} />
    </div>
  );
}

interface ForOthersPageProps extends Omit<SettingsProps, "address"> {
  asked: Exclude<ReturnType<typeof administrationPage>, "own">;
}

function ForOthersPage({ asked, person, go }: ForOthersPageProps) {
  if (asked === null) return <NoSuchPage />;
  if (!administrationPages(person).includes(asked.page)) {
    return (
      <Notice heading="You cannot see this">
        <p>This page is for those who look after the service or its people.</p>
        <WhomToAsk />
        <p>
          <a href="/settings">See your settings</a>
        </p>
      </Notice>
    );
  }
  return (
    <>
      <Back to="/settings" words="Back to your settings" />
      {asked.page === "service" && <ServicePage />}
      {asked.page === "organisations" && <OrganisationsPage />}
      {asked.page === "security-events" && <SecurityEventsPage asked={asked} go={go} />}
    </>
  );
}
