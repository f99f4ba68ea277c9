/** The lots and their items: typed one by one, or read from a sheet. */
import { useState } from "preact/hooks";
import { readItems, type SheetItems } from "../../api/drafts";
import { type BadCell, PASTED_TYPE } from "../../api/sheets";
import { at, isList, type JsonObject, objects, textOf } from "../../json";
import { readLots, type SheetLots } from "../../live/draft/lots-sheet";
import { SheetPanel, type Taken } from "../../parts/form/sheet-panel";
import { trustCodes } from "../../words/draft/figures";
import { lotName } from "../../words/draft/names";
import { count } from "../../words/numbers";
import { Entries } from "./entries";
import { Choice, TextField } from "./fields";
import { useForm } from "./form";
import type { GridColumn } from "./grid";
import { lotPath, LotPicker, lotsOf } from "./lots";

const ITEM_COLUMNS: readonly GridColumn[] = [
  { name: "Id", path: "/id" },
  { name: "Description", path: "/description", wide: true },
  { name: "Unit", path: "/unit" },
  { name: "GTIN", path: "/gtin" },
];

const DECIMALS = [0, 1, 2, 3, 4].map((n) => ({ value: n, label: count(n, "decimal place") }));

export function LotsTask({ lot, pick }: { lot: number; pick: (lot: number) => void }) {
  const { document, editor } = useForm();
  const [read, setRead] = useState(0);
  const lots = lotsOf(document);
  const add = (): void => {
    const present = at(document, "/lots");
    editor.edit("/lots", [...(isList(present) ? present : []), { title: "", items: [] }]);
    pick(lots.length);
  };
  return (
    <>
      {lots.length > 0 ? (
        <LotPicker key={read} lot={lot} pick={pick}>
          <OneLot lot={lot} remove={() => removeLot(lot)} />
        </LotPicker>
      ) : (
        <p>No lot yet. A lot is a group of items that suppliers bid for together.</p>
      )}
      <button type="button" class="nhsuk-button nhsuk-button--secondary set-up__button" onClick={add}>
        Add a lot
      </button>
      <LotsSheet done={() => setRead((n) => n + 1)} />
    </>
  );

  function removeLot(nth: number): void {
    editor.edit(lotPath(nth), undefined);
    pick(Math.max(0, nth - 1));
  }
}

/** Several lots from one sheet. Items of a lot that is there already are changed or added; nothing is taken away. */
function LotsSheet({ done }: { done: () => void }) {
  const { document, editor, event } = useForm();
  const trusts = trustCodes(document);
  const take = ({ lots: found, warnings }: SheetLots): Taken => {
    const present = lotsOf(editor.state.own);
    const fresh: JsonObject[] = [];
    for (const { title, items: read } of found) {
      const items = read.map(saidMembers);
      const nth = present.findIndex((one) => textOf(one["title"]).trim() === title);
      if (nth === -1) fresh.push({ title, items });
      else editor.edit(`${lotPath(nth)}/items`, joined(objects(present[nth]?.["items"]), items));
    }
    if (fresh.length > 0) editor.edit("/lots", [...objects(at(editor.state.own, "/lots")), ...fresh]);
    done();
    const items = found.reduce((sum, one) => sum + one.items.length, 0);
    return {
      words: `${count(items, "item")} in ${count(found.length, "lot")} read. ${newLots(fresh.length)}${told(warnings)}`,
    };
  };
  return (
    <SheetPanel
      id={`${event}-lots`}
      heading="Several lots from one spreadsheet"
      hint={`The first row names the columns: lot and description are needed; id, unit and gtin may follow.${figureColumns(trusts)} A row without a lot belongs to the lot above it.`}
      read={({ body }) =>
        readLots(String(body), (body) => readItems({ body, type: PASTED_TYPE }, trusts, "both"))
      }
      take={take}
      pasted_only
      names={{ field: "Paste the cells of all lots here, with their header row", button: "Read the lots" }}
    />
  );
}

function newLots(n: number): string {
  return n === 0 ? "No lot is new." : `${count(n, "lot")} ${n === 1 ? "is" : "are"} new.`;
}

/** The columns of figures, for a hint. */
function figureColumns(trusts: readonly string[]): string {
  if (trusts.length === 0) return "";
  return ` For each trust: ${trusts[0]} volume, and ${trusts[0]} baseline, which is its price today.`;
}

function told(warnings: readonly BadCell[]): string {
  return warnings.map(({ row, message }) => ` Row ${row}: ${message}.`).join("");
}

function OneLot({ lot, remove }: { lot: number; remove: () => void }) {
  const { document } = useForm();
  const [read, setRead] = useState(0);
  const [removing, setRemoving] = useState(false);
  const list = `${lotPath(lot)}/items`;
  const items = at(document, list);
  const rows = objects(items);
  return (
    <>
      <section class="card">
        <h3 class="card__heading">The lot</h3>
        <TextField path={`${lotPath(lot)}/title`} />
        <Choice
          path={`${lotPath(lot)}/decimals`}
          options={DECIMALS}
          hint="How exact the price of one unit is."
        />
        {removing ? (
          <p>
            This removes {lotName(document, lot)} with its {count(rows.length, "item")}.{" "}
            <button type="button" class="plain-button" onClick={remove}>
              Remove it
            </button>{" "}
            <button type="button" class="plain-button" onClick={() => setRemoving(false)}>
              Keep it
            </button>
          </p>
        ) : (
          <button type="button" class="plain-button" onClick={() => setRemoving(true)}>
            Remove this lot
          </button>
        )}
      </section>
      <section class="card">
        <h3 class="card__heading">Items</h3>
        <Entries
          key={read}
          list={list}
          columns={ITEM_COLUMNS}
          what="item"
          rows={rows}
          nameOf={(item) => textOf(item["description"]) || textOf(item["id"])}
        />
      </section>
      <ItemsSheet lot={lot} rows={rows} done={() => setRead((n) => n + 1)} />
    </>
  );
}

interface ItemsSheetProps {
  lot: number;
  rows: readonly JsonObject[];
  done: () => void;
  given?: { readonly text: string; readonly nth: number } | null;
}

/** Items from a sheet. Those whose ids are there already are changed; the others are added. */
export function ItemsSheet({ lot, rows, done, given }: ItemsSheetProps) {
  const { document, editor, event } = useForm();
  const trusts = trustCodes(document);
  const [found, setFound] = useState<readonly JsonObject[] | null>(null);
  const list = `${lotPath(lot)}/items`;
  const take = ({ items: read, warnings }: SheetItems): Taken => {
    const items = read.map(saidMembers);
    const said = told(warnings);
    if (rows.length === 0) {
      editor.edit(list, items);
      done();
      return { words: `${count(items.length, "item")} read.${said}` };
    }
    setFound(items);
    const there = `the ${count(rows.length, "item")} already in this lot`;
    return { words: `${count(items.length, "item")} read. Choose below what happens to ${there}.${said}` };
  };
  const put = (items: readonly JsonObject[]): void => {
    editor.edit(list, items);
    setFound(null);
    done();
  };
  return (
    <>
      <SheetPanel
        id={`${event}-items-${lot}`}
        heading="Items from a spreadsheet"
        hint={`The first row names the columns: description is needed; id, unit and gtin may follow.${figureColumns(trusts)}`}
        read={(sheet) => readItems(sheet, trusts, "both")}
        take={take}
        given={given ?? null}
      />
      {found !== null && (
        <section class="card">
          <h3 class="card__heading">{count(found.length, "item")} from the sheet</h3>
          <div class="set-up__acts">
            <button
              type="button"
              class="nhsuk-button set-up__button"
              onClick={() => put(joined(rows, found))}
            >
              Change and add: {changes(rows, found)}
            </button>
            <button type="button" class="plain-button" onClick={() => put(found)}>
              Replace all items by those of the sheet
            </button>
            <button type="button" class="plain-button" onClick={() => setFound(null)}>
              Leave the items as they are
            </button>
          </div>
        </section>
      )}
    </>
  );
}

function joined(present: readonly JsonObject[], read: readonly JsonObject[]): readonly JsonObject[] {
  const of_sheet = new Map(read.map((item) => [item["id"], item]));
  const known = new Set(present.map((item) => item["id"]));
  const changed = present.map((item): JsonObject => ({
    ...item,
    ...saidMembers(of_sheet.get(item["id"]) ?? {}),
  }));
  return [...changed, ...read.filter((item) => !known.has(item["id"]))];
}

/** The members that the sheet has something for. */
function saidMembers(item: JsonObject): JsonObject {
  const said = Object.entries(item).filter(([, value]) => value !== null && value !== "" && !isEmpty(value));
  return Object.fromEntries(said);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function changes(present: readonly JsonObject[], read: readonly JsonObject[]): string {
  const known = new Set(present.map((item) => item["id"]));
  const changed = read.filter((item) => known.has(item["id"])).length;
  return `${changed} changed, ${read.length - changed} new`;
}
