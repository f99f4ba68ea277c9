/** A pasted sheet as rows of cells, and back. Only splits; what the cells say is read by the server. Pure. */

/** Splits text that a spreadsheet put on the clipboard. A quoted cell may have tabs and line breaks in it. */
export function splitSheet(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text.replace(/^\ufeff/, "");
  while (rest !== "") {
    const found = /^"((?:[^"]|"")*)"(?=\t|\r|\n|$)|^[^\t\r\n]*/.exec(rest);
    const whole = found?.[0] ?? "";
    row.push(found?.[1] === undefined ? whole : found[1].replaceAll('""', '"'));
    rest = rest.slice(whole.length);
    if (rest.startsWith("\t")) {
      rest = rest.slice(1);
      if (rest === "") row.push("");
      continue;
    }
    rows.push(row);
    row = [];
    rest = rest.replace(/^(\r\n|\r|\n)/, "");
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

export function joinSheet(rows: ReadonlyArray<readonly string[]>): string {
  const quoted = (cell: string): string =>
    /[\t\r\n]/.test(cell) || cell.startsWith('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows.map((row) => row.map(quoted).join("\t")).join("\n");
}

/** Whether the first row names columns, so that the sheet can be read as it is. */
export function hasHeader(rows: ReadonlyArray<readonly string[]>): boolean {
  return (rows[0] ?? []).some((cell) => /^(description|name|id)$/i.test(cell.trim()));
}

/** Whether a text is more than one cell. */
export function isBlock(text: string): boolean {
  return /[\t\n]/.test(text.replace(/\r?\n$/, ""));
}

export interface Block {
  /** The sheet for the server: a header, and one row for each item that the block covers. */
  readonly sheet: string;
  /** The codes of its columns. */
  readonly codes: readonly string[];
  readonly rows: number;
}

/** The table that a block is pasted into: one row an item. */
export interface Table {
  readonly rows: number;
  /** The codes of its columns, in their order. */
  readonly codes: readonly string[];
  /** What stands to the right of a cell: "trusts". */
  readonly columns: string;
  readonly kind: "volumes" | "baselines";
}

export type BlockOutcome = { readonly block: Block } | { readonly problem: string };

/**
 * Figures without a header, pasted at one cell of the table. They are sent to the server as a sheet whose items are
 * named by their places, so that one reader reads all figures.
 */
export function blockAt(
  cells: ReadonlyArray<readonly string[]>,
  place: { readonly row: number; readonly column: number },
  table: Table,
): BlockOutcome {
  const wide = Math.max(0, ...cells.map((row) => row.length));
  const tall = cells.length;
  const more_columns = place.column + wide - table.codes.length;
  const more_rows = place.row + tall - table.rows;
  if (more_columns > 0)
    return { problem: tooMuch(more_columns, "column", `${table.columns} to the right of this cell`) };
  if (more_rows > 0) return { problem: tooMuch(more_rows, "row", "items from this cell down") };
  const named = table.codes.slice(place.column, place.column + wide);
  const figure = table.kind === "volumes" ? "volume" : "baseline";
  const header = ["id", "description", ...named.map((code) => `${code} ${figure}`)];
  const rows = cells.map((row, nth) => {
    const figures = named.map((_, column) => row[column] ?? "");
    return [`row-${nth + 1}`, `Row ${nth + 1} of the paste`, ...figures];
  });
  return { block: { sheet: joinSheet([header, ...rows]), codes: named, rows: tall } };
}

function tooMuch(n: number, what: string, than: string): string {
  return `The paste has ${n} ${what}${n === 1 ? "" : "s"} more than there are ${than}. Nothing was changed.`;
}
