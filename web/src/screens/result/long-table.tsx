/** Tables that may be long: in pages on the screen, and whole on paper up to a bound. Beyond it the last lines stand. */
import type { ComponentChildren } from "preact";
import { Pages } from "../../parts/page/pages";
import { usePaper } from "../../parts/page/paper";
import { type Column, Table } from "../../parts/page/table";
import { earlierLeftOut } from "../../words/result";

/** More lines than this are no page that somebody reads; files have them. */
export const PAPER_LINES_MAX = 2_000;

interface LongListProps<Row> {
  caption: string;
  rows: readonly Row[];
  /** The names of the two buttons. */
  before?: string;
  after?: string;
  children(shown: readonly Row[]): ComponentChildren;
}

export function LongList<Row>({
  caption,
  rows,
  before = "Earlier",
  after = "Later",
  children,
}: LongListProps<Row>) {
  const paper = usePaper();
  const printed = paper ? rows.slice(-PAPER_LINES_MAX) : rows;
  return (
    <>
      {printed.length < rows.length && <p>{earlierLeftOut(rows.length - printed.length)}</p>}
      <Pages rows={printed} before={before} after={after} whole={paper}>
        {(shown) => (
          <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
            {children(shown)}
          </div>
        )}
      </Pages>
    </>
  );
}

interface LongTableProps<Row> extends Omit<LongListProps<Row>, "children"> {
  columns: ReadonlyArray<Column<Row>>;
  keyOf(row: Row): string | number;
  classOf?(row: Row): string;
}

export function LongTable<Row>({ columns, keyOf, classOf, ...list }: LongTableProps<Row>) {
  return (
    <LongList {...list}>
      {(shown) => (
        <Table
          caption={list.caption}
          columns={columns}
          rows={shown}
          keyOf={keyOf}
          {...(classOf ? { classOf } : {})}
        />
      )}
    </LongList>
  );
}
