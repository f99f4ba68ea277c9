/** The lobby of an event: what a bidder has to do and to read before its lots open. Says by itself when one opens. */
import { useEffect, useState } from "preact/hooks";
import { lobbyOf } from "../../api/lobby";
import type { Voice } from "../../live/announcer/speaker";
import { LobbyLots } from "../../live/lobby-lots";
import { CannotSee } from "../../parts/page/error-pages";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import { titled, useTitle } from "../../parts/page/title";
import { type Loading, useLoaded } from "../../parts/page/use-loaded";
import type { Lobby, LobbyLot, Person } from "../../protocol/names";
import { GET_READY, isOver, leadSentence, readySentence, stateOfLots, things } from "../../words/lobby";
import { PRACTICE } from "../../words/lot";
import { Lots } from "./lots";
import { OpenLots } from "./open-lots";
import { Readiness } from "./readiness";
import { Terms } from "./terms";
import "../../styles/lobby.scss";

/** How often the people, the practice and the test are asked for again. */
const ASK_MS = 15_000;

interface LobbyProps {
  event: string;
  person: Person;
  voice: Voice;
}

export function LobbyScreen({ event, person, voice }: LobbyProps) {
  const session = useSession();
  const [, redraw] = useState(0);
  const [live] = useState(
    () =>
      new LobbyLots(
        () => redraw((n) => n + 1),
        voice,
        () => session.lost(),
      ),
  );
  const loaded = useLoaded(event, () => lobbyOf(event), ASK_MS);
  const lobby = loaded.value;
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  useEffect(() => {
    if (lobby !== null) live.take(lobby);
  }, [lobby]);
  if (loaded.refused !== null) {
    return (
      <Page>
        <CannotSee />
      </Page>
    );
  }
  if (lobby === null) {
    return (
      <Page>
        <Heading>{GET_READY}</Heading>
        <LoadState what="what your lots need" loaded={loaded} />
      </Page>
    );
  }
  return <Shown event={event} person={person} voice={voice} live={live} lobby={lobby} loaded={loaded} />;
}

interface ShownProps extends LobbyProps {
  live: LobbyLots;
  lobby: Lobby;
  loaded: Loading<Lobby>;
}

function Shown({ event, person, voice, live, lobby, loaded }: ShownProps) {
  const lots = live.lots(lobby);
  const now = live.now();
  const over = lots.length > 0 && lots.every(isOver);
  const list = things(lobby, lots, person, now);
  const { title, reference, practice } = lobby.event;
  const [first] = lots;
  useTitle(titled(title, stateOfLots(lots)));
  return (
    <Page event={first?.event} lot_title={first?.title}>
      <h1 class="nhsuk-heading-l" tabIndex={-1}>
        {title}
      </h1>
      {first === undefined && reference && <p class="quiet">{reference}</p>}
      {practice && <p>{PRACTICE}</p>}
      <p class={`lead${live.current ? "" : " quiet"}`}>
        {live.current ? leadSentence(lots, now) : "This may have changed."}
        {!over && ` ${readySentence(list)}`}
      </p>
      {!live.current && loaded.next_try === null && (
        <p class="quiet">
          You are not connected, so what stands here may be old. We keep trying; you need not load the page
          again.
        </p>
      )}
      <LoadState what="what your lots need" loaded={loaded} />
      <OpenLots lots={live.current ? lots : []} now={now} />
      <Columns {...{ event, person, voice, lobby, loaded, lots, now, over, list }} />
      <p class="quiet">All times are UK time.</p>
    </Page>
  );
}

interface ColumnsProps extends Omit<ShownProps, "live"> {
  lots: readonly LobbyLot[];
  now: number;
  over: boolean;
  list: ReturnType<typeof things>;
}

/** The list comes first, also where the page is too narrow for two columns. */
function Columns({ event, person, voice, lobby, loaded, lots, now, over, list }: ColumnsProps) {
  const all = <Lots event={event} lots={lots} unreadable={lobby.unreadable} now={now} />;
  if (over) return all;
  return (
    <div class="columns">
      <div class="columns__main">
        <Readiness {...{ event, person, voice, lobby, list, lots, now }} again={loaded.again} />
        <Terms
          event={event}
          terms={lobby.event.terms ?? null}
          lots={lots}
          record={lobby.terms_accepted ?? null}
          self={person.person}
          now={now}
          voice={voice}
          again={loaded.again}
        />
      </div>
      <div class="columns__side">{all}</div>
    </div>
  );
}
