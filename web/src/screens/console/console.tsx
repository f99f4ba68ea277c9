/**
 * The console of an event: all lots, what needs a decision, and beside the list one lot or one act. An administrator and
 * an auditor see it without the acts.
 */
import "../../styles/console.scss";
import "../../styles/people.scss";
import { useEffect, useState } from "preact/hooks";
import type { Voice } from "../../live/announcer/speaker";
import { consoleAsAt, consoleNow, type ConsoleState, isConsoleCurrent } from "../../live/console/state";
import { LiveConsole } from "../../live/console/live-console";
import { CannotSee } from "../../parts/page/error-pages";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import { titled, useTitle } from "../../parts/page/title";
import type { EventMessage, EventSummary, Person } from "../../protocol/names";
import { consoleAddress, placeIn } from "../../words/console/address";
import { consoleSentence, consoleTitle } from "../../words/console/lead";
import { clockTimeToSecond, duration } from "../../words/time";
import { Bar } from "./bar";
import { LotRows } from "./lot-rows";
import { NeedsYou } from "./needs-you";
import { Pane } from "./pane";
import { isLost, LostLink, PendingPanel } from "./panels";
import { useActs } from "./use-acts";
import { useFocus } from "./use-focus";

export interface ConsoleProps {
  event: string;
  /** What the address asks for beside the list. */
  query: Readonly<Record<string, string>>;
  person: Person;
  voice: Voice;
}

export function ConsoleScreen(props: ConsoleProps) {
  const may_see = ["buyer", "admin", "auditor"].includes(props.person.role);
  if (may_see) return <Followed {...props} />;
  return (
    <Page>
      <CannotSee />
    </Page>
  );
}

function Followed(props: ConsoleProps) {
  const live = useLiveConsole(props);
  const { state } = live;
  if (state.link.status === "not_found") {
    return (
      <Page>
        <CannotSee />
      </Page>
    );
  }
  if (state.event === null) return <Page>{beforeTheEvent(state)}</Page>;
  return (
    <Page event={summaryOf(state.event)}>
      <Console {...props} live={live} event={state.event} />
    </Page>
  );
}

function useLiveConsole({ event, person, voice }: ConsoleProps): LiveConsole {
  const session = useSession();
  const [live] = useState(() => new LiveConsole(event, person, voice));
  const [, redraw] = useState(0);
  useEffect(() => {
    const unwatch = live.watch(() => redraw((n) => n + 1));
    live.start();
    return () => {
      unwatch();
      live.stop();
    };
  }, [live]);
  useEffect(() => live.chosen(person.choices), [live, person.choices]);
  const { status } = live.state.link;
  useEffect(() => {
    if (status === "signed_out") session.lost();
  }, [status]);
  useEffect(() => {
    if (session.returns > 0) live.sessionBack();
  }, [session.returns]);
  return live;
}

function beforeTheEvent({ link, local }: ConsoleState) {
  if (link.status === "signed_out") return <Heading>Signed out</Heading>;
  if (link.status !== "waiting" || link.next_try_local === null)
    return <Heading>Loading the console</Heading>;
  return (
    <>
      <Heading>No connection yet</Heading>
      <p>We keep trying; next try in {duration(Math.max(1_000, link.next_try_local - local))}.</p>
    </>
  );
}

/** What the frame of the page shows of an event. */
function summaryOf({ event, title, reference, practice, currency }: EventMessage): EventSummary {
  return { id: event, title, reference: reference ?? null, practice, currency };
}

interface FollowedProps extends Omit<ConsoleProps, "event"> {
  live: LiveConsole;
  event: EventMessage;
}

function Console({ live, event, query, person }: FollowedProps) {
  const place = placeIn(query);
  const { state, needs } = live;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const acts = useActs(person.person, event.event, (done) =>
    setTicked((before) => new Set([...before].filter((lot) => !done.includes(lot)))),
  );
  const is_buyer = person.role === "buyer";
  const current = isConsoleCurrent(state);
  const now = consoleNow(state);
  const as_at = consoleAsAt(state);
  useTitle(
    state.link.status === "signed_out"
      ? titled("Signed out", event.title)
      : consoleTitle(event, place.lot, needs.length, current, now),
  );
  useFocus(place);
  const detail = place.lot !== null || place.act !== null;
  return (
    <div class={`console${detail ? " console--detail" : ""}${current ? "" : " console--stale"}`}>
      <div class="console__top">
        <div class="console__head">
          <h1 class="console__title" tabIndex={-1}>
            Console
          </h1>
          <p class={`lead${current ? "" : " quiet"}`}>
            {!current && as_at !== null && `As at ${clockTimeToSecond(as_at)}: `}
            {consoleSentence(event, needs.length, is_buyer, now)}
          </p>
        </div>
        <Bar {...{ live, event, person }} />
      </div>
      <PendingPanel acts={acts} here={consoleAddress(event.event, place)} current={current} />
      {isLost(state) ? (
        <LostLink state={state} />
      ) : (
        <NeedsYou {...{ event, needs, current, is_buyer, setTicked }} />
      )}
      <div class="console__panes">
        <LotRows {...{ live, event, ticked, setTicked, current, is_buyer }} chosen={place.lot} />
        <Pane {...{ live, event, place, person, ticked, acts, current }} />
      </div>
    </div>
  );
}
