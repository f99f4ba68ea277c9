/**
 * The bidder's own offers from all its connections, accepted and refused, with time and receipt, and a link to download
 * the records.
 */
import type { ComponentChildren } from "preact";
import { historyPath } from "../../api/lots";
import { type OwnOffer, ownOffers } from "../../live/own-offers";
import { isCurrent } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { Pages } from "../page/pages";
import { type Column, Table } from "../page/table";
import { loadingSentence } from "../../words/loading";
import { offerName } from "../../words/names";
import { money, ordinal, sentenceCase } from "../../words/numbers";
import { refusal } from "../../words/refusal";
import { clockTimeToSecond, millis } from "../../words/time";

const RECEIPT_SHOWN = 12;

export function OwnOffers({ state, lot }: PartProps) {
  const offers = ownOffers(state.history, lot);
  const loading = loadingSentence("your offers", state.history_load, state.local);
  return (
    <section class={`card${isCurrent(state) ? "" : " card--stale"}`} aria-labelledby="own">
      <h2 class="card__heading" id="own">
        Your offers
      </h2>
      {loading !== null && <p>{loading}</p>}
      {loading === null && offers.length === 0 && (
        <p class="quiet">You have not sent an offer yet. Each one will stand here, accepted or refused.</p>
      )}
      {offers.length > 0 && (
        <Pages rows={offers} before="Newer" after="Older">
          {(shown) => (
            <div class="scroll scroll--tall" tabIndex={0} role="group" aria-labelledby="own">
              <Table
                caption="Your offers, newest first, accepted and refused"
                columns={columnsOf(lot)}
                rows={shown}
                keyOf={({ seq }) => seq}
                idOf={({ seq }) => `offer-${seq}`}
                classOf={(offer) => (offer.void === null ? "" : "void")}
              />
            </div>
          )}
        </Pages>
      )}
      <p class="card__foot">
        <a href={historyPath(lot.lot)} download={`lot-${lot.lot}.ndjson`}>
          Download your record of this lot
        </a>{" "}
        <span class="quiet">
          It has every receipt in full. Records with parts that are not for you are marked as redacted.
        </span>
      </p>
    </section>
  );
}

function columnsOf(lot: PartProps["lot"]): Array<Column<OwnOffer>> {
  const { currency } = lot.event;
  return [
    {
      name: "Offer",
      names_row: true,
      cell: ({ seq }) => <span class="nowrap">{sentenceCase(offerName(seq))}</span>,
    },
    { name: "Time", cell: ({ at }) => <span class="nowrap">{clockTimeToSecond(millis(at))}</span> },
    {
      name: "Total",
      number: true,
      cell: ({ total, void: gone }) => (gone ? <s>{money(total, currency)}</s> : money(total, currency)),
    },
    { name: "Answer and receipt", cell: (offer) => <Answered offer={offer} lot={lot} /> },
  ];
}

function Answered({ offer, lot }: { offer: OwnOffer; lot: PartProps["lot"] }) {
  return (
    <>
      {answerTo(offer, lot)}
      <code class="receipt">{offer.hash.slice(0, RECEIPT_SHOWN)}</code>
    </>
  );
}

function answerTo(offer: OwnOffer, lot: PartProps["lot"]): ComponentChildren {
  if (offer.refused !== null) {
    const { received_at, prices } = offer;
    const why = refusal({ ...offer.refused, received_at, message: null, prices, own_total: null }, lot);
    return (
      <>
        <strong class="no">Refused.</strong> {why}
      </>
    );
  }
  const rank = offer.rank === null ? "" : `, ${ordinal(offer.rank)} then`;
  if (offer.void === null) return <strong class="yes">Accepted{rank}</strong>;
  const what = offer.void === "annulled" ? "Annulled." : "You were excluded.";
  return (
    <>
      <strong class="no">{what}</strong> Accepted{rank}; no longer counts.
    </>
  );
}
