/** The list of events and their lots, live: each lot with its state, and one sentence that says where the person stands. */
import { useEffect, useState } from "preact/hooks";
import type { EventListed, LotListed, Person } from "../../api/answers";
import { LiveEvents } from "../../live/live-events";
import { SignedOut } from "../../parts/page/error-pages";
import { Page } from "../../parts/page/page";
import { Pages } from "../../parts/page/pages";
import { titled, useTitle } from "../../parts/page/title";
import {
  found,
  type Group,
  GROUP_NAMES,
  groupOf,
  homeSentence,
  lotTimes,
  standsIn,
  stateWord,
} from "../../words/home";
import { PRACTICE } from "../../words/lot";

const GROUPS: readonly Group[] = ["open", "coming", "draft", "ended"];
/** A shorter list needs no search. */
const SEARCHED_MIN = 4;

export function EventsScreen({ person }: { person: Person }) {
  const [, redraw] = useState(0);
  const [live] = useState(() => new LiveEvents(() => redraw((n) => n + 1)));
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  useTitle(titled("Your events and lots"));
  if (live.status === "signed_out") {
    return (
      <Page>
        <SignedOut />
      </Page>
    );
  }
  return (
    <Page person={person}>
      <div class="reading">
        <h1 class="nhsuk-heading-l">Your events and lots</h1>
        {live.status === "loading" ? <p>Loading your events and lots.</p> : <Listed live={live} />}
        <p class="quiet">All times are UK time.</p>
      </div>
    </Page>
  );
}

function Listed({ live }: { live: LiveEvents }) {
  const [typed, setTyped] = useState("");
  const events = live.events();
  const shown = found(events, typed);
  return (
    <>
      <Lead live={live} events={events} />
      {events.length === 0 && live.status !== "failed" && (
        <p>Nothing yet. Once you are invited to an event, it stands here.</p>
      )}
      {events.length >= SEARCHED_MIN && (
        <form class="search" role="search" noValidate onSubmit={(event) => event.preventDefault()}>
          <label class="nhsuk-label" for="search">
            Search by title, reference or lot
          </label>
          <input
            class="nhsuk-input"
            id="search"
            type="text"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </form>
      )}
      {events.length > 0 && shown.length === 0 && <p>No event has these words.</p>}
      {GROUPS.map((group) => (
        <EventGroup
          key={group}
          group={group}
          events={shown.filter((event) => groupOf(event) === group)}
          live={live}
        />
      ))}
    </>
  );
}

/** One sentence about all the lots. Grey and with a remark while it may be old. */
function Lead({ live, events }: { live: LiveEvents; events: readonly EventListed[] }) {
  // What may be old is not said of the present.
  const running = (live.current ? events : [])
    .flatMap(({ lots }) => lots)
    .map(({ id }) => live.lot(id))
    .filter((lot) => lot !== null && (lot.state === "open" || lot.state === "paused"))
    .filter((lot) => lot !== null);
  return (
    <>
      {events.length > 0 && (
        <p class={`lead${live.current ? "" : " quiet"}`}>{homeSentence(events, running, live.now())}</p>
      )}
      {!live.current && (
        <p class="quiet">
          You are not connected, so this may have changed. We keep trying; you need not load the page again.
        </p>
      )}
    </>
  );
}

function EventGroup({ group, events, live }: { group: Group; events: EventListed[]; live: LiveEvents }) {
  if (events.length === 0) return null;
  return (
    <section aria-labelledby={`group-${group}`}>
      <h2 class="group" id={`group-${group}`}>
        {GROUP_NAMES[group]}
      </h2>
      <Pages rows={events} before="Earlier in the list" after="Later in the list">
        {(shown) => (
          <>
            {shown.map((event) => (
              <OneEvent key={event.id} event={event} live={live} />
            ))}
          </>
        )}
      </Pages>
    </section>
  );
}

function OneEvent({ event, live }: { event: EventListed; live: LiveEvents }) {
  return (
    <section class="card" aria-labelledby={`event-${event.id}`}>
      <h3 class="card__heading" id={`event-${event.id}`}>
        {event.title}
      </h3>
      {event.reference && <p class="quiet">{event.reference}</p>}
      {event.practice && (
        <p>
          <strong class="tag tag--practice">Practice</strong> {PRACTICE}
        </p>
      )}
      <ul class="nhsuk-list lots">
        {event.lots.map((lot) => (
          <OneLot key={lot.id} lot={lot} event={event} live={live} />
        ))}
      </ul>
    </section>
  );
}

function OneLot({ lot, event, live }: { lot: LotListed; event: EventListed; live: LiveEvents }) {
  const followed = live.lot(lot.id);
  const timed = { ...lot, resumes_at: followed?.resumes_at ?? null };
  const stands = followed === null || !live.current ? null : standsIn(followed);
  // The lot of a draft has no page.
  const has_page = event.status === "published";
  return (
    <li>
      <strong class={`tag tag--${has_page ? (lot.state ?? "failed") : "draft"}`}>
        {stateWord(lot, event)}
      </strong>
      {has_page ? <a href={`/lots/${encodeURIComponent(lot.id)}`}>{lot.title}</a> : <span>{lot.title}</span>}
      <span class="quiet">{lotTimes(timed, event, live.now())}</span>
      {stands !== null && <span>{stands}</span>}
    </li>
  );
}
