/** The screen of a bidder in all of its lots of one event: where it stands in all, then each lot with its own form. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { lotsOf } from "../../api/events";
import type { Voice } from "../../live/announcer/speaker";
import { BidderLots } from "../../live/many/bidder-lots";
import { Settings } from "../../parts/lot/settings";
import { CannotSee } from "../../parts/page/error-pages";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import { titled, useTitle } from "../../parts/page/title";
import { useLoaded } from "../../parts/page/use-loaded";
import { useNarrow } from "../../parts/page/use-narrow";
import type { LotListed, Person } from "../../protocol/names";
import { needsDecision, nextToClose, titleOfMany } from "../../words/many-lots";
import { timeLeft } from "../../words/standing";
import { digits } from "../../words/time";
import { Bar } from "./bar";
import { useGoTo } from "./go-to";
import { LotList } from "./lot-list";
import { NeedDecision } from "./need-decision";
import { Outcomes } from "./outcomes";
import { Review } from "./review";
import { Together } from "./together";
import { useTimed, useWatched } from "./use-watched";
import "../../styles/many-lots.scss";

interface ManyLotsProps {
  event: string;
  person: Person;
  voice: Voice;
}

export function ManyLotsScreen({ event, person, voice }: ManyLotsProps) {
  const loaded = useLoaded(event, () => lotsOf(event));
  const refused = person.role !== "supplier" || (loaded.value === null && loaded.refused !== null);
  if (refused) {
    return (
      <Page>
        <CannotSee />
      </Page>
    );
  }
  if (loaded.value === null) {
    return (
      <Page>
        <Heading>All your lots</Heading>
        <LoadState what="your lots" loaded={loaded} />
      </Page>
    );
  }
  return <Lots listed={loaded.value.lots} person={person} voice={voice} />;
}

interface LotsProps {
  listed: readonly LotListed[];
  person: Person;
  voice: Voice;
}

/** The lots of an event do not change once it is published, so the first list stays. */
function Lots({ listed, person, voice }: LotsProps) {
  const session = useSession();
  const [live] = useState(() => new BidderLots(listed, person, voice, (choices) => session.choose(choices)));
  const narrow = useNarrow();
  const go = useGoTo(live, narrow);
  useWatched(live);
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  useEffect(() => live.chosen(person.choices), [live, person.choices]);
  useSessionOf(live);

  const [first] = live.known();
  const event = first?.event;
  const reviewing = live.reviewing !== null;
  const list = useMemo(
    () => <LotList live={live} narrow={narrow} open={go.open} goTo={go.to} toggle={go.toggle} />,
    [live, narrow, go.open],
  );
  return (
    <Page event={event}>
      <Title live={live} />
      <h1 class="nhsuk-heading-l many__title" tabIndex={-1}>
        All your lots{event && <span class="many__event"> in {event.title}</span>}
      </h1>
      <Bar live={live} goTo={go.to} />
      <Together live={live} />
      <Outcomes live={live} goTo={go.to} />
      {reviewing ? (
        <Review live={live} goTo={go.to} />
      ) : (
        <div class="many">
          <NeedDecision live={live} narrow={narrow} goTo={go.to} />
          {list}
        </div>
      )}
      <Settings live={live} state={{ person }} />
    </Page>
  );
}

/** Tells the page that the connection has no session, and connects again once the person is back. */
function useSessionOf(live: BidderLots): void {
  const session = useSession();
  const returns = useRef(session.returns);
  const { is_signed_out } = live;
  useEffect(() => {
    if (is_signed_out) session.lost();
  }, [is_signed_out]);
  useEffect(() => {
    if (session.returns === returns.current) return;
    returns.current = session.returns;
    live.sessionBack();
  }, [session.returns]);
}

function Title({ live }: { live: BidderLots }) {
  const text = useMemo(() => () => titleText(live), [live]);
  useTitle(useTimed(live, text));
  return null;
}

function titleText(live: BidderLots): string {
  const lots = live.known();
  if (live.is_signed_out) return titled("Signed out", "All your lots");
  const next = nextToClose(lots);
  const left = next === null ? null : timeLeft(next, live.now());
  const waiting = live.is_current ? lots.filter(needsDecision).length : 0;
  const problem = live.lots.some(
    ({ state }) => state.outcome?.kind === "refused" || state.outcome?.kind === "unreadable",
  );
  const say = titleOfMany(waiting, left === null ? null : digits(left), live.is_fresh || lots.length === 0);
  return titled(`${problem ? "Error: " : ""}${say}`, lots[0]?.event.title ?? "All your lots");
}
