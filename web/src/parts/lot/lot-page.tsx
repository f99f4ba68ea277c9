/** The page around every screen of a lot. Starts and stops the live lot, and keeps the page's title current. */
import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Voice } from "../../live/announcer/speaker";
import { LiveLot } from "../../live/live-lot";
import { isOver, isSupplier, now, shownAsAt, type State } from "../../live/state/state";
import type { LotMessage, Person } from "../../protocol/names";
import { isPractice } from "../../words/practice";
import { pageTitle } from "../../words/standing";
import { duration } from "../../words/time";
import { CannotSee } from "../page/error-pages";
import { Heading } from "../page/heading";
import { Page } from "../page/page";
import { useSession } from "../page/session-context";
import { titled, useTitle } from "../page/title";
import type { LotPracticeProps } from "../practice/lot-practice";
import { ClockBar } from "./clock-bar";
import { Panels } from "./panels";
import type { PartProps } from "./part";

/** What every screen of a lot takes: the lot's id, the person, and the voice of the announcer. */
export interface LotScreenProps {
  lot: string;
  person: Person;
  voice: Voice;
}

interface LotPageProps extends LotScreenProps {
  /** Draws the parts of the screen, below the clock bar and the panels. */
  children: (part: PartProps) => ComponentChildren;
}

export function LotPage({ lot: id, person, voice, children }: LotPageProps) {
  const session = useSession();
  const [live] = useState(() => new LiveLot(id, person, voice, (choices) => session.choose(choices)));
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
  useSessionOf(live);

  const { state } = live;
  const { lot } = state;
  const practice = isPractice(id);
  if (practice && state.link.status === "not_found") return <Practice event={null} lot={id} shows="over" />;
  if (lot === null) return <Page>{beforeTheLot(state)}</Page>;
  const part: PartProps = { live, state, lot };
  return (
    <Page event={lot.event} lot_title={lot.title}>
      <Title state={state} lot={lot} />
      <ClockBar {...part} />
      <Panels {...part} />
      {(practice || (lot.state === "scheduled" && isSupplier(state))) && (
        <Practice event={lot.event.id} lot={id} shows={practice ? "practice" : "coming"} />
      )}
      {children(part)}
    </Page>
  );
}

/** Few visits need these parts, so they are loaded apart. The lot itself is shown also without them. */
function Practice(props: LotPracticeProps) {
  const [Part, setPart] = useState<ComponentType<LotPracticeProps> | null>(null);
  useEffect(() => {
    import("../practice/lot-practice").then(
      ({ LotPractice }) => setPart(() => LotPractice),
      () => setPart(() => WithoutParts),
    );
  }, []);
  return Part && <Part {...props} />;
}

function WithoutParts({ shows }: LotPracticeProps) {
  if (shows !== "over") return null;
  return (
    <Page>
      <CannotSee />
    </Page>
  );
}

/** Tells the page that the lot's connection has no session, and connects again once the person is back. */
function useSessionOf(live: LiveLot): void {
  const session = useSession();
  const returns = useRef(session.returns);
  const { status } = live.state.link;
  useEffect(() => {
    if (status === "signed_out") session.lost();
  }, [status]);
  useEffect(() => {
    if (session.returns === returns.current) return;
    returns.current = session.returns;
    live.sessionBack();
  }, [session.returns]);
}

function Title({ state, lot }: { state: State; lot: LotMessage }) {
  useTitle(titleOf(state, lot));
  return null;
}

function titleOf(state: State, lot: LotMessage): string {
  if (state.link.status === "signed_out") return titled("Signed out", lot.title);
  const problem = state.outcome?.kind === "refused" || state.outcome?.kind === "unreadable";
  return pageTitle(lot, now(state), shownAsAt(state), problem && !isOver(lot.state));
}

function beforeTheLot(state: State) {
  if (state.link.status === "not_found") return <CannotSee />;
  if (state.link.status === "signed_out") return <Heading>Signed out</Heading>;
  const { status, next_try_local } = state.link;
  if (status !== "waiting" || next_try_local === null) return <Heading>Joining the lot</Heading>;
  const left = duration(Math.max(1_000, next_try_local - state.local));
  return (
    <>
      <Heading>No connection yet</Heading>
      <p>We keep trying; next try in {left}.</p>
    </>
  );
}
