/** The screen of a bidder in one lot. Shows where the bidder stands, and sends its bids. */
import { Annulment } from "../../parts/bid/annulment";
import { BidForm } from "../../parts/bid/bid-form";
import { OwnOffers } from "../../parts/bid/own-offers";
import { WhereYouStand } from "../../parts/bid/where-you-stand";
import { LotPage, type LotScreenProps } from "../../parts/lot/lot-page";
import { Notices } from "../../parts/lot/notices";
import { Extended } from "../../parts/lot/panels";
import type { PartProps } from "../../parts/lot/part";
import { Settings } from "../../parts/lot/settings";
import { later } from "../../parts/page/later";
import { isPractice } from "../../words/practice";
import { AllYourLots } from "./all-your-lots";

// What stands below the first picture, or is closed in it.
const Ranking = later(() => import("../../parts/lot/ranking").then((part) => part.Ranking));
const OffersGraph = later(() => import("../../parts/lot/offers-graph").then((part) => part.GraphOfOffers));
const RulesOfLot = later(() => import("../../parts/lot/rules").then((part) => part.RulesOfLot));

export function BiddingScreen(props: LotScreenProps) {
  return (
    <LotPage {...props}>
      {(part) => (
        <>
          {bidderParts(part)}
          {!isPractice(props.lot) && <AllYourLots event={part.lot.event.id} />}
        </>
      )}
    </LotPage>
  );
}

/** The parts of the page, also for a preview and a replay. */
export function bidderParts(part: PartProps) {
  const sees_offers = Boolean(part.lot.market?.offers);
  return (
    <div class="columns">
      <div class="columns__main">
        <WhereYouStand {...part} />
        <BidForm {...part} />
        <Extended {...part} />
        <Annulment {...part} />
        <RulesOfLot {...part} />
        {!part.replayed && <Settings {...part} />}
      </div>
      <div class="columns__side">
        {!part.replayed && <OwnOffers {...part} />}
        {sees_offers && <Ranking {...part} />}
        {sees_offers && <OffersGraph {...part} />}
        <Notices {...part} />
      </div>
    </div>
  );
}
