/** The list of events and their lots, as links. */
import { useEffect, useState } from "preact/hooks";
import type { EventListed, LotListed, Person } from "../../api/answers";
import { events } from "../../api/events";
import type { Answer } from "../../api/request";
import { ServiceError } from "../../parts/page/error-pages";
import { Page } from "../../parts/page/page";
import { clockTimeSeenAt, millis } from "../../words/time";

function lotTimes(lot: LotListed): string {
  const now = Date.now();
  if (lot.state === "scheduled") return `Opens at ${clockTimeSeenAt(millis(lot.opens_at), now)}`;
  if (lot.state === "paused") return "Paused";
  if (lot.state === "cancelled") return "Cancelled";
  const verb = lot.state === "open" ? "Open, closes" : "Closed";
  return lot.closes_at ? `${verb} at ${clockTimeSeenAt(millis(lot.closes_at), now)}` : verb;
}

export function EventsScreen({ person }: { person: Person }) {
  const [answer, setAnswer] = useState<Answer<{ events: EventListed[] }> | null>(null);
  const ask = (): void => void events().then(setAnswer);
  useEffect(ask, []);
  if (answer?.ok === false) {
    return (
      <Page person={person}>
        <ServiceError again={ask} />
      </Page>
    );
  }
  const listed = answer?.value.events ?? [];
  return (
    <Page person={person}>
      <h1 class="nhsuk-heading-l">Your events and lots</h1>
      {answer === null && <p>Loading.</p>}
      {answer !== null && listed.length === 0 && <p>There is no event for you at the moment.</p>}
      {listed.map((event) => (
        <section class="card" key={event.id}>
          <h2 class="nhsuk-heading-m">{event.title}</h2>
          <p class="quiet">
            {[
              event.reference,
              event.practice ? "Practice. Nothing here counts." : null,
              event.status === "draft" ? "Draft" : null,
            ]
              .filter(Boolean)
              .join(" \u00b7 ")}
          </p>
          <ul class="nhsuk-list lots">
            {event.lots.map((lot) => (
              <li key={lot.id}>
                <a href={`/lots/${encodeURIComponent(lot.id)}`}>{lot.title}</a>
                <span class="quiet">{lotTimes(lot)}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p class="quiet">All times are UK time.</p>
    </Page>
  );
}
