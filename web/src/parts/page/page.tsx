/** The frame of every page: skip link, header, practice banner, main part, help in the footer. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { signOut } from "../../api/person";
import type { EventSummary, Person } from "../../protocol/names";
import { help, helpWithoutLot } from "../../words/lot";
import { looksAfterPeople, namesOwnOrganisation, ORGANISATIONS, whoIsHere } from "../../words/person";
import { SessionAsks } from "./session-asks";
import { useSession } from "./session-context";
import { useAbout } from "./use-about";

interface PageProps {
  children: ComponentChildren;
  event?: EventSummary | undefined;
  lot_title?: string | undefined;
  /** Whether the page may be asked for a code from an app. False where the page itself has it set up. */
  asks_code?: boolean;
}

export function Page({ children, event, lot_title, asks_code = true }: PageProps) {
  const session = useSession();
  const { person } = session;
  const contact = useAbout()?.contact ?? null;
  return (
    <>
      <a class="nhsuk-skip-link" href="#maincontent">
        Skip to main content
      </a>
      <header class="top">
        <div class="top__inner">
          <a class="top__name" href="/">
            fairlot
          </a>
          {event && (
            <span class="top__event">
              {event.title}
              {event.reference && <span class="top__reference">{event.reference}</span>}
            </span>
          )}
          {person && <SignedIn person={person} event={event} />}
        </div>
        {event?.practice && (
          <p class="practice">
            <strong>Practice.</strong> Nothing follows from it.
          </p>
        )}
      </header>
      <main class="page" id="maincontent" tabIndex={-1}>
        <SessionAsks session={session} code={asks_code} />
        {children}
      </main>
      <footer class="foot">
        <div class="foot__inner">
          <h2 class="foot__heading">Help</h2>
          <p>
            {event && lot_title ? help(event, lot_title, contact) : helpWithoutLot(event?.contact ?? contact)}
          </p>
          <ul class="foot__links">
            <li>
              <a href="/help">Help with these pages</a>
            </li>
            <li>
              <a href="/accessibility">Accessibility</a>
            </li>
          </ul>
        </div>
      </footer>
    </>
  );
}

function SignedIn({ person, event }: { person: Person; event: EventSummary | undefined }) {
  const [failed, setFailed] = useState(false);
  const leave = async (): Promise<void> => {
    const answer = await signOut();
    // Without a session there is nothing to end. The page is loaded anew, so that nothing of the person is left in it.
    if (answer.ok || answer.status === 401) location.assign("/sign-in?signed-out");
    else setFailed(true);
  };
  return (
    <span class="top__person">
      <span>
        {whoIsHere(person, event)}
        {namesOwnOrganisation(person) && (
          <>
            {" "}
            <a class="top__link" href={ORGANISATIONS}>
              Name your organisation
            </a>
          </>
        )}
      </span>
      <a class="top__link" href="/">
        Events
      </a>
      {looksAfterPeople(person) && (
        <a class="top__link" href="/people">
          People
        </a>
      )}
      <a class="top__link" href="/settings">
        Settings
      </a>
      <button type="button" class="top__leave" onClick={() => void leave()}>
        Sign out
      </button>
      {failed && <span>You could not be signed out just now. Try again.</span>}
    </span>
  );
}
