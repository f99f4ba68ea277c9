/** What each trust spends a year today and by an offer, and the difference. The viewer's own trust comes first. */
import type { SpendFigures } from "../../protocol/names";
import type { TrustSaving } from "../../protocol/ws";
import { breaksEven, loses, percentWords, savingWords } from "../../words/market";
import { money } from "../../words/numbers";
import { type Column, Table } from "../page/table";

interface Row extends SpendFigures {
  readonly name: string;
  readonly own: boolean;
}

interface TrustSavingsProps {
  trusts: readonly TrustSaving[];
  total: SpendFigures;
  /** By which offer, such as "at the lead". */
  basis: string;
  currency: string;
  /** The organisation of the viewer. */
  org: string;
}

export function TrustSavings({ trusts, total, basis, currency, org }: TrustSavingsProps) {
  return (
    <Table
      caption={`What each trust spends a year today and ${basis}`}
      columns={columnsOf(basis, currency)}
      rows={ownFirst(trusts, org)}
      keyOf={({ name }) => name}
      classOf={({ own }) => (own ? "own" : "")}
      foot={{ ...total, name: "All trusts", own: false }}
    />
  );
}

function columnsOf(basis: string, currency: string): Array<Column<Row>> {
  return [
    {
      name: "Trust",
      names_row: true,
      cell: ({ name, own }) => (
        <>
          {name}
          {own && <span class="quiet block">Your trust</span>}
        </>
      ),
    },
    {
      name: "Difference a year",
      number: true,
      cell: (row) => (
        <>
          <span class={breaksEven(row) ? "" : loses(row) ? "no" : "yes"}>{savingWords(row, currency)}</span>
          <span class="quiet block">{percentWords(row)}</span>
        </>
      ),
    },
    { name: "Spend today", number: true, cell: (row) => money(row.baseline_spend, currency) },
    {
      name: `Spend ${basis}`,
      number: true,
      cell: (row) => money(row.spend, currency),
    },
  ];
}

function ownFirst(trusts: readonly TrustSaving[], org: string): Row[] {
  const rows = trusts.map((trust) => ({ ...trust, own: trust.ods === org }));
  return [...rows.filter(({ own }) => own), ...rows.filter(({ own }) => !own)];
}
