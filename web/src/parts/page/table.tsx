/**
 * A table that stacks on a narrow screen: each cell goes on a line of its own, with the column's name before it, so
 * that no figure is cut. The roles keep it a table for screen readers, whatever its display is.
 */
import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly name: string;
  readonly number?: boolean;
  /** The cell names the row. */
  readonly names_row?: boolean;
  cell(row: Row): ComponentChildren;
}

interface TableProps<Row> {
  caption: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  /** What tells one row from all others. */
  keyOf(row: Row): string | number;
  classOf?(row: Row): string;
  idOf?(row: Row): string;
  /** The last row of figures, such as a total. */
  foot?: Row | undefined;
}

export function Table<Row>({ caption, columns, rows, keyOf, classOf, idOf, foot }: TableProps<Row>) {
  return (
    <table class="list" role="table">
      <caption class="nhsuk-u-visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ name, number }) => (
            <th key={name} role="columnheader" scope="col" class={number ? "number" : ""}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row" class={classOf?.(row) ?? ""} id={idOf?.(row)}>
            {columns.map((column) => (
              <Cell key={column.name} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
      {foot !== undefined && (
        <tfoot role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Cell key={column.name} column={column} row={foot} />
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const { name, number, names_row } = column;
  if (names_row) {
    return (
      <th role="rowheader" scope="row" data-name={name}>
        <span class="list__value">{column.cell(row)}</span>
      </th>
    );
  }
  return (
    <td role="cell" class={number ? "number" : ""} data-name={name}>
      <span class="list__value">{column.cell(row)}</span>
    </td>
  );
}
