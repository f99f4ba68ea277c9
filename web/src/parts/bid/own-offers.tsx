/**
 * The bidder's own offers from all its connections, accepted and refused, with time and receipt, and links to download
 * them.
 */
import { historyPath, recordPath } from "../../api/lots";
import { ownOffers } from "../../live/own-offers";
import { isCurrent, isOver } from "../../live/state/state";
import { loadingSentence } from "../../words/loading";
import type { PartProps } from "../lot/part";
import { Pages } from "../page/pages";
import { OwnOffersTable } from "./own-offers-table";

export function OwnOffers({ state, lot }: PartProps) {
  const offers = ownOffers(state.record, lot);
  const loading = loadingSentence("your offers", state.record_load, state.local);
  return (
    <section class={`card${isCurrent(state) ? "" : " card--stale"}`} aria-labelledby="own">
      <h2 class="card__heading" id="own">
        Your offers
      </h2>
      {loading !== null && <p>{loading}</p>}
      {loading === null && offers.length === 0 && (
        <p class="quiet">
          {isOver(lot.state)
            ? "You did not send an offer in this lot."
            : "You have not sent an offer yet. Each one will stand here, accepted or refused."}
        </p>
      )}
      {offers.length > 0 && (
        <Pages rows={offers} before="Newer" after="Older">
          {(shown) => (
            <div class="scroll scroll--tall" tabIndex={0} role="group" aria-labelledby="own">
              <OwnOffersTable offers={shown} lot={lot} current={isCurrent(state)} over={isOver(lot.state)} />
            </div>
          )}
        </Pages>
      )}
      <p class="card__foot">
        Download your offers in this lot, with every receipt in full:{" "}
        <a href={recordPath(lot.lot, ".xlsx")} download>
          Excel workbook
        </a>{" "}
        or{" "}
        <a href={recordPath(lot.lot, ".csv")} download>
          CSV
        </a>
        . To check them:{" "}
        <a href={historyPath(lot.lot)} download={`lot-${lot.lot}.ndjson`}>
          the whole record of the lot
        </a>
        <span class="quiet">, in which what is not for you is left out and marked.</span>
      </p>
    </section>
  );
}
