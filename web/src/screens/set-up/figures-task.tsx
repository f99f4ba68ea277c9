/** Volumes and prices of today: one table of fields, items by trusts, that takes a paste. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type BadCell, PASTED_TYPE, readItems } from "../../api/drafts";
import { at, isObject, type Json, type JsonObject, objects, steps, textOf } from "../../json";
import { type Block, blockAt, hasHeader, splitSheet } from "../../live/draft/sheet-text";
import { text } from "../../money";
import { fieldId } from "../../words/draft/address";
import { itemSums, type Kind, lotSums, trustCodes, trustSums } from "../../words/draft/figures";
import { amount, count, money } from "../../words/numbers";
import { useForm } from "./form";
import { Grid, type GridColumn } from "./grid";
import { ItemsSheet } from "./items-task";
import { lotPath, LotPicker, lotsOf } from "./lots";

const NARROW = "(max-width: 40em)";
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

/** A cell of the table for which the paste had something that cannot be read. */
interface MarkedCell {
  /** The pointer of the member. */
  readonly path: string;
  readonly item: number;
  readonly trust: string;
  readonly words: string;
}

/** What became of a paste into the table. */
interface Pasted {
  readonly words: string;
  readonly bad: readonly MarkedCell[];
  /** The pasted text, for another try; empty once it was taken. */
  readonly text: string;
}

function LotFigures({ lot, trusts }: { lot: number; trusts: readonly string[] }) {
  const { document, editor, currency, wanted } = useForm();
  const [kind, setKind] = useState<Kind>("volumes");
  const [chosen, setChosen] = useState(0);
  const [sheet, setSheet] = useState<{ text: string; nth: number } | null>(null);
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const narrow = useNarrow();
  useEffect(() => {
    const [, , , , member, trust] = steps(wanted?.path ?? "");
    if (member === "volumes" || member === "baselines") setKind(member);
    if (trust !== undefined) setChosen(Math.max(0, trusts.indexOf(trust)));
  }, [wanted]);
  const list = `${lotPath(lot)}/items`;
  const items = objects(at(document, list));
  const shown = narrow ? trusts.slice(chosen, chosen + 1) : trusts;
  const codes = shown.join(" ");
  const columns = useMemo(
    () => shown.map((trust): GridColumn => ({ name: trust, path: `/${kind}/${trust}`, decimal: true })),
    [codes, kind],
  );
  const marks = useMemo(() => new Map(pasted?.bad.map(({ path, words }) => [path, words])), [pasted]);
  const paste = (typed: string, place: { row: number; column: number }): boolean => {
    const cells = splitSheet(typed);
    if (hasHeader(cells)) setSheet({ text: typed, nth: (sheet?.nth ?? 0) + 1 });
    else void readBlock(typed, cells, place);
    return true;
  };
  const readBlock = async (
    typed: string,
    cells: string[][],
    place: { row: number; column: number },
  ): Promise<void> => {
    const outcome = blockAt(cells, place, items.length, shown, kind);
    if ("problem" in outcome) {
      setPasted({ words: outcome.problem, bad: [], text: typed });
      return;
    }
    setPasted({ words: "Reading the paste.", bad: [], text: typed });
    const { block } = outcome;
    const reply = await readItems({ body: block.sheet, type: PASTED_TYPE }, block.trusts, kind);
    if (reply.value !== null) {
      editor.edit(
        list,
        withBlock(objects(at(editor.state.own, list)), reply.value.items, block, place.row, kind),
      );
      setPasted({ words: `${count(block.rows * block.trusts.length, "cell")} pasted.`, bad: [], text: "" });
      return;
    }
    const errors = (reply.problem?.errors ?? []) as readonly BadCell[];
    const bad = errors.map((cell) => markedCell(cell, list, place.row, kind));
    const words =
      bad.length > 0
        ? `${count(bad.length, "cell")} of the paste could not be read. Nothing was changed.`
        : NO_ANSWER;
    setPasted({ words, bad, text: typed });
  };
  return (
    <>
      <Switch kind={kind} setKind={setKind} />
      {narrow && <TrustPicker trusts={trusts} chosen={chosen} choose={setChosen} />}
      <p class="lead">{spendSentence(items, trusts, currency)}</p>
      {pasted !== null && <PastedSaid pasted={pasted} items={items} />}
      <p class="quiet">
        Ctrl and an arrow key move from field to field. Cells that you copy in a spreadsheet can be pasted at
        any field.
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
          : { end: { name: "All trusts", cell: (item: JsonObject) => endOf(item, trusts, kind, currency) } })}
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

/** The first row of the sheet is its header, so its second row belongs to the item at which the paste began. */
function markedCell(
  { row, column, value, message }: BadCell,
  list: string,
  first: number,
  kind: Kind,
): MarkedCell {
  const item = (row ?? 2) - 2 + first;
  const trust = (column ?? "").split(" ")[0] ?? "";
  return { path: `${list}/${item}/${kind}/${trust}`, item, trust, words: `“${value ?? ""}”: ${message}` };
}

const NO_ANSWER = "The paste could not be read just now. The text is kept below; try again.";

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
    for (const trust of block.trusts) {
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
      : ` ${count(without_baseline, "volume")} without a price of today not counted.`;
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

interface TrustPickerProps {
  trusts: readonly string[];
  chosen: number;
  choose: (nth: number) => void;
}

/** On a narrow screen one trust is shown at a time. */
function TrustPicker({ trusts, chosen, choose }: TrustPickerProps) {
  return (
    <div class="nhsuk-form-group">
      <label class="nhsuk-label set-up__label" for="trust">
        Trust
      </label>
      <select
        class="nhsuk-input set-up__select"
        id="trust"
        value={String(chosen)}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        {trusts.map((trust, nth) => (
          <option key={trust} value={String(nth)}>
            {trust}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What became of a paste into the table: each bad cell by its item and trust, and the text for another try. */
function PastedSaid({ pasted, items }: { pasted: Pasted; items: readonly JsonObject[] }) {
  const place = useRef<HTMLDivElement>(null);
  const refused = pasted.text !== "" && pasted.words !== "Reading the paste.";
  useEffect(() => {
    if (refused) place.current?.focus();
  }, [pasted]);
  if (!refused) return <p class="answer answer--accepted">{pasted.words}</p>;
  return (
    <div class="nhsuk-error-summary" ref={place} tabIndex={-1}>
      <h3 class="nhsuk-error-summary__title">There is a problem</h3>
      <p>{pasted.words}</p>
      <ul class="nhsuk-list nhsuk-error-summary__list">
        {pasted.bad.map(({ path, item, trust, words }) => (
          <li key={path}>
            <a href={`#${fieldId(path)}`} onClick={(event) => jump(event, path)}>
              {itemName(items[item] ?? {}, item)}, {trust}: {words}
            </a>
          </li>
        ))}
      </ul>
      <details>
        <summary>The pasted text</summary>
        <pre class="set-up__pasted" tabIndex={0}>
          {pasted.text}
        </pre>
      </details>
    </div>
  );
}

function jump(event: Event, path: string): void {
  event.preventDefault();
  document.getElementById(fieldId(path))?.focus();
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const changed = (): void => setNarrow(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return narrow;
}
