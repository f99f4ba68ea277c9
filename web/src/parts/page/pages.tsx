/** Shows a long list 25 lines at a time, so that thousands of lines stay fast. Owns which page is shown. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

export const PAGE_ROWS = 25;

interface PagesProps<Row> {
  rows: readonly Row[];
  /** The names of the two buttons. */
  before: string;
  after: string;
  /** Shows all lines at once, for paper. */
  whole?: boolean;
  children(shown: readonly Row[]): ComponentChildren;
}

export function Pages<Row>({ rows, before, after, whole = false, children }: PagesProps<Row>) {
  const [wanted, setWanted] = useState(0);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  const page = Math.min(wanted, pages - 1);
  return (
    <>
      {children(whole ? rows : rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS))}
      {pages > 1 && !whole && (
        <p class="pages">
          <button
            type="button"
            class="plain-button"
            aria-disabled={page === 0}
            onClick={() => setWanted(Math.max(0, page - 1))}
          >
            {before}
          </button>
          <span>
            Page {page + 1} of {pages}
          </span>
          <button
            type="button"
            class="plain-button"
            aria-disabled={page === pages - 1}
            onClick={() => setWanted(Math.min(pages - 1, page + 1))}
          >
            {after}
          </button>
        </p>
      )}
    </>
  );
}
