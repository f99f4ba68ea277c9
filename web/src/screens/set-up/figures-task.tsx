/** Volumes and prices of today: one table of fields, items by trusts, that takes a paste. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { at, isObject, type Json, type JsonObject, objects, steps, textOf } from "../../json";
import type { Block } from "../../live/draft/sheet-text";
import { text } from "../../money";
import { useNarrow } from "../../parts/page/use-narrow";
import { itemSums, type Kind, lotSums, trustCodes, trustSums } from "../../words/draft/figures";
import { amount, count, money } from "../../words/numbers";
import { PastedSaid, useBlockPaste } from "./block-paste";
import { useForm } from "./form";
import { Grid, type GridColumn } from "./grid";
import { ItemsSheet } from "./items-task";
import { lotPath, LotPicker, lotsOf } from "./lots";
import { ColumnPicker } from "./narrow";

const KIND_NAMES: Readonly<Record<Kind, string>> = { volumes: "Volumes a year", baselines: "Prices today" };

interface LotTaskProps {
  lot: number;
  pick: (lot: number) => void;
}

export function FiguresTask({ lot, pick }: LotTaskProps) {
  const { document } = useForm();
  const trusts = trustCodes(document);
  const ready = trusts.length > 0 && lotsOf(document).length > 0;
  if (!ready) return <p>Volumes belong to a trust and an item. Set up the trusts and the items first.</p>;
  return (
    <LotPicker lot={lot} pick={pick}>
      <LotFigures lot={lot} trusts={trusts} />
    </LotPicker>
  );
}

function LotFigures({ lot, trusts }: { lot: number; trusts: readonly string[] }) {
  const { document, editor, currency, wanted } = useForm();
  const [kind, setKind] = useState<Kind>("volumes");
  const [chosen, setChosen] = useState(0);
  const [sheet, setSheet] = useState<{ text: string; nth: number } | null>(null);
  const narrow = useNarrow();
  useEffect(() => {
    const [, , , , member, trust] = steps(wanted?.path ?? "");
    if (member === "volumes" || member === "baselines") setKind(member);
    if (trust !== undefined) setChosen(Math.max(0, trusts.indexOf(trust)));
  }, [wanted]);
  const list = `${lotPath(lot)}/items`;
  const listed = at(document, list);
  const items = useMemo(() => objects(listed), [listed]);
  const shown = narrow ? trusts.slice(chosen, chosen + 1) : trusts;
  const codes = shown.join(" ");
  const columns = useMemo(
    () => shown.map((trust): GridColumn => ({ name: trust, path: `/${kind}/${trust}`, decimal: true })),
    [codes, kind],
  );
  const { pasted, marks, paste } = useBlockPaste({
    rows: items.length,
    codes: shown,
    kind,
    columns: "trusts",
    cell: (row, trust) => ({
      path: `${list}/${row}/${kind}/${trust}`,
      name: `${itemName(items[row] ?? {}, row)}, ${trust}`,
    }),
    put: (read, block, first) =>
      editor.edit(list, withBlock(objects(at(editor.state.own, list)), read, block, first, kind)),
    withHeader: (text) => {
      setSheet({ text, nth: (sheet?.nth ?? 0) + 1 });
      return null;
    },
  });
  return (
    <>
      <Switch kind={kind} setKind={setKind} />
      {narrow && <ColumnPicker id="trust" label="Trust" names={trusts} chosen={chosen} choose={setChosen} />}
      <p class="lead">{spendSentence(items, trusts, currency)}</p>
      {pasted !== null && <PastedSaid pasted={pasted} />}
      <p class="quiet">
        {!narrow && "Ctrl and an arrow key move from field to field. "}
        Cells that you copy in a spreadsheet can be pasted at any field.
      </p>
      <Grid
        caption={`${KIND_NAMES[kind]}, items by trusts`}
        list={list}
        rows={items}
        columns={columns}
        rowName={itemName}
        rowHead="Item"
        {...(narrow
          ? {}
          : {
              ends: [{ name: "All trusts", cell: (item: JsonObject) => endOf(item, trusts, kind, currency) }],
            })}
        foot={
          <Foot items={items} trusts={shown} kind={kind} all={narrow ? null : trusts} currency={currency} />
        }
        paste={paste}
        marks={marks}
        thin
      />
      <ItemsSheet lot={lot} rows={items} done={() => setSheet(null)} given={sheet} />
    </>
  );
}

function itemName(item: JsonObject, nth: number): string {
  return textOf(item["description"]) || textOf(item["id"]) || `Item ${nth + 1}`;
}

/** The items after a block of figures: a blank cell takes the figure away. */
function withBlock(
  items: readonly JsonObject[],
  read: readonly JsonObject[],
  block: Block,
  first: number,
  kind: Kind,
): readonly JsonObject[] {
  return items.map((item, nth) => {
    const row = read[nth - first];
    if (nth < first || row === undefined) return item;
    const present = item[kind];
    const figures: Record<string, Json> = isObject(present) ? { ...present } : {};
    for (const trust of block.codes) {
      const figure = at(row, `/${kind}/${trust}`);
      if (figure === undefined || figure === null) delete figures[trust];
      else figures[trust] = figure;
    }
    return { ...item, [kind]: figures };
  });
}

/** "The trusts spend £325,115.00 a year today." Follows each key. */
function spendSentence(items: readonly JsonObject[], trusts: readonly string[], currency: string): string {
  const { spend, without_baseline } = lotSums(items, trusts);
  const gap =
    without_baseline === 0
      ? ""
      : ` ${count(without_baseline, "volume")} without a price today ${without_baseline === 1 ? "is" : "are"} not counted.`;
  return `Today's spend: ${money(spend, currency)} a year.${gap}`;
}

function endOf(item: JsonObject, trusts: readonly string[], kind: Kind, currency: string): string {
  const sums = itemSums(item, trusts);
  return kind === "volumes" ? amount(text(sums.volume)) : money(sums.spend, currency);
}

interface FootProps {
  items: readonly JsonObject[];
  trusts: readonly string[];
  kind: Kind;
  /** All trusts of the event, where their sum is shown. */
  all: readonly string[] | null;
  currency: string;
}

function Foot({ items, trusts, kind, all, currency }: FootProps) {
  const sums = trusts.map((trust) => trustSums(items, trust));
  const whole = all === null ? null : lotSums(items, all);
  return (
    <>
      {kind === "volumes" && (
        <tr role="row">
          <th role="rowheader" scope="row">
            All items
          </th>
          {sums.map(({ volume }, nth) => (
            <td key={trusts[nth]} role="cell" class="number">
              {amount(text(volume))}
            </td>
          ))}
          {whole && (
            <td role="cell" class="number">
              {amount(text(whole.volume))}
            </td>
          )}
        </tr>
      )}
      <tr role="row">
        <th role="rowheader" scope="row">
          Spend today
        </th>
        {sums.map(({ spend }, nth) => (
          <td key={trusts[nth]} role="cell" class="number">
            {money(spend, currency)}
          </td>
        ))}
        {whole && (
          <td role="cell" class="number">
            {money(whole.spend, currency)}
          </td>
        )}
      </tr>
    </>
  );
}

function Switch({ kind, setKind }: { kind: Kind; setKind: (kind: Kind) => void }) {
  return (
    <p class="set-up__acts" role="group" aria-label="What the table shows">
      {(["volumes", "baselines"] as const).map((one) => (
        <button
          key={one}
          type="button"
          class="plain-button"
          aria-pressed={kind === one}
          onClick={() => setKind(one)}
        >
          {KIND_NAMES[one]}
        </button>
      ))}
    </p>
  );
}
