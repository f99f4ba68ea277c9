/** Loads a lot's records in short, block by block: first those after the record that is shown, then the others. */
import { recordsAfter } from "../../api/replay";
import type { Failure } from "../../api/request";
import type { RecordIndex } from "./record-index";

/** The most that the server gives at once. */
const BLOCK = 500;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 10_000;

export class RecordLoader {
  /** Why the last try failed; null while nothing fails. */
  problem: Failure | null = null;
  private wanted = 1;
  private running = false;
  private stopped = false;
  private fails = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly lot: string,
    private readonly index: RecordIndex,
    private readonly changed: () => void,
  ) {}

  /** Records from this one on come first. */
  want(seq: number): void {
    this.wanted = seq;
    if (!this.running && this.retry === undefined) void this.run();
  }

  tryNow(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.want(this.wanted);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
  }

  private async run(): Promise<void> {
    this.running = true;
    for (;;) {
      const missing = this.stopped ? null : this.index.missing(this.wanted);
      if (missing === null) break;
      const answer = await recordsAfter(this.lot, missing - 1, BLOCK);
      if (this.stopped) break;
      if (answer.ok) this.index.add(answer.value.items);
      // A list without the record that it has to begin with would be asked for without end.
      const failure = answer.ok ? (this.index.has(missing) ? null : WITHOUT) : answer;
      if (failure !== null) {
        this.failed(failure);
        break;
      }
      this.fails = 0;
      this.problem = null;
      this.changed();
    }
    this.running = false;
  }

  private failed(failure: Failure): void {
    const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.fails);
    this.fails += 1;
    this.problem = failure;
    this.retry = setTimeout(() => this.tryNow(), pause);
    this.changed();
  }
}

const WITHOUT: Failure = { ok: false, status: 0 };
