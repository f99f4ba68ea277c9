/** What is spent a year on each item, today and by an offer, and the difference: of one trust, or of all together. */
import type { ItemTotal } from "../../protocol/http";
import type { Item, SpendFigures } from "../../protocol/names";
import type { ItemSaving } from "../../protocol/ws";
import { breaksEven, loses, percentWords, savingWords } from "../../words/market";
import { count, money, volumeWords } from "../../words/numbers";
import { type Column, Table } from "../page/table";

/** A line of the lot, or the sum of all. */
export interface ItemRow {
  readonly id: string;
  readonly name: string;
  readonly today?: string | null;
  readonly offer?: string | null;
  readonly saving?: string | null;
  readonly percent?: string | null;
  /** What stands below the spend of today, such as the price of one. */
  readonly today_note: string | null;
  readonly offer_note: string | null;
  readonly volume: string;
}

interface ItemSavingsProps {
  caption: string;
  /** By which offer, such as "At the lead". */
  basis: string;
  rows: readonly ItemRow[];
  foot?: ItemRow | undefined;
  currency: string;
}

export function ItemSavings({ caption, basis, rows, foot, currency }: ItemSavingsProps) {
  return (
    <Table
      caption={caption}
      columns={columnsOf(currency, basis)}
      rows={rows}
      keyOf={({ id }) => id}
      foot={foot}
    />
  );
}

/** The lines of one trust. */
export function rowsOfTrust(
  lines: readonly ItemSaving[],
  items: readonly Item[],
  currency: string,
): ItemRow[] {
  const known = new Map(items.map((item) => [item.id, item]));
  return lines.map((line) => {
    const unit = known.get(line.item)?.unit ?? "";
    return {
      ...line,
      id: line.item,
      name: known.get(line.item)?.description ?? line.item,
      today_note: line.baseline ? `${money(line.baseline, currency)} a ${unit}` : "No price is known",
      offer_note: `${money(line.price, currency)} a ${unit}`,
      volume: volumeWords(line.volume, unit),
    };
  });
}

/** The lines of all trusts together. */
export function rowsOfAll(lines: readonly ItemTotal[], items: readonly Item[], currency: string): ItemRow[] {
  const known = new Map(items.map((item) => [item.id, item]));
  return lines.map((line) => {
    const unit = known.get(line.item)?.unit ?? "";
    const { not_counted } = line;
    return {
      ...line,
      id: line.item,
      name: known.get(line.item)?.description ?? line.item,
      today_note: not_counted > 0 ? `${count(not_counted, "trust")} not counted: no price is known` : null,
      offer_note: `${money(line.price, currency)} a ${unit}`,
      volume: volumeWords(line.volume, unit),
    };
  });
}

/** The sum of the lines. */
export function sumRow({ baseline_spend, spend, saving, percent }: SpendFigures): ItemRow {
  const figures = { today: baseline_spend, offer: spend, saving, percent: percent ?? null };
  return {
    id: "",
    name: "All items",
    ...figures,
    today_note: null,
    offer_note: null,
    volume: "Not added up",
  };
}

function columnsOf(currency: string, basis: string): Array<Column<ItemRow>> {
  const spend = (figure: string | null | undefined, note: string | null) => (
    <>
      {figure ? money(figure, currency) : "Not counted"}
      {note !== null && <span class="quiet block">{note}</span>}
    </>
  );
  return [
    { name: "Item", names_row: true, cell: ({ name }) => name },
    {
      name: "Difference a year",
      number: true,
      cell: (row) => <Difference row={row} currency={currency} />,
    },
    { name: "Today", number: true, cell: ({ today, today_note }) => spend(today, today_note) },
    { name: basis, number: true, cell: ({ offer, offer_note }) => spend(offer, offer_note) },
    { name: "Volume a year", number: true, cell: ({ volume }) => volume },
  ];
}

function Difference({ row: { saving, percent }, currency }: { row: ItemRow; currency: string }) {
  if (!saving) return <>Not counted</>;
  const figures = { saving, percent: percent ?? null };
  return (
    <>
      <span class={breaksEven(figures) ? "" : loses(figures) ? "no" : "yes"}>
        {savingWords(figures, currency)}
      </span>
      <span class="quiet block">{percentWords(figures)}</span>
    </>
  );
}
