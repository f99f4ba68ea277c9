/** Runs a check of a lot's hash chain in the browser, counts how far it has come, and can be stopped. */
import { recordLines } from "../../api/record";
import { failedLot } from "../../api/request";
import { type ChainResult, checkChain } from "../../../verify/chain";

/** A record of the lot that is known from elsewhere. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/**
 * `failed`: the server does not use the lot's records, and names the first one that is wrong, if one is. `refused`: it did
 * not give them, with its status.
 */
export type ChainState =
  | { readonly kind: "ready" }
  | { readonly kind: "running"; readonly last: number }
  | { readonly kind: "failed"; readonly first_bad: number | null }
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "done"; readonly result: ChainResult };

/** How often the page is told how far the check has come. */
const TELL_MS = 100;

export class ChainRun {
  state: ChainState = { kind: "ready" };
  private stopper: AbortController | null = null;
  private told_local = 0;

  constructor(
    private readonly lot: string,
    private readonly changed: () => void,
  ) {}

  /** Begins anew. `head` has to be among the records. */
  start(head: Head | undefined): void {
    this.stop();
    const stopper = new AbortController();
    this.stopper = stopper;
    this.set({ kind: "running", last: 0 });
    void this.run(stopper.signal, head).then((state) => {
      if (this.stopper === stopper) this.set(state);
    });
  }

  /** The records that were looked at stay known. */
  stop(): void {
    this.stopper?.abort();
  }

  /** Nothing is told after that. */
  end(): void {
    this.stop();
    this.stopper = null;
  }

  private async run(signal: AbortSignal, head: Head | undefined): Promise<ChainState> {
    // On a page that came over an unprotected line there is no such thing, whatever the types say.
    const subtle = crypto.subtle as SubtleCrypto | undefined;
    if (subtle === undefined) {
      return { kind: "done", result: { kind: "uncheckable", why: "no_crypto", last: 0 } };
    }
    const lines = await recordLines(this.lot, signal);
    if (signal.aborted) return { kind: "done", result: { kind: "stopped", last: 0 } };
    if (!lines.ok) {
      const failed = failedLot(lines);
      return failed
        ? { kind: "failed", first_bad: failed.first_bad ?? null }
        : { kind: "refused", status: lines.status };
    }
    const progress = (last: number): void => this.came(last, signal);
    const options = { subtle, stream: `lot/${this.lot}`, head, progress, signal };
    return { kind: "done", result: await checkChain(lines.value, options) };
  }

  private came(last: number, signal: AbortSignal): void {
    if (signal.aborted || performance.now() - this.told_local < TELL_MS) return;
    this.told_local = performance.now();
    this.set({ kind: "running", last });
  }

  private set(state: ChainState): void {
    this.state = state;
    this.changed();
  }
}
