/** The figures of the graph as a table, newest first, in pages. An offer that no longer counts says so. */
import { useState } from "preact/hooks";
import type { LotMessage, Offer } from "../../protocol/names";
import { bidderName, offerName } from "../../words/names";
import { voidMark } from "../../words/market";
import { money, ordinal, sentenceCase } from "../../words/numbers";
import { comparedName } from "../../words/scoring";
import { clockTimeToSecond, millis } from "../../words/time";
import { Pages } from "../page/pages";
import { type Column, Table } from "../page/table";

export function OffersTable({ offers, lot }: { offers: readonly Offer[]; lot: LotMessage }) {
  const [open, setOpen] = useState(false);
  const columns = columnsOf(offers, lot);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Show as a table</summary>
      {open && (
        <Pages rows={offers.toReversed()} before="Newer" after="Older">
          {(shown) => (
            <div class="scroll" tabIndex={0} role="group" aria-label="All offers as a table">
              <Table
                caption="All offers, newest first"
                columns={columns}
                rows={shown}
                keyOf={(offer) => offer.seq}
                classOf={(offer) => (offer.void ? "void" : "")}
              />
            </div>
          )}
        </Pages>
      )}
    </details>
  );
}

function columnsOf(offers: readonly Offer[], lot: LotMessage): Array<Column<Offer>> {
  const { currency } = lot.event;
  const totals = offers.some(({ total }) => total);
  const compared =
    !totals ||
    offers.some(({ total, evaluated }) => total && money(total, currency) !== money(evaluated, currency));
  const columns: Array<Column<Offer> | false> = [
    { name: "Offer", cell: (offer) => <span class="nowrap">{sentenceCase(offerName(offer.seq))}</span> },
    { name: "Time", cell: (offer) => <span class="nowrap">{clockTimeToSecond(millis(offer.at))}</span> },
    { name: "Bidder", names_row: true, cell: (offer) => bidderName(lot, offer) },
    totals && {
      name: "Total",
      number: true,
      cell: (offer) =>
        offer.total ? <Figure of={offer} text={money(offer.total, currency)} /> : "Not shown",
    },
    compared && {
      name: comparedName(lot),
      number: true,
      cell: (offer) => <Figure of={offer} text={money(offer.evaluated, currency)} />,
    },
    {
      name: "Rank then",
      number: true,
      cell: (offer) => voidMark(offer) ?? (offer.rank ? ordinal(offer.rank) : "Not shown"),
    },
  ];
  return columns.filter((column) => column !== false);
}

function Figure({ of, text }: { of: Offer; text: string }) {
  return of.void ? <s>{text}</s> : <>{text}</>;
}
