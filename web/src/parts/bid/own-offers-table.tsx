/** A bidder's own bids as a table: time, total, and the answer with its receipt. */
import type { ComponentChildren } from "preact";
import type { OwnOffer } from "../../live/own-offers";
import { offerName } from "../../words/names";
import { money, ordinal, sentenceCase } from "../../words/numbers";
import { refusal, type RefusalLot } from "../../words/refusal";
import { clockTimeToSecond, millis } from "../../words/time";
import { type Column, Table } from "../page/table";

const RECEIPT_SHOWN = 12;

interface OwnOffersTableProps {
  offers: readonly OwnOffer[];
  lot: RefusalLot;
  /** Whether the page is connected. */
  current: boolean;
  /** Whether the lot has ended. */
  over: boolean;
}

export function OwnOffersTable(props: OwnOffersTableProps) {
  return (
    <Table
      caption="Your offers, newest first, accepted and refused"
      columns={columnsOf(props)}
      rows={props.offers}
      keyOf={({ seq }) => seq}
      idOf={({ seq }) => `offer-${seq}`}
      classOf={(offer) => (isVoid(offer) ? "void" : "")}
    />
  );
}

function columnsOf({ lot, current, over }: OwnOffersTableProps): Array<Column<OwnOffer>> {
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
    {
      name: "Answer and receipt",
      cell: (offer) => <Answered offer={offer} lot={lot} stands={current && !over} />,
    },
  ];
}

interface AnsweredProps {
  offer: OwnOffer;
  lot: RefusalLot;
  /** Whether an offer can be the bidder's own one now. */
  stands: boolean;
}

function Answered({ offer, lot, stands }: AnsweredProps) {
  return (
    <>
      {answerTo(offer, lot)}
      {stands && offer.state === "standing" && <span class="block">This is your offer now.</span>}
      <code class="receipt">{offer.hash.slice(0, RECEIPT_SHOWN)}</code>
    </>
  );
}

function isVoid({ state }: OwnOffer): boolean {
  return state === "annulled" || state === "excluded";
}

function answerTo(offer: OwnOffer, lot: RefusalLot): ComponentChildren {
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
