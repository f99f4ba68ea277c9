/** The page of one lot: starts it, draws it for a bidder or for those who watch, keeps the title true. */
import { useEffect, useState } from "preact/hooks";
import type { Person } from "../api/answers";
import type { Voice } from "../live/announcer/speaker";
import { LiveLot } from "../live/live-lot";
import { isFresh, isSupplier, now, type State } from "../live/state/state";
import { Annulment } from "../lot/annulment";
import { BidBox } from "../lot/bid-box";
import { ClockBar } from "../lot/clock-bar";
import { Waiting } from "../lot/desk";
import { FreezeControl } from "../lot/freeze";
import { Notices } from "../lot/notices";
import { OffersFigure } from "../lot/offers-figure";
import { OwnOffers } from "../lot/own-offers";
import { Panels } from "../lot/panels";
import { Ranking } from "../lot/ranking";
import { RulesOfLot } from "../lot/rules";
import { SavingsTable } from "../lot/savings";
import { Settings } from "../lot/settings";
import { WhereTheLotStands, WhereYouStand } from "../lot/standing";
import type { LotMessage } from "../protocol/names";
import { pageTitle } from "../words/standing";
import { Frame } from "./frame";
import { NotFound, SignedOut } from "./plain";

/** What every part of the page is given. */
export interface PartProps {
  live: LiveLot;
  state: State;
  lot: LotMessage;
}

export function LotPage({ lot: id, person, voice }: { lot: string; person: Person; voice: Voice }) {
  const [live] = useState(() => new LiveLot(id, person, voice));
  const [, redraw] = useState(0);
  useEffect(() => {
    const unwatch = live.watch(() => redraw((n) => n + 1));
    live.start();
    return () => {
      unwatch();
      live.stop();
    };
  }, [live]);

  const { state } = live;
  const { lot } = state;
  const title = lot === null ? "fairlot" : titleOf(state, lot);
  useEffect(() => {
    document.title = title;
  }, [title]);

  if (lot === null) {
    return <Frame person={person}>{beforeTheLot(state)}</Frame>;
  }
  const part: PartProps = { live, state, lot };
  return (
    <Frame person={person} event={lot.event} lot_title={lot.title}>
      <ClockBar {...part} />
      <Panels {...part} />
      {isSupplier(state) ? <SupplierParts {...part} /> : <WatcherParts {...part} />}
    </Frame>
  );
}

function titleOf(state: State, lot: LotMessage): string {
  const problem = state.outcome?.kind === "refused" || state.outcome?.kind === "unreadable";
  return pageTitle(lot, now(state), isFresh(state), problem);
}

function beforeTheLot(state: State) {
  if (state.link.status === "not_found") return <NotFound />;
  if (state.link.status === "signed_out") return <SignedOut />;
  return (
    <p>
      {state.link.status === "waiting" ? "There is no connection yet. We keep trying." : "Joining the lot."}
    </p>
  );
}

function SupplierParts(part: PartProps) {
  const sees_offers = Boolean(part.lot.market?.offers);
  return (
    <div class="columns">
      <div class="columns__main">
        <WhereYouStand {...part} />
        <BidBox {...part} />
        <Annulment {...part} />
        <RulesOfLot {...part} />
        <Settings {...part} />
      </div>
      <div class="columns__side">
        <OwnOffers {...part} />
        {sees_offers && <Ranking {...part} />}
        {sees_offers && <OffersFigure {...part} />}
        <Notices {...part} />
      </div>
    </div>
  );
}

function WatcherParts(part: PartProps) {
  return (
    <>
      <WhereTheLotStands {...part} />
      <Waiting {...part} />
      <FreezeControl {...part} />
      <div class="columns columns--even">
        <div class="columns__main">
          <Ranking {...part} />
          <SavingsTable {...part} />
        </div>
        <div class="columns__side">
          <OffersFigure {...part} />
          <Notices {...part} />
          <RulesOfLot {...part} />
          <Settings {...part} />
        </div>
      </div>
    </>
  );
}
