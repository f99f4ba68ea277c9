/** The bidders: who is invited, who may bid on a lot, and what counts in the comparison of each one's offers. */
import { useMemo, useState } from "preact/hooks";
import { readBidders, type SheetBidders } from "../../api/drafts";
import { at, isList, type Json, type JsonObject, objects, textOf } from "../../json";
import { SheetPanel, type Taken } from "../../parts/form/sheet-panel";
import {
  bestScore,
  comparedExample,
  EXAMPLE_HEAD,
  FIGURES_HINT,
  QUALITY_HINT,
  SCORE_HEAD,
} from "../../words/draft/explain";
import { count } from "../../words/numbers";
import { Entries } from "./entries";
import { Choice } from "./fields";
import { useForm } from "./form";
import type { End, GridColumn } from "./grid";
import { lotPath, LotPicker, lotsOf } from "./lots";
import { TenderPrices } from "./tender-prices";

function withoutNulls(figures: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
}

const BIDDER_COLUMNS: readonly GridColumn[] = [
  { name: "Id", path: "/id" },
  { name: "Name", path: "/name", wide: true },
];

const FIGURE_COLUMNS: readonly GridColumn[] = [
  { name: "Bidder", path: "/bidder" },
  { name: "Factor", path: "/factor", decimal: true },
  { name: "Divisor", path: "/divisor", decimal: true },
  { name: "Addition", path: "/addition", decimal: true },
];
const QUALITY_COLUMN: GridColumn = { name: "Quality points", path: "/quality", decimal: true };

export function BiddersTask({ lot, pick }: { lot: number; pick: (lot: number) => void }) {
  const { document, event, editor } = useForm();
  const [taken, setTaken] = useState(0);
  const bidders = objects(document["bidders"]);
  const take = ({ bidders: read }: SheetBidders): Taken => {
    editor.edit(
      "/bidders",
      read.map(({ id, name }) => ({ id: id ?? "", name: name ?? "" })),
    );
    const figures = read.map(({ id, name: _, ...rest }): JsonObject => ({
      bidder: id ?? "",
      ...withoutNulls(rest),
    }));
    const has_figures = figures.some((one) => Object.keys(one).length > 1);
    const again = has_figures && lotsOf(document).length === 0;
    if (has_figures && !again) editor.edit(`${lotPath(lot)}/bidders`, figures);
    setTaken(taken + 1);
    const of_figures = again
      ? " Their figures belong to a lot: set up a lot, then read this sheet once more."
      : " Their figures are those of the lot below.";
    return { words: `${count(read.length, "bidder")} read.${has_figures ? of_figures : ""}`, again };
  };
  return (
    <>
      <section class="card">
        <h2 class="card__heading">The suppliers that are invited</h2>
        <Entries
          key={taken}
          list="/bidders"
          columns={BIDDER_COLUMNS}
          what="bidder"
          rows={bidders}
          nameOf={(bidder) => textOf(bidder["name"]) || textOf(bidder["id"])}
        />
      </section>
      <SheetPanel
        id={`${event}-bidders`}
        heading="Bidders from a spreadsheet"
        hint="The first row names the columns: id and name are needed. For the figures of a lot: factor, divisor, addition, quality. For prices from the tender: opening and the id of the item."
        read={readBidders}
        take={take}
      />
      {lotsOf(document).length > 0 && (
        <LotPicker lot={lot} pick={pick}>
          <LotBidders lot={lot} bidders={bidders} />
        </LotPicker>
      )}
    </>
  );
}

const WHO = [
  { value: "all", label: "All bidders, compared by their totals alone" },
  { value: "own", label: "Chosen bidders, or bidders with figures or tender prices of their own" },
];

function LotBidders({ lot, bidders }: { lot: number; bidders: readonly JsonObject[] }) {
  const { document, editor, currency } = useForm();
  const list = `${lotPath(lot)}/bidders`;
  const present = at(document, list);
  const weighted = at(document, `${lotPath(lot)}/rules/scoring`) === "weighted";
  const columns = useMemo(
    () => (weighted ? [...FIGURE_COLUMNS, QUALITY_COLUMN] : FIGURE_COLUMNS),
    [weighted],
  );
  const price_weight = textOf(at(document, `${lotPath(lot)}/rules/price_weight`));
  const ends = useMemo((): readonly End[] => {
    const compared: End = { name: EXAMPLE_HEAD, cell: (row) => comparedExample(row, currency) };
    const score: End = { name: SCORE_HEAD, cell: (row) => bestScore(textOf(row["quality"]), price_weight) };
    return weighted ? [compared, score] : [compared];
  }, [weighted, price_weight, currency]);
  const choose = (who: Json): void =>
    editor.edit(list, who === "all" ? undefined : bidders.map(({ id }) => ({ bidder: textOf(id) })));
  const rows = objects(present);
  return (
    <>
      <section class="card">
        <Choice
          path={list}
          label="Who may bid on this lot"
          options={WHO}
          chosen={isList(present) ? "own" : "all"}
          choose={choose}
        />
        {isList(present) && (
          <>
            <p class="quiet">{FIGURES_HINT}</p>
            {weighted && <p class="quiet">{QUALITY_HINT}</p>}
            <Entries
              list={list}
              columns={columns}
              what="bidder of the lot"
              rows={rows}
              nameOf={({ bidder }) => textOf(bidder)}
              ends={ends}
            />
          </>
        )}
      </section>
      {isList(present) && <TenderPrices lot={lot} />}
    </>
  );
}
