/**
 * A table of fields: one row an entry of a list of the draft, one column a member. Ctrl and an arrow key move from field
 * to field. Only the row that changed is drawn again, so that thousands of fields stay fast.
 */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { at, type JsonObject, pointer, steps, textOf } from "../../json";
import { isBlock } from "../../live/draft/sheet-text";
import { typedPrice } from "../../money";
import { fieldId } from "../../words/draft/address";
import { shortFault } from "../../words/draft/faults";
import { sentenceCase } from "../../words/numbers";
import { type Shown, toldId, useForm } from "./form";

export interface GridColumn {
  readonly name: string;
  /** The member, from the entry on. */
  readonly path: string;
  readonly decimal?: boolean;
  readonly wide?: boolean;
  readonly hint?: string;
}

/** What is wrong with a cell. The cell has room for a few words; the whole text stands in a list. */
export interface CellFault {
  readonly message: string;
  readonly short: string;
  /** The id of the entry of the list. */
  readonly told: string;
}

/** Where the fields of a table stand in the draft. */
export interface Where {
  path(nth: number, column: GridColumn): string;
  /** The row of a field; null for one that is not in the table. */
  row(path: string): number | null;
}

/** What follows from the fields of a row. */
export interface End {
  readonly name: string;
  readonly cell: (row: JsonObject, nth: number) => string;
}

interface GridProps {
  caption: string;
  /** The pointer of the list. */
  list: string;
  rows: readonly JsonObject[];
  columns: readonly GridColumn[];
  /** How a row is called: "Nitrile glove, medium". */
  rowName: (row: JsonObject, nth: number) => string;
  /** The first column names the row, where no field does. */
  rowHead?: string;
  ends?: readonly End[];
  /** By default each row is an entry of the list, and each column a member of it. */
  where?: Where;
  foot?: ComponentChildren;
  remove?: (nth: number) => void;
  /** More than one cell was pasted at this place. Says whether it was taken. */
  paste?: (text: string, place: { row: number; column: number }) => boolean;
  /** Faults beside those of the page, by the pointer of the member. */
  marks?: ReadonlyMap<string, CellFault>;
  /** The cells stay beside each other on a narrow screen. */
  thin?: boolean;
}

const MOVES: Readonly<Record<string, [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Grid(props: GridProps) {
  const {
    caption,
    list,
    rows,
    columns,
    rowName,
    rowHead,
    ends = [],
    foot,
    remove,
    paste,
    marks,
    thin,
  } = props;
  const form = useForm();
  const where = useMemo(() => props.where ?? entriesOf(list), [props.where, list]);
  const faults = faultsByRow([...toldAbove(form.shown), ...(marks ?? [])], where);
  const input = (event: Event): void => {
    const field = fieldOf(event);
    if (field !== null) set(field, field.value);
  };
  const left = (event: Event): void => {
    const field = fieldOf(event);
    if (field === null) return;
    const decimal = field.dataset["decimal"] === "yes";
    set(field, decimal ? (typedPrice(field.value) ?? field.value.trim()) : field.value.trim());
  };
  const set = (field: HTMLInputElement, text: string): void =>
    form.editor.edit(field.dataset["path"] ?? "", text === "" ? undefined : text);
  const pasted = (event: ClipboardEvent): void => {
    const field = fieldOf(event);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (field === null || paste === undefined || !isBlock(text)) return;
    if (paste(text, { row: Number(field.dataset["row"]), column: Number(field.dataset["column"]) }))
      event.preventDefault();
  };
  return (
    <div class="scroll grid__box">
      <table
        class={`grid${thin ? " grid--thin" : ""}${rowHead === undefined ? "" : " grid--named"}${rows.length > SHORT_ROWS ? " grid--long" : ""}`}
        role="table"
        style={widths(props)}
        onInput={input}
        onFocusOut={left}
        onKeyDown={move}
        onPaste={pasted}
      >
        <caption class="nhsuk-u-visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {rowHead !== undefined && (
              <th role="columnheader" scope="col">
                {rowHead}
              </th>
            )}
            {columns.map(({ path, name, decimal }) => (
              <th key={path} role="columnheader" scope="col" class={decimal ? "number" : ""}>
                {name}
              </th>
            ))}
            {ends.map(({ name }) => (
              <th key={name} role="columnheader" scope="col" class="number">
                {name}
              </th>
            ))}
            {remove && (
              <th role="columnheader" scope="col">
                <span class="nhsuk-u-visually-hidden">Remove</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, nth) => (
            <Row
              key={nth}
              {...{ where, row, nth, columns, rowName, ends }}
              has_head={rowHead !== undefined}
              said={ends.map(({ cell }) => cell(row, nth)).join("\n")}
              faults={faults.get(nth) ?? NO_FAULTS}
              remove={remove}
            />
          ))}
        </tbody>
        {foot && <tfoot role="rowgroup">{foot}</tfoot>}
      </table>
    </div>
  );
}

/** The rows of a table up to this length are all laid out at once. */
const SHORT_ROWS = 50;

const HEAD_REM = 16;
const FIGURE_REM = 7.5;
const TEXT_REM = 9;
const WIDE_REM = 18;

/**
 * The widths of the columns are fixed, so that what is typed into one field moves no other, and rows out of sight need
 * not be laid out.
 */
function widths({ columns, rowHead, ends = [], remove, thin }: GridProps): Record<string, string> {
  const of_columns = columns.map(({ wide, decimal }) => (wide ? WIDE_REM : decimal ? FIGURE_REM : TEXT_REM));
  const head = rowHead === undefined ? [] : [thin && columns.length === 1 ? FIGURE_REM : HEAD_REM];
  const all = [...head, ...of_columns, ...ends.map(() => TEXT_REM), ...(remove ? [TEXT_REM] : [])];
  const least = all.reduce((sum, one) => sum + one, 0);
  return {
    "--cells": all.map((rem) => `minmax(${rem}rem, ${rem}fr)`).join(" "),
    "--least": `${least}rem`,
  };
}

function entriesOf(list: string): Where {
  return {
    path: (nth, column) => `${list}${pointer(nth)}${column.path}`,
    row: (path) => (path.startsWith(`${list}/`) ? Number(steps(path.slice(list.length))[0]) : null),
  };
}

type Faults = ReadonlyMap<string, CellFault>;

const NO_FAULTS: Faults = new Map();

/** The faults that stand in the list at the top of the page. */
function toldAbove(shown: ReadonlyMap<string, Shown>): Array<[string, CellFault]> {
  return [...shown].map(([path, { message, code }]) => [
    path,
    { message, short: shortFault(code), told: toldId(path) },
  ]);
}

/** The shown faults of each row, by the pointer of the member. */
function faultsByRow(
  shown: ReadonlyArray<readonly [string, CellFault]>,
  where: Where,
): ReadonlyMap<number, Faults> {
  const rows = new Map<number, Map<string, CellFault>>();
  for (const [path, fault] of shown) {
    const nth = where.row(path);
    if (nth === null) continue;
    rows.set(nth, (rows.get(nth) ?? new Map<string, CellFault>()).set(path, fault));
  }
  return rows;
}

interface RowProps {
  where: Where;
  row: JsonObject;
  nth: number;
  columns: readonly GridColumn[];
  rowName: (row: JsonObject, nth: number) => string;
  has_head: boolean;
  ends: readonly End[];
  /** What stands in the cells of `ends`. */
  said: string;
  faults: Faults;
  remove: ((nth: number) => void) | undefined;
}

/** The same row with the same faults is not drawn again. */
function Row({ where, row, nth, columns, rowName, has_head, ends, said, faults, remove }: RowProps) {
  const marks = [...faults].map(([path, { message, told }]) => [path, message, told].join(" ")).join();
  return useMemo(() => {
    const name = rowName(row, nth);
    return (
      <tr role="row">
        {has_head && (
          <th role="rowheader" scope="row">
            {name}
          </th>
        )}
        {columns.map((column, index) => (
          <Cell
            key={column.path}
            {...{ row, nth, column, index, name }}
            path={where.path(nth, column)}
            fault={faults.get(where.path(nth, column))}
          />
        ))}
        {ends.map(({ name: head }, end) => (
          <td key={head} role="cell" class="number" data-name={head}>
            {said.split("\n")[end]}
          </td>
        ))}
        {remove && (
          <td role="cell">
            <button type="button" class="plain-button" onClick={() => remove(nth)}>
              Remove<span class="nhsuk-u-visually-hidden"> {name}</span>
            </button>
          </td>
        )}
      </tr>
    );
  }, [where, row, nth, columns, said, marks, has_head]);
}

interface CellProps {
  path: string;
  fault: CellFault | undefined;
  row: JsonObject;
  nth: number;
  column: GridColumn;
  index: number;
  name: string;
}

function Cell({ path, fault, row, nth, column, index, name }: CellProps) {
  const id = fieldId(path);
  return (
    <td
      role="cell"
      class={`${column.decimal ? "number" : ""}${fault ? " grid__bad" : ""}`}
      data-name={column.name}
    >
      <input
        id={id}
        class={`nhsuk-input grid__input${fault ? " nhsuk-input--error" : ""}`}
        type="text"
        inputMode={column.decimal ? "decimal" : "text"}
        autoComplete="off"
        spellcheck={!column.decimal}
        data-path={path}
        data-row={nth}
        data-column={index}
        data-decimal={column.decimal ? "yes" : "no"}
        aria-label={`${name}, ${column.name}`}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault?.told}
        value={textOf(at(row, column.path))}
      />
      {fault && (
        <span class="nhsuk-error-message">
          <span class="nhsuk-u-visually-hidden">Error:</span>{" "}
          {column.wide ? sentenceCase(fault.message) : fault.short}
        </span>
      )}
    </td>
  );
}

function fieldOf(event: Event): HTMLInputElement | null {
  const { target } = event;
  return target instanceof HTMLInputElement && target.dataset["path"] !== undefined ? target : null;
}

/** Ctrl and an arrow key move the focus to the next field in that direction. */
function move(event: KeyboardEvent): void {
  const by = MOVES[event.key];
  const field = fieldOf(event);
  if (by === undefined || field === null || !event.ctrlKey) return;
  const row = Number(field.dataset["row"]) + by[0];
  const column = Number(field.dataset["column"]) + by[1];
  const table = field.closest("table");
  const next = table?.querySelector<HTMLInputElement>(`input[data-row="${row}"][data-column="${column}"]`);
  event.preventDefault();
  next?.focus();
  next?.select();
}
