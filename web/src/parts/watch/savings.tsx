/** What each trust gains or loses against its spend today. The viewer's own trust comes first, others where they are shown. */
import { isCurrent, shownAsAt, shownLot } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { type Column, Table } from "../page/table";
import type { SpendFigures } from "../../protocol/names";
import type { Savings } from "../../protocol/ws";
import {
  breaksEven,
  fullYearSentence,
  loses,
  notCounted,
  percentWords,
  savingWords,
  totalSentence,
} from "../../words/market";
import { money } from "../../words/numbers";

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
  const shows_all = lot.rules.show.other_trusts !== false || state.person.role !== "observer";
  const basis = savings.basis === "result" ? "by the result" : current ? "at the lead" : "at the lead then";
  return (
    <section class={`card${current ? "" : " card--stale"}`} aria-labelledby="savings">
      <h2 class="card__heading" id="savings">
        Saving per trust
      </h2>
      <p>{totalSentence(savings, currency, shownAsAt(state), shows_all)}</p>
      {!shows_all && (
        <p class="quiet">In this lot each trust sees its own figures and those of all together.</p>
      )}
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
      <p class="quiet card__foot">{fullYearSentence(lot.event)}</p>
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
    { name: "Spend today", number: true, cell: (row) => money(row.baseline_spend, currency) },
    {
      name: `Spend ${basis}`,
      number: true,
      cell: (row) => money(row.spend, currency),
    },
  ];
}

function ownFirst(savings: Savings, org: string): Row[] {
  const rows = savings.trusts.map((trust) => ({ ...trust, own: trust.ods === org }));
  return [...rows.filter(({ own }) => own), ...rows.filter(({ own }) => !own)];
}
