/** What the viewer's own trust would save in each financial year of the contract. */
import { useMemo } from "preact/hooks";
import type { EventSummary } from "../../protocol/names";
import type { ItemSaving } from "../../protocol/ws";
import { type ContractYear, contractYears, savingInYear } from "../../words/contract-years";
import { breaksEven, loses, savingWords } from "../../words/market";
import { type Column, Table } from "../page/table";

interface Row extends ContractYear {
  readonly saving: string;
}

interface OwnYearsProps {
  event: EventSummary;
  items: readonly ItemSaving[];
}

export function OwnYears({ event, items }: OwnYearsProps) {
  const { contract_starts_on: starts_on, contract_months: months, currency } = event;
  const rows = useMemo(() => (starts_on ? rowsOf(starts_on, months, items) : []), [starts_on, months, items]);
  if (items.every(({ saving }) => !saving)) return null;
  if (!starts_on) {
    return (
      <p class="quiet card__foot">
        The event does not say when the contract starts, so nothing is said of single financial years.
      </p>
    );
  }
  return (
    <>
      <h3 class="more__heading" id="own-years">
        By financial year, April to March
      </h3>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="own-years">
        <Table
          caption="What your trust would save in each financial year of the contract"
          columns={columnsOf(currency)}
          rows={rows}
          keyOf={({ name }) => name}
        />
      </div>
    </>
  );
}

function rowsOf(starts_on: string, months: number | null | undefined, items: readonly ItemSaving[]): Row[] {
  const savings = items.flatMap(({ saving }) => (saving ? [saving] : []));
  return contractYears(starts_on, months).map((year) => ({ ...year, saving: savingInYear(savings, year) }));
}

function columnsOf(currency: string): Array<Column<Row>> {
  return [
    { name: "Year", names_row: true, cell: ({ name }) => name },
    {
      name: "The contract runs",
      cell: ({ days, length }) => (days === length ? "All of the year" : `${days} of ${length} days`),
    },
    {
      name: "Difference",
      number: true,
      cell: ({ saving }) => {
        const figures = { saving, percent: null };
        const look = breaksEven(figures) ? "" : loses(figures) ? "no" : "yes";
        return <span class={look}>{savingWords(figures, currency)}</span>;
      },
    },
  ];
}
