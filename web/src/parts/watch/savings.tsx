/** What each trust gains or loses against its spend today. The viewer's own trust comes first. */
import { asAt, isCurrent, shownLot } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { type Column, Table } from "../page/table";
import type { SpendFigures } from "../../protocol/names";
import type { Savings } from "../../protocol/ws";
import { breaksEven, loses, notCounted, percentWords, savingWords, totalSentence } from "../../words/market";
import { wholeMoney } from "../../words/numbers";

interface Row extends SpendFigures {
  readonly name: string;
  readonly own: boolean;
}

export function SavingsTable({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const savings = lot.savings ?? null;
  if (savings === null) return null;
  const { currency } = lot.event;
  const current = isCurrent(state);
  const left_out = notCounted(savings);
  const basis = savings.basis === "result" ? "by the result" : current ? "at the lead" : "at the lead then";
  return (
    <section class={`card${current ? "" : " card--stale"}`} aria-labelledby="savings">
      <h2 class="card__heading" id="savings">
        Saving per trust
      </h2>
      <p>{totalSentence(savings, currency, current ? null : asAt(state))}</p>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="savings">
        <Table
          caption={`What each trust spends a year today and ${basis}`}
          columns={columnsOf(basis, currency)}
          rows={ownFirst(savings, state.person.org)}
          keyOf={({ name }) => name}
          classOf={({ own }) => (own ? "own" : "")}
          foot={{ ...savings.total, name: "All trusts", own: false }}
        />
      </div>
      {left_out && <p class="quiet">{left_out}</p>}
      {lot.event.contract_months && (
        <p class="quiet card__foot">
          Figures are for one year of a contract of {lot.event.contract_months} months.
        </p>
      )}
    </section>
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
    { name: "Spend today", number: true, cell: (row) => wholeMoney(row.baseline_spend, currency) },
    {
      name: `Spend ${basis}`,
      number: true,
      cell: (row) => wholeMoney(row.spend, currency),
    },
  ];
}

function ownFirst(savings: Savings, org: string): Row[] {
  const rows = savings.trusts.map((trust) => ({ ...trust, own: trust.ods === org }));
  return [...rows.filter(({ own }) => own), ...rows.filter(({ own }) => !own)];
}
