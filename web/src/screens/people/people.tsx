/** The screen of the people: a list by organisation, and a page for each person and each act. */
import { useRef, useState } from "preact/hooks";
import { NoSuchPage } from "../../parts/page/error-pages";
import { Page } from "../../parts/page/page";
import { useLoaded } from "../../parts/page/use-loaded";
import type { Person } from "../../protocol/names";
import { peoplePage } from "../../words/people";
import { ErasePage } from "./erase-page";
import { InvitePage } from "./invite-page";
import { KeepOutPage } from "./keep-out-page";
import { loadPeople } from "./known-people";
import { PeopleList } from "./people-list";
import { PersonPage } from "./person-page";
import "../../styles/people.scss";

export interface PeopleScreenProps {
  /** The address with its query. */
  address: string;
  person: Person;
  go: (address: string) => void;
}

const AGAIN_MS = 60_000;

export function PeopleScreen({ address, person, go }: PeopleScreenProps) {
  const place = peoplePage(address);
  const needed = useRef(false);
  needed.current ||= place?.page === "list" || place?.page === "invite";
  const known = useLoaded(needed.current ? "people" : null, loadPeople, AGAIN_MS);
  // What an act did is said on the page that it leads to.
  const [told, setTold] = useState({ at: "", words: "" });
  const said = told.at === address ? told.words : null;
  const goOn = (to: string, words: string): void => {
    setTold({ at: to, words });
    known.again();
    go(to);
  };
  return (
    <Page>
      {place === null && <NoSuchPage />}
      {place?.page === "list" && (
        <PeopleList known={known} caller={person} org={place.org} said={said} go={go} />
      )}
      {place?.page === "invite" && (
        <InvitePage key={address} known={known} caller={person} asked={place} invited={known.again} />
      )}
      {place?.page === "person" && (
        <PersonPage key={place.id} id={place.id} caller={person} said={said} changed={known.again} />
      )}
      {(place?.page === "disable" || place?.page === "enable") && (
        <KeepOutPage key={address} id={place.id} act={place.page} goOn={goOn} />
      )}
      {place?.page === "erase" && <ErasePage key={address} id={place.id} goOn={goOn} />}
    </Page>
  );
}
