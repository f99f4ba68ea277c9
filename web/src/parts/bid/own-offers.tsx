/**
 * The bidder's own offers from all its connections, accepted and refused, with time and receipt, and links to download
 * them.
 */
import type { ComponentChildren } from "preact";
import { historyPath, recordPath } from "../../api/lots";
import { type OwnOffer, ownOffers } from "../../live/own-offers";
import { isCurrent, isOver } from "../../live/state/state";
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
              <Table
                caption="Your offers, newest first, accepted and refused"
                columns={columnsOf(lot, isCurrent(state))}
                rows={shown}
                keyOf={({ seq }) => seq}
                idOf={({ seq }) => `offer-${seq}`}
                classOf={(offer) => (isVoid(offer) ? "void" : "")}
              />
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

function columnsOf(lot: PartProps["lot"], current: boolean): Array<Column<OwnOffer>> {
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
      cell: (offer) => {
        if (!offer.total) return "None";
        const total = money(offer.total, currency);
        return isVoid(offer) ? <s>{total}</s> : total;
      },
    },
    { name: "Answer and receipt", cell: (offer) => <Answered offer={offer} lot={lot} current={current} /> },
  ];
}

interface AnsweredProps {
  offer: OwnOffer;
  lot: PartProps["lot"];
  current: boolean;
}

function Answered({ offer, lot, current }: AnsweredProps) {
  return (
    <>
      {answerTo(offer, lot)}
      {current && offer.state === "standing" && !isOver(lot.state) && (
        <span class="block">This is your offer now.</span>
      )}
      <code class="receipt">{offer.hash.slice(0, RECEIPT_SHOWN)}</code>
    </>
  );
}

function isVoid({ state }: OwnOffer): boolean {
  return state === "annulled" || state === "excluded";
}

function answerTo(offer: OwnOffer, lot: PartProps["lot"]): ComponentChildren {
  if (offer.reason) {
    const { reason, received_at, prices } = offer;
    const limit = offer.limit ?? null;
    const facts = { reason, limit, received_at, prices, message: offer.message ?? null, own_total: null };
    return (
      <>
        <strong class="no">Refused.</strong> {refusal(facts, lot)}
      </>
    );
  }
  const rank = offer.rank_then ? `, ${ordinal(offer.rank_then)} at that time` : "";
  if (!isVoid(offer)) return <strong class="yes">Accepted{rank}</strong>;
  const what = offer.state === "annulled" ? "Annulled." : "You were excluded.";
  return (
    <>
      <strong class="no">{what}</strong> Accepted{rank}; no longer counts.
    </>
  );
}
