/** The bidder's own offers, accepted and refused, with time and receipt, and a link to download the records. */
import { historyPath } from "../../api/lots";
import { type OwnOffer, ownOffers } from "../../live/own-offers";
import type { PartProps } from "../../parts/lot/part";
import { money, ordinal } from "../../words/numbers";
import { refusal } from "../../words/refusal";
import { clockTimeToSecond, millis } from "../../words/time";

const RECEIPT_SHOWN = 12;

export function OwnOffers({ state, lot }: PartProps) {
  const offers = ownOffers(state.history, lot);
  return (
    <section class="card" aria-labelledby="own">
      <h2 class="card__heading" id="own">
        Your offers
      </h2>
      {offers.length === 0 ? (
        <p class="quiet">You have not sent an offer yet. Each one will stand here, accepted or refused.</p>
      ) : (
        <div class="scroll scroll--tall" tabIndex={0} role="group" aria-labelledby="own">
          <table class="list list--stacks" role="table">
            <caption class="nhsuk-u-visually-hidden">Your offers, newest first, accepted and refused</caption>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">
                  Time
                </th>
                <th role="columnheader" scope="col" class="number">
                  Total
                </th>
                <th role="columnheader" scope="col">
                  Answer and receipt
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {offers.map((offer) => (
                <Row key={offer.seq} offer={offer} lot={lot} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="card__foot">
        <a href={historyPath(lot.lot)} download={`lot-${lot.lot}.ndjson`}>
          Download your record of this lot
        </a>{" "}
        <span class="quiet">It has every receipt in full.</span>
      </p>
    </section>
  );
}

function Row({ offer, lot }: { offer: OwnOffer; lot: PartProps["lot"] }) {
  return (
    <tr role="row" id={`offer-${offer.seq}`}>
      <td role="cell" class="nowrap">
        {clockTimeToSecond(millis(offer.at))}
      </td>
      <td role="cell" class="number">
        {money(offer.total, lot.event.currency)}
      </td>
      <td role="cell">
        {offer.refused === null ? (
          <strong class="yes">Accepted{offer.rank === null ? "" : `, ${ordinal(offer.rank)}`}</strong>
        ) : (
          <>
            <strong class="no">Refused.</strong>{" "}
            {refusal(
              { ...offer.refused, at: offer.at, message: null, prices: offer.prices, own_total: null },
              lot,
            )}
          </>
        )}
        <code class="receipt">{offer.hash.slice(0, RECEIPT_SHOWN)}</code>
      </td>
    </tr>
  );
}
