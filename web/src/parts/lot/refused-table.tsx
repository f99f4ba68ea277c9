/** Refused bids as buyers and auditors see them: when, whose, how much, and why. */
import type { Refusal } from "../../protocol/names";
import { money } from "../../words/numbers";
import { reasonInShort } from "../../words/refusal-in-short";
import { clockTimeToSecond, millis } from "../../words/time";
import { type Column, Table } from "../page/table";

interface RefusedTableProps {
  caption: string;
  rows: readonly Refusal[];
  currency: string;
}

export function RefusedTable({ caption, rows, currency }: RefusedTableProps) {
  return <Table caption={caption} columns={columnsOf(currency)} rows={rows} keyOf={({ seq }) => seq} />;
}

function columnsOf(currency: string): Array<Column<Refusal>> {
  return [
    { name: "Time", cell: ({ at }) => <span class="nowrap">{clockTimeToSecond(millis(at))}</span> },
    {
      name: "Bidder",
      names_row: true,
      cell: ({ name, alias }) => (
        <>
          {name ?? alias}
          {name && <span class="quiet block">{alias}</span>}
        </>
      ),
    },
    { name: "Total", number: true, cell: ({ total }) => (total ? money(total, currency) : "None") },
    {
      name: "Why",
      cell: ({ reason, limit, in_a_row }) => (
        <>
          {reasonInShort(reason)}
          {limit && <span class="quiet block">Limit then: {money(limit, currency)}</span>}
          {in_a_row > 1 && <span class="quiet block">{in_a_row} in a row</span>}
        </>
      ),
    },
  ];
}
