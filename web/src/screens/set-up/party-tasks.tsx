/** The tasks about the parties: the trusts that buy, the bidders with their figures, and the people. */
import { useMemo, useState } from "preact/hooks";
import { readBidders, type SheetBidders } from "../../api/drafts";
import { at, isList, type Json, type JsonObject, objects, pointer, textOf } from "../../json";
import { figuresExample, FIGURES_HINT, QUALITY_HINT } from "../../words/draft/explain";
import { fieldId } from "../../words/draft/address";
import { count } from "../../words/numbers";
import { Choice, YES_OR_NO } from "./fields";
import { useForm } from "./form";
import { Grid, type GridColumn } from "./grid";
import { lotPath, LotPicker, lotsOf } from "./lots";
import { SheetPanel, type Taken } from "./sheet";

const TRUST_COLUMNS: readonly GridColumn[] = [
  { name: "ODS code", path: "/ods" },
  { name: "Name", path: "/name", wide: true },
];

export function TrustsTask() {
  const { document } = useForm();
  return (
    <section class="card">
      <h2 class="card__heading">The trusts that buy</h2>
      <Entries
        list="/trusts"
        columns={TRUST_COLUMNS}
        what="trust"
        rows={objects(document["trusts"])}
        nameOf={(trust) => textOf(trust["name"]) || textOf(trust["ods"])}
      />
    </section>
  );
}

function withoutNulls(figures: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
}

interface EntriesProps {
  list: string;
  columns: readonly GridColumn[];
  what: string;
  rows: readonly JsonObject[];
  nameOf: (row: JsonObject) => string;
}

/** A list whose entries are typed one by one. */
export function Entries({ list, columns, what, rows, nameOf }: EntriesProps) {
  const { editor, document } = useForm();
  const rowName = useMemo(
    () => (row: JsonObject, nth: number) =>
      nameOf(row) || `${what.charAt(0).toUpperCase()}${what.slice(1)} ${nth + 1}`,
    [what],
  );
  const add = (): void => {
    const present = at(document, list);
    editor.edit(list, [...(isList(present) ? present : []), {}]);
    const first = fieldId(`${list}${pointer(rows.length)}${columns[0]?.path ?? ""}`);
    requestAnimationFrame(() => globalThis.document.getElementById(first)?.focus());
  };
  const remove = useMemo(
    () => (nth: number) => editor.edit(`${list}${pointer(nth)}`, undefined),
    [editor, list],
  );
  return (
    <>
      {rows.length === 0 ? (
        <p>No {what} yet.</p>
      ) : (
        <Grid
          caption={`Each ${what}`}
          list={list}
          rows={rows}
          columns={columns}
          rowName={rowName}
          remove={remove}
        />
      )}
      <button type="button" class="nhsuk-button nhsuk-button--secondary set-up__button" onClick={add}>
        Add {what.startsWith("i") ? "an" : "a"} {what}
      </button>
    </>
  );
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
        hint="Columns: id, name; and, for the figures of a lot, factor, divisor, addition, quality, opening and an item's id."
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
  { value: "own", label: "Chosen bidders, or bidders with figures of their own" },
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
  const choose = (who: Json): void =>
    editor.edit(list, who === "all" ? undefined : bidders.map(({ id }) => ({ bidder: textOf(id) })));
  const rows = objects(present);
  return (
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
          />
          <ul class="nhsuk-list">
            {rows.map((row, nth) => {
              const figures = {
                factor: textOf(row["factor"]),
                divisor: textOf(row["divisor"]),
                addition: textOf(row["addition"]),
              };
              const example = figuresExample(figures, currency);
              const plain = example === null || example.endsWith("as it is.");
              return plain ? null : (
                <li key={nth}>
                  {textOf(row["bidder"]) || `Bidder ${nth + 1}`}: {example}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}

export function PeopleTask() {
  const { document } = useForm();
  const bidders = objects(document["bidders"]);
  const trusts = objects(document["trusts"]);
  return (
    <>
      <section class="card">
        <h2 class="card__heading">A second buyer</h2>
        <Choice
          path="/four_eyes"
          label="Who may annul an offer, exclude a bidder or cancel a lot"
          options={YES_OR_NO("Two buyers together: one asks, another approves", "One buyer alone")}
        />
      </section>
      <section class="card">
        <h2 class="card__heading">Who has to be able to sign in</h2>
        <p>
          After the publication the people of these organisations see the event:{" "}
          {count(bidders.length, "bidder")} and {count(trusts.length, "trust")}.
        </p>
        <ul class="nhsuk-list nhsuk-list--bullet">
          {bidders.map(({ id, name }, nth) => (
            <li key={nth}>
              {textOf(name) || textOf(id) || `Bidder ${nth + 1}`} <span class="quiet">bids</span>
            </li>
          ))}
          {trusts.map(({ ods, name }, nth) => (
            <li key={nth}>
              {textOf(name) || textOf(ods) || `Trust ${nth + 1}`} <span class="quiet">watches</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
