/** The frame of every page: skip link, header, practice banner, main part, help in the footer. */
import type { ComponentChildren } from "preact";
import type { Person } from "../../api/answers";
import type { EventSummary } from "../../protocol/names";
import { help, HELP_WITHOUT_A_LOT } from "../../words/lot";

interface PageProps {
  children: ComponentChildren;
  event?: EventSummary | undefined;
  lot_title?: string | undefined;
  person?: Person | undefined;
}

const ROLES: Record<Person["role"], string> = {
  admin: "Administrator",
  buyer: "Buyer",
  supplier: "Supplier",
  observer: "Observer",
  auditor: "Auditor",
};

export function Page({ children, event, lot_title, person }: PageProps) {
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
          {person && (
            <span class="top__person">
              {ROLES[person.role]}, {person.org}
            </span>
          )}
        </div>
        {event?.practice && (
          <p class="practice">
            <strong>Practice.</strong> Nothing here counts.
          </p>
        )}
      </header>
      <main class="page" id="maincontent">
        {children}
      </main>
      <footer class="foot">
        <div class="foot__inner">
          <h2 class="foot__heading">Help</h2>
          <p>{event && lot_title ? help(event, lot_title) : HELP_WITHOUT_A_LOT}</p>
        </div>
      </footer>
    </>
  );
}
