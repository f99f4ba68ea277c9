/** One lot beside the list: its time, what waits in it, the acts, its ranking and graph, and its bidders. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { LiveConsole } from "../../live/console/live-console";
import { LiveLot } from "../../live/live-lot";
import { isFresh, type State } from "../../live/state/state";
import { FreezeControl } from "../../parts/lot/freeze";
import { Notices } from "../../parts/lot/notices";
import { OffersGraph } from "../../parts/lot/offers-graph";
import type { PartProps } from "../../parts/lot/part";
import { Ranking } from "../../parts/lot/ranking";
import { useSession } from "../../parts/page/session-context";
import { useAbout } from "../../parts/page/use-about";
import { Bidders } from "../../parts/watch/bidders";
import type { EventMessage, LotMessage, LotSummary, Person } from "../../protocol/names";
import { resultAddress, resultName } from "../../words/address";
import type { ConsolePlace } from "../../words/console/address";
import { consoleAddress } from "../../words/console/address";
import { biddersOf } from "../../words/console/preview";
import { pausedSentence, takingPart, timeWords, unreadableSentence } from "../../words/console/rows";
import { helpWithoutLot } from "../../words/lot";
import { ActPage } from "./act-page";
import { Decisions, LotActs } from "./lot-acts";
import { stateOf } from "./lot-rows";
import { RefusedBids } from "./refused-bids";
import { RingList } from "./ring-list";
import type { Acts } from "./use-acts";
import { PANE, toPane } from "./use-focus";
import { useKeptFocus } from "./use-kept-focus";
import { useShownSecond } from "./use-second";

interface LotPaneProps {
  live: LiveConsole;
  event: EventMessage;
  place: ConsolePlace;
  person: Person;
  lot: LotSummary;
  acts: Acts;
  current: boolean;
}

export function LotPane({ live, event, place, person, lot, acts, current }: LotPaneProps) {
  const watched = useLiveLot(lot.lot, person);
  const { state } = watched;
  const known = state.lot;
  const acting = place.act !== null && person.role === "buyer";
  useKeptFocus(PANE, toPane);
  if (acting && place.act !== null) {
    return (
      <ActPage
        key={`${place.act} ${place.about}`}
        {...{ live, event, acts, current }}
        kind={place.act}
        is_chosen={false}
        about={place.about}
        is_own={known?.proposals?.some(({ seq, by }) => seq === place.about && by === person.person) === true}
        lots={[lot]}
        lot={known}
        here={consoleAddress(event.event, place)}
        back={consoleAddress(event.event, { lot: lot.lot })}
      />
    );
  }
  return (
    <>
      <Head live={live} lot={lot} current={current} />
      {!lot.state && <Unreadable title={lot.title} />}
      {lot.state === "paused" && (
        <Paused live={live} event={event} lot={lot} is_buyer={person.role === "buyer"} />
      )}
      {known !== null && <Decisions event={event.event} lot={known} person={person} />}
      {person.role === "buyer" && lot.state && (
        <LotActs event={event.event} lot={lot} known={known} which="ordinary" />
      )}
      {known !== null ? (
        <Parts part={{ live: watched, state, lot: known }} />
      ) : (
        lot.state && <p>Loading the lot.</p>
      )}
      <RefusedBids lot={lot} currency={event.currency} current={current} />
      {hides(known) && known !== null && <Bidders live={watched} state={state} lot={known} />}
      <Ring live={live} event={event} lot={lot} known={known} current={current} />
      {known !== null && <Notices live={watched} state={state} lot={known} />}
      {person.role === "buyer" && lot.state && (
        <LotActs event={event.event} lot={lot} known={known} which="final" />
      )}
      <p class="ways">
        {(lot.state === "closed" || lot.state === "cancelled") && (
          <a href={resultAddress(lot.lot)}>{resultName(lot)}</a>
        )}
        <a href={`/lots/${encodeURIComponent(lot.lot)}`}>The page of this lot, with savings and rules</a>
      </p>
    </>
  );
}

function Head({ live, lot, current }: { live: LiveConsole; lot: LotSummary; current: boolean }) {
  const { digits, caption, last } = timeWords(lot, useShownSecond(live), current);
  const taking_part = takingPart(lot);
  return (
    <header class={`console__lot console__lot--${current ? (lot.state ?? "failed") : "stale"}`}>
      <div>
        <h2 class="console__lot-title" tabIndex={-1}>
          {lot.title}
        </h2>
        <strong class={`tag tag--${lot.state ?? "failed"}`}>{stateOf(lot, current)}</strong>
      </div>
      {lot.state && (
        <p>
          {digits !== null && (
            <strong
              class={`console__digits${last ? " console__digits--last" : ""}`}
              role="timer"
              aria-label="Time left"
            >
              {digits}
            </strong>
          )}{" "}
          <span>{caption}</span>
        </p>
      )}
      {taking_part !== null && <p class="console__taking-part">{taking_part}</p>}
    </header>
  );
}

function Unreadable({ title }: { title: string }) {
  const contact = useAbout()?.contact ?? null;
  return (
    <section class="panel panel--lost">
      <p>
        {unreadableSentence(title)} {helpWithoutLot(contact)} This page tries again by itself.
      </p>
    </section>
  );
}

interface PausedProps {
  live: LiveConsole;
  event: EventMessage;
  lot: LotSummary;
  is_buyer: boolean;
}

function Paused({ live, event, lot, is_buyer }: PausedProps) {
  return (
    <section class="panel panel--paused">
      <h3 class="panel__heading">{lot.title} is paused</h3>
      <p>{pausedSentence([lot], useShownSecond(live))}</p>
      {is_buyer && (
        <p>
          <a class="act-link" href={consoleAddress(event.event, { lot: lot.lot, act: "resume" })}>
            Restart
          </a>
        </p>
      )}
    </section>
  );
}

function Parts({ part }: { part: PartProps }) {
  return (
    <>
      <FreezeControl {...part} />
      <Ranking {...part} />
      <OffersGraph {...part} />
    </>
  );
}

/** Where names are hidden, what each alias has done stands apart from who can be rung. */
function hides(known: LotMessage | null): boolean {
  return known?.bidders?.some(({ bidder }) => !bidder) === true;
}

interface RingProps {
  live: LiveConsole;
  event: EventMessage;
  lot: LotSummary;
  known: LotMessage | null;
  current: boolean;
}

function Ring({ live, event, lot, known, current }: RingProps) {
  const bidders = useMemo(() => biddersOf(event.presence ?? [], [lot.lot]), [event.presence, lot.lot]);
  return <RingList live={live} event={event} bidders={bidders} lot={known} current={current} />;
}

const SILENT = { polite: (): void => {}, assertive: (): void => {} };
/** After a change the parts of the lot are drawn again within this time. */
const DRAW_MS = 250;
/** Without a change they are drawn again this often, because times pass. */
const REST_MS = 1_000;

/** The lot as its own connection knows it. The console speaks and sounds for all lots, so this one is silent. */
function useLiveLot(id: string, person: Person): LiveLot {
  const session = useSession();
  const quiet = { ...person, choices: { ...person.choices, sound: false } };
  const [live] = useState(() => new LiveLot(id, quiet, SILENT, () => {}));
  const [, redraw] = useState(0);
  const drawn = useRef(live.state);
  drawn.current = live.state;
  useEffect(() => {
    let drawing: ReturnType<typeof setTimeout> | undefined;
    const unwatch = live.watch(() => {
      if (drawing !== undefined || !isNews(drawn.current, live.state)) return;
      drawing = setTimeout(() => {
        drawing = undefined;
        redraw((n) => n + 1);
      }, DRAW_MS);
    });
    live.start();
    return () => {
      clearTimeout(drawing);
      unwatch();
      live.stop();
    };
  }, [live]);
  useEffect(() => {
    if (session.returns > 0) live.sessionBack();
  }, [session.returns]);
  return live;
}

function isNews(drawn: State, state: State): boolean {
  return (
    drawn.lot !== state.lot ||
    drawn.offers !== state.offers ||
    drawn.offers_load !== state.offers_load ||
    drawn.frozen !== state.frozen ||
    drawn.link.status !== state.link.status ||
    isFresh(drawn) !== isFresh(state) ||
    state.local - drawn.local >= REST_MS
  );
}
