/**
 * Looks for records page by page, because one request looks at a bounded number of them: a page of the server may be
 * short, or empty, and have a next one.
 */
import { type RecordQuery, searchRecords } from "../../api/record";
import type { LotRecord } from "../../protocol/http";

export interface SearchState {
  readonly rows: readonly LotRecord[];
  /** The last record that was looked at; null once the record has been looked through. */
  readonly looked_at: number | null;
  readonly searching: boolean;
  /** The status of an answer that was none. */
  readonly failed: number | null;
  /** What the server says is wrong, by the member of the query. */
  readonly faults: ReadonlyArray<{ readonly path: string; readonly message: string }>;
}

/** As many as one page of the list shows. */
export const ROWS_OF_A_PAGE = 25;

export class SearchRun {
  state: SearchState = { rows: [], looked_at: 0, searching: false, failed: null, faults: [] };
  /** Counts up with each start and stop: what an older run gets is not wanted any more. */
  private run = 0;

  constructor(
    private readonly lot: string,
    private readonly query: RecordQuery,
    private readonly changed: () => void,
  ) {}

  /** Goes on until this many are found, or there are no more. */
  async find(rows: number): Promise<void> {
    this.run += 1;
    const { run } = this;
    this.set({ searching: true, failed: null });
    while (this.state.rows.length < rows && this.state.looked_at !== null) {
      const after = this.state.looked_at === 0 ? null : String(this.state.looked_at);
      const answer = await searchRecords(this.lot, this.query, after, ROWS_OF_A_PAGE);
      if (run !== this.run) return;
      if (!answer.ok) {
        this.set({ searching: false, failed: answer.status, faults: answer.problem?.errors ?? [] });
        return;
      }
      const { items, next } = answer.value;
      this.set({ rows: [...this.state.rows, ...items], looked_at: next ? Number(next) : null });
    }
    this.set({ searching: false });
  }

  /** What was found stays, and the search can go on from there. */
  stop(): void {
    this.end();
    this.set({ searching: false });
  }

  /** Nothing is told after that. */
  end(): void {
    this.run += 1;
  }

  private set(change: Partial<SearchState>): void {
    this.state = { ...this.state, ...change };
    this.changed();
  }
}
