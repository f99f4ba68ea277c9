/** The events by what they are doing, each with its lots, their states and where the person stands in them. */
import type { LiveEvents } from "../../live/live-events";
import { allLotsAddress, resultAddress, resultInShort } from "../../words/address";
import { Pages } from "../../parts/page/pages";
import { BeginPractice } from "../../parts/practice/begin-practice";
import type { EventListed, LotListed, Person } from "../../protocol/names";
import { type Group, GROUP_NAMES, groupOf, lotTimes, stateWord } from "../../words/home";
import { PRACTICE } from "../../words/lot";

/** Who runs an event, or looks on while a buyer does. */
const CONDUCTS: readonly string[] = ["buyer", "admin", "auditor"];
const GROUPS: readonly Group[] = ["open", "coming", "draft", "ended"];

interface EventGroupsProps {
  live: LiveEvents;
  events: readonly EventListed[];
  person: Person;
}

export function EventGroups({ live, events, person }: EventGroupsProps) {
  // A buyer's drafts are among what needs them.
  const groups = GROUPS.filter((group) => group !== "draft" || person.role !== "buyer");
  return (
    <>
      {groups.map((group) => (
        <EventGroup
          key={group}
          group={group}
          events={events.filter((event) => groupOf(event) === group)}
          live={live}
          person={person}
        />
      ))}
    </>
  );
}

interface EventGroupProps extends EventGroupsProps {
  group: Group;
}

function EventGroup({ group, events, live, person }: EventGroupProps) {
  if (events.length === 0) return null;
  return (
    <section aria-labelledby={`group-${group}`}>
      <h2 class="group" id={`group-${group}`}>
        {GROUP_NAMES[group]}
      </h2>
      <Pages rows={events} before="Previous page" after="Next page">
        {(shown) => (
          <>
            {shown.map((event) => (
              <OneEvent key={event.id} event={event} live={live} person={person} />
            ))}
          </>
        )}
      </Pages>
    </section>
  );
}

interface OneEventProps {
  event: EventListed;
  live: LiveEvents;
  person: Person;
}

function OneEvent({ event, live, person }: OneEventProps) {
  const has_lobby = person.role === "supplier";
  return (
    <section class="card" aria-labelledby={`event-${event.id}`}>
      <h3 class="card__heading" id={`event-${event.id}`}>
        {has_lobby ? <a href={`/events/${encodeURIComponent(event.id)}`}>{event.title}</a> : event.title}
      </h3>
      {event.reference && <p class="quiet">{event.reference}</p>}
      {event.status === "published" && CONDUCTS.includes(person.role) && (
        <p>
          <a href={`/events/${encodeURIComponent(event.id)}/console`}>
            Console<span class="nhsuk-u-visually-hidden"> of {event.title}</span>
          </a>
        </p>
      )}
      {person.role === "supplier" && event.lots.length > 1 && (
        <p>
          <a href={allLotsAddress(event.id)}>Bid in all your lots</a>
        </p>
      )}
      {event.practice && (
        <p>
          <strong class="tag tag--practice">Practice</strong> {PRACTICE}
        </p>
      )}
      <ul class="nhsuk-list lots">
        {event.lots.map((lot) => (
          <OneLot key={lot.id} lot={lot} event={event} live={live} person={person} />
        ))}
      </ul>
    </section>
  );
}

interface OneLotProps extends OneEventProps {
  lot: LotListed;
}

function OneLot({ lot, event, live, person }: OneLotProps) {
  const timed = { ...lot, resumes_at: live.restart(lot.id) };
  const stands = live.current ? live.standing(lot.id) : null;
  // The lot of a draft has no page.
  const has_page = event.status === "published";
  return (
    <li>
      <strong class={`tag tag--${has_page ? (lot.state ?? "failed") : "draft"}`}>
        {stateWord(lot, event)}
      </strong>
      {has_page ? <a href={`/lots/${encodeURIComponent(lot.id)}`}>{lot.title}</a> : <span>{lot.title}</span>}
      <span class="quiet">{lotTimes(timed, event, live.now())}</span>
      {stands !== null && <span>{stands.sentence}</span>}
      {has_page && (lot.state === "closed" || lot.state === "cancelled") && (
        <a href={resultAddress(lot.id)}>
          {resultInShort(lot.state)}
          <span class="nhsuk-u-visually-hidden"> ({lot.title})</span>
        </a>
      )}
      {person.role === "supplier" && has_page && lot.state === "scheduled" && (
        <span>
          <BeginPractice event={event.id} lot={lot.id} words="Practise" about={lot.title} plain />
        </span>
      )}
    </li>
  );
}
