/** The first page: what needs the person, then all events and lots, live, and one sentence that says where they stand. */
import { useEffect, useState } from "preact/hooks";
import { LiveEvents } from "../../live/live-events";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import { titled, useTitle } from "../../parts/page/title";
import type { EventListed, Person } from "../../protocol/names";
import { found, homeSentence } from "../../words/home";
import { looksAfterPeople } from "../../words/person";
import { EventGroups } from "./event-groups";
import { NeedsYou } from "./needs-you";
import { useListSound } from "./use-list-sound";

/** A shorter list needs no search. */
const SEARCHED_MIN = 4;
const HEADING = "Your events and lots";

export function HomeScreen({ person }: { person: Person }) {
  const [, redraw] = useState(0);
  const follows = person.role === "supplier" ? "lots" : "events";
  const [live] = useState(() => new LiveEvents(() => redraw((n) => n + 1), follows));
  const { returns } = useSession();
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  useEffect(() => {
    if (returns > 0) live.askNow();
  }, [returns]);
  const events = live.events();
  useListSound(live, events, person);
  const waiting = live.current ? running(live, events).reduce((sum, { waiting }) => sum + waiting, 0) : 0;
  useTitle(`${waiting === 0 ? "" : `(${waiting}) `}${titled(HEADING)}`);
  return (
    <Page>
      <div class="reading">
        <h1 class="nhsuk-heading-l" tabIndex={-1}>
          {HEADING}
        </h1>
        <Ways person={person} />
        {live.status === "loading" ? (
          <p>Loading your events and lots.</p>
        ) : (
          <Listed live={live} events={events} person={person} />
        )}
        <p class="quiet">All times are UK time.</p>
      </div>
    </Page>
  );
}

/** Where the person can go from here. What a buyer comes for most is a button. */
function Ways({ person }: { person: Person }) {
  const buys = person.role === "buyer";
  if (!buys && !looksAfterPeople(person)) return null;
  return (
    <p class="ways ways--level">
      {buys && (
        <>
          <a class="nhsuk-button" href="/events/new">
            Set up an event
          </a>
          <a href="/events/templates">Templates</a>
        </>
      )}
      <a href="/people">Invite and look after people</a>
    </p>
  );
}

interface ListedProps {
  live: LiveEvents;
  events: readonly EventListed[];
  person: Person;
}

function Listed({ live, events, person }: ListedProps) {
  const [typed, setTyped] = useState("");
  const shown = found(events, typed);
  return (
    <>
      <Lead live={live} events={events} />
      {events.length === 0 && live.status === "listed" && <p>{nothingYet(person)}</p>}
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
      {events.length > 0 && shown.length === 0 && <p>No event matches your search.</p>}
      <NeedsYou live={live} events={shown} person={person} />
      <EventGroups live={live} events={shown} person={person} />
    </>
  );
}

function nothingYet({ role }: Person): string {
  if (role === "buyer")
    return "Nothing yet. Set up an event; as a draft it is seen by buyers and auditors only.";
  const invited = role === "supplier" || role === "observer";
  return invited
    ? "Nothing yet. Once you are invited to an event, you see it here."
    : "Nothing yet. Once a buyer has set up an event, you see it here.";
}

/** One sentence about all the lots. Grey and with a remark while it may be old. */
function Lead({ live, events }: { live: LiveEvents; events: readonly EventListed[] }) {
  // What may be old is not said of the present.
  const lots = live.current ? running(live, events) : [];
  return (
    <>
      {events.length > 0 && (
        <p class={`lead${live.current ? "" : " quiet"}`}>{homeSentence(events, lots, live.now())}</p>
      )}
      {!live.current && live.status !== "refused" && (
        <p class="quiet">
          You are not connected, so this may have changed. We keep trying; you need not load the page again.
        </p>
      )}
    </>
  );
}

function running(live: LiveEvents, events: readonly EventListed[]) {
  return events
    .flatMap(({ lots }) => lots)
    .map(({ id }) => live.standing(id))
    .filter((standing) => standing !== null);
}
