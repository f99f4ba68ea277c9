/** The screen of one lot for observers, buyers and auditors. Sends nothing. */
import { FreezeControl } from "../../parts/lot/freeze";
import { LotPage, type LotScreenProps } from "../../parts/lot/lot-page";
import { Notices } from "../../parts/lot/notices";
import { GraphOfOffers } from "../../parts/lot/offers-graph";
import type { PartProps } from "../../parts/lot/part";
import { Ranking } from "../../parts/lot/ranking";
import { RulesOfLot } from "../../parts/lot/rules";
import { Settings } from "../../parts/lot/settings";
import { ReplayLink } from "../../parts/replay/replay-link";
import { Bidders } from "../../parts/watch/bidders";
import { OwnTrust } from "../../parts/watch/own-trust";
import { PendingDecisions } from "../../parts/watch/pending-decisions";
import { SavingOverTime } from "../../parts/watch/saving-over-time";
import { SavingsTable } from "../../parts/watch/savings";
import { WhereTheLotStands } from "../../parts/watch/where-lot-stands";
import { AsAt, TakeAway } from "./on-paper";

export function ObservingScreen(props: LotScreenProps) {
  return (
    <LotPage {...props}>
      {(part) => (
        <>
          <ReplayLink lot={props.lot} person={props.person} />
          {observerParts(part)}
        </>
      )}
    </LotPage>
  );
}

/** The parts of the page, also for a preview and a replay. An observer comes for its own trust, so that stands before the ranking. */
export function observerParts(part: PartProps) {
  const observes = part.state.person.role === "observer";
  return (
    <>
      {observes && !part.replayed && <AsAt {...part} />}
      <WhereTheLotStands {...part} />
      <PendingDecisions {...part} />
      <FreezeControl {...part} />
      <div class="columns columns--even">
        <div class="columns__main">
          {observes && <OwnTrust {...part} />}
          {observes && !part.replayed && <SavingOverTime {...part} />}
          {!observes && <Ranking {...part} />}
          <Bidders {...part} />
          <SavingsTable {...part} />
          {observes && !part.replayed && <TakeAway {...part} />}
        </div>
        <div class="columns__side">
          {observes && <Ranking {...part} />}
          <GraphOfOffers {...part} />
          <Notices {...part} />
          <RulesOfLot {...part} />
          {!part.replayed && <Settings {...part} />}
        </div>
      </div>
    </>
  );
}
