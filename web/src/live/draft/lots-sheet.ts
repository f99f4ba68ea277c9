/**
 * A pasted sheet of several lots: its column "lot" says to which lot a row belongs. The rows of each lot are read by the
 * server as a sheet of their own, and every bad cell is told by its row in the whole sheet. Has no state.
 */
import type { SheetItems } from "../../api/drafts";
import type { BadCell } from "../../api/sheets";
import type { Problem, Reply } from "../../api/exchange";
import type { JsonObject } from "../../json";
import { joinSheet, splitSheet } from "./sheet-text";

/** The items of one lot, as a document has them. */
export interface LotOfSheet {
  readonly title: string;
  readonly items: readonly JsonObject[];
}

export interface SheetLots {
  readonly lots: readonly LotOfSheet[];
  readonly warnings: readonly BadCell[];
}

/** Reads the sheet of one lot: text with tabs, with a header row. */
export type ReadSheet = (text: string) => Promise<Reply<SheetItems>>;

interface Part {
  readonly title: string;
  /** The number of each of its rows in the whole sheet, which counts from 1. */
  readonly rows: number[];
  readonly cells: Array<readonly string[]>;
}

const LOT = "lot";

/** Reads all lots of a sheet. The faults of all lots come at once, in the order of the sheet. */
export async function readLots(text: string, read: ReadSheet): Promise<Reply<SheetLots>> {
  const [header = [], ...rows] = splitSheet(text);
  const column = header.findIndex((name) => name.trim().toLowerCase() === LOT);
  if (column === -1) return refused([{ ...fault(1, LOT, "column_missing"), message: NO_COLUMN }]);
  const { parts, bad } = partsOf(rows, column);
  const lots: LotOfSheet[] = [];
  const warnings: BadCell[] = [];
  for (const { title, rows: numbers, cells } of parts) {
    const reply = await read(joinSheet([without(header, column), ...cells]));
    const told = (cell: BadCell): BadCell => inWholeSheet(cell, numbers);
    if (reply.value !== null) {
      lots.push({ title, items: reply.value.items });
      warnings.push(...reply.value.warnings.map(told));
      continue;
    }
    const errors = ((reply.problem?.errors ?? []) as readonly BadCell[]).map(told);
    if (reply.status !== 422 || errors.length === 0) return { ...reply, value: null };
    // A fault of the header is the same for each lot.
    if (errors.some(({ row }) => row === 1)) return refused(errors);
    bad.push(...errors);
  }
  if (bad.length > 0) return refused(bad.sort((one, other) => (one.row ?? 0) - (other.row ?? 0)));
  return { status: 200, value: { lots, warnings }, problem: null, revision: null };
}

const NO_COLUMN = "needs a column “lot”: it says to which lot a row belongs";
const NO_LOT = "names no lot, and no row above it does";

/** The rows of each lot. A blank cell belongs to the lot above it, as where cells were merged. Blank rows go. */
function partsOf(
  rows: ReadonlyArray<readonly string[]>,
  column: number,
): { parts: readonly Part[]; bad: BadCell[] } {
  const parts = new Map<string, Part>();
  const bad: BadCell[] = [];
  let title = "";
  for (const [nth, row] of rows.entries()) {
    const cells = without(row, column);
    title = (row[column] ?? "").trim() || title;
    if (cells.every((cell) => cell.trim() === "")) continue;
    const number = nth + 2;
    if (title === "") {
      bad.push({ ...fault(number, LOT, "missing"), message: NO_LOT });
      continue;
    }
    const part = parts.get(title) ?? { title, rows: [], cells: [] };
    part.rows.push(number);
    part.cells.push(cells);
    parts.set(title, part);
  }
  return { parts: [...parts.values()], bad };
}

function without(row: readonly string[], column: number): readonly string[] {
  return row.filter((_, nth) => nth !== column);
}

function inWholeSheet(cell: BadCell, numbers: readonly number[]): BadCell {
  const row = cell.row === null || cell.row === 1 ? cell.row : (numbers[cell.row - 2] ?? null);
  return { ...cell, row, path: `/rows/${row ?? ""}/${cell.column ?? ""}` };
}

function fault(row: number, column: string, code: string): Omit<BadCell, "message"> {
  return { path: `/rows/${row}/${column}`, row, column, code, value: null };
}

function refused(errors: readonly BadCell[]): Reply<SheetLots> {
  const problem: Problem = { code: "sheet_refused", errors };
  return { status: 422, value: null, problem, revision: null };
}
