/** Prices from the tender: one table of fields, items by bidders, that takes a paste. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { at, isObject, type Json, type JsonObject, objects, pointer, steps, textOf } from "../../json";
import { useNarrow } from "../../parts/page/use-narrow";
import { itemSums, trustCodes } from "../../words/draft/figures";
import { lotName } from "../../words/draft/names";
import { bidderNameOf, TENDER_HINT, tenderPrice, tenderWords } from "../../words/draft/tender";
import { PastedSaid, useBlockPaste } from "./block-paste";
import { useForm } from "./form";
import { Grid, type GridColumn, type Where } from "./grid";
import { lotPath } from "./lots";
import { ColumnPicker } from "./narrow";

/** The server reads the columns of a paste by codes. These stand for the bidders, by their places. */
const CODE = "B";

export function TenderPrices({ lot }: { lot: number }) {
  const { document } = useForm();
  const listed = at(document, `${lotPath(lot)}/items`);
  const items = useMemo(() => objects(listed).filter(({ id }) => textOf(id) !== ""), [listed]);
  const bidders = objects(at(document, `${lotPath(lot)}/bidders`));
  return (
    <section class="card">
      <h3 class="card__heading">Prices from the tender</h3>
      <p>{TENDER_HINT}</p>
      {items.length === 0 || bidders.length === 0 ? (
        <p>A price belongs to an item with an id, and to a bidder of the lot. Set those up first.</p>
      ) : (
        <PriceTable lot={lot} items={items} bidders={bidders} />
      )}
    </section>
  );
}

interface PriceTableProps {
  lot: number;
  items: readonly JsonObject[];
  bidders: readonly JsonObject[];
}

function PriceTable({ lot, items, bidders }: PriceTableProps) {
  const { document, wanted } = useForm();
  const [chosen, setChosen] = useState(0);
  const narrow = useNarrow();
  useEffect(() => {
    const [, , member, nth, part] = steps(wanted?.path ?? "");
    if (member === "bidders" && part === "opening") setChosen(Number(nth));
  }, [wanted]);
  const names = bidders.map((bidder, nth) => bidderNameOf(document, bidder, nth));
  const places = narrow ? [Math.min(chosen, bidders.length - 1)] : [...bidders.keys()];
  const columns = useColumns(names, places);
  const where = useWhere(lot, items);
  const rows = useRows(items, bidders);
  const { pasted, marks, paste } = usePaste({ lot, items, names, places });
  return (
    <>
      {narrow && (
        <ColumnPicker
          id="tender-bidder"
          label="Bidder"
          names={names}
          chosen={places[0] ?? 0}
          choose={setChosen}
        />
      )}
      {pasted !== null && <PastedSaid pasted={pasted} />}
      <p class="quiet">
        {!narrow && "Ctrl and an arrow key move from field to field. "}
        Prices that you copy in a spreadsheet can be pasted at any field.
      </p>
      <Grid
        caption={`Prices from the tender in ${lotName(document, lot)}, items by bidders`}
        list={`${lotPath(lot)}/bidders`}
        {...{ rows, columns, where, marks, paste }}
        rowName={rowName}
        rowHead="Item"
        foot={<Foot items={items} bidders={places.map((place) => bidders[place] ?? {})} />}
        thin
      />
    </>
  );
}

function useColumns(names: readonly string[], places: readonly number[]): readonly GridColumn[] {
  return useMemo(
    () =>
      places.map((place): GridColumn => ({
        name: names[place] ?? "",
        path: `/prices/${place}`,
        decimal: true,
      })),
    [names.join("\n"), places.join()],
  );
}

/** A row is an item; its prices stand with the bidders. */
function useWhere(lot: number, items: readonly JsonObject[]): Where {
  const ids = items.map(({ id }) => textOf(id));
  return useMemo(() => {
    const rows = new Map(ids.map((id, nth) => [id, nth]));
    const list = `${lotPath(lot)}/bidders`;
    return {
      path: (nth, column) => `${list}/${steps(column.path)[1] ?? ""}/opening${pointer(ids[nth] ?? "")}`,
      row: (path) => {
        const [, part, id] = path.startsWith(`${list}/`) ? steps(path.slice(list.length)) : [];
        return part === "opening" && id !== undefined ? (rows.get(id) ?? null) : null;
      },
    };
  }, [lot, ids.join("\n")]);
}

/** One object a row. It stays the same object while nothing of the row has changed, so that no other row is drawn again. */
function useRows(items: readonly JsonObject[], bidders: readonly JsonObject[]): readonly JsonObject[] {
  const known = useRef<ReadonlyArray<{ readonly text: string; readonly row: JsonObject }>>([]);
  known.current = items.map((item, nth) => {
    const prices = bidders.map((bidder) => tenderPrice(bidder, item));
    const name = textOf(item["description"]) || textOf(item["id"]);
    const text = [name, ...prices].join("\n");
    const before = known.current[nth];
    return before?.text === text ? before : { text, row: { name, prices } };
  });
  return known.current.map(({ row }) => row);
}

function rowName(row: JsonObject): string {
  return textOf(row["name"]);
}

interface PasteProps {
  lot: number;
  items: readonly JsonObject[];
  names: readonly string[];
  /** The bidders that are shown, by their places. */
  places: readonly number[];
}

function usePaste({ lot, items, names, places }: PasteProps) {
  const { editor } = useForm();
  const list = `${lotPath(lot)}/bidders`;
  return useBlockPaste({
    rows: items.length,
    codes: places.map((place) => `${CODE}${place}`),
    kind: "baselines",
    columns: "bidders",
    cell: (row, code) => {
      const place = Number(code.slice(CODE.length));
      const item = items[row] ?? {};
      return {
        path: `${list}/${place}/opening${pointer(textOf(item["id"]))}`,
        name: `${textOf(item["description"]) || textOf(item["id"])}, ${names[place] ?? ""}`,
      };
    },
    put: (read, block, first) => {
      const present = objects(at(editor.state.own, list));
      const pasted = present.map((bidder, place) =>
        block.codes.includes(`${CODE}${place}`) ? withPrices(bidder, `${CODE}${place}`) : bidder,
      );
      editor.edit(list, pasted);

      function withPrices(bidder: JsonObject, code: string): JsonObject {
        const { opening, ...others } = bidder;
        const prices: Record<string, Json> = isObject(opening) ? { ...opening } : {};
        for (const [nth, row] of read.entries()) {
          const id = textOf(items[first + nth]?.["id"]);
          const price = at(row, `/baselines/${code}`);
          // A blank cell takes the price away.
          if (price === undefined || price === null) delete prices[id];
          else prices[id] = price;
        }
        return Object.keys(prices).length === 0 ? others : { ...others, opening: prices };
      }
    },
    withHeader: () => "This is a whole sheet with a header row. Paste it under “Bidders from a spreadsheet”.",
  });
}

function Foot({ items, bidders }: { items: readonly JsonObject[]; bidders: readonly JsonObject[] }) {
  const { document, currency } = useForm();
  const trusts = trustCodes(document);
  const codes = trusts.join(" ");
  const volumes = useMemo(() => items.map((item) => itemSums(item, trusts).volume), [items, codes]);
  const words = bidders.map((bidder) => tenderWords(items, volumes, bidder, currency));
  return (
    <>
      <FootRow name="Total" cells={words.map(({ total }) => total)} />
      <FootRow name="Compared as" cells={words.map(({ compared }) => compared)} />
    </>
  );
}

function FootRow({ name, cells }: { name: string; cells: readonly string[] }) {
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {name}
      </th>
      {cells.map((words, nth) => (
        <td key={nth} role="cell" class="number">
          {words}
        </td>
      ))}
    </tr>
  );
}
