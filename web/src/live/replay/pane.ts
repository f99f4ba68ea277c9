/**
 * What one party saw, at any record: loads the pages around it, one request at a time, and folds them. A pane never
 * shows one record's view as that of another: `shown` says which one it is.
 */
import type { Failure } from "../../api/request";
import { personOfParty, StillLot } from "../still-lot";
import { PaneOffers } from "./pane-offers";
import { seenAt, type Shown, type ViewPage, ViewPages } from "./view-pages";
import { readPage } from "./view-reader";

/** The records of one page. */
const PAGE = 1_000;
/** What is loaded before the record that is shown, so that going back is at once. */
const BEHIND = 250;
/** What is loaded ahead of it. */
const AHEAD = 500;
const AHEAD_PLAYING = 2_000;
/** A request that is this close to the wanted record is waited for. */
const NEAR = 200;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 10_000;

interface Job {
  readonly from: number;
  readonly abort: AbortController;
  page: ViewPage | null;
}

/** From the state right after `from` to the record `to`. */
interface Part {
  readonly from: number;
  readonly to: number;
}

interface Wanted {
  readonly seq: number;
  /** Null for the moment of the record. */
  readonly at: number | null;
  readonly playing: boolean;
}

/** Whom a pane tells. */
export interface PaneWatcher {
  changed(): void;
  /** The journal has grown to this record. */
  grown(head: number): void;
}

export class Pane {
  readonly live: StillLot;
  shown: Shown | null = null;
  /** Why what is wanted is not there; null while it is, or is being loaded. */
  problem: Failure | null = null;
  private readonly pages: ViewPages;
  private readonly offers: PaneOffers;
  private wanted: Wanted = { seq: 1, at: null, playing: false };
  private job: Job | null = null;
  private fails = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(
    readonly lot: string,
    readonly as: string,
    private head: number,
    private readonly watcher: PaneWatcher,
  ) {
    const person = personOfParty(as);
    this.live = new StillLot(lot, person);
    this.pages = new ViewPages(person);
    this.offers = new PaneOffers(lot, as, () => this.draw());
  }

  /** Shows what is known of that record, and loads what is missing. */
  show(seq: number, at: number | null, playing: boolean): void {
    this.wanted = { seq, at, playing };
    if (this.draw() && !playing) this.offers.rest(this.shown);
    this.load();
  }

  /** The last record up to which the pane can go on without waiting. */
  readyTo(seq: number): number {
    return this.problem?.status === 404 ? this.head : (this.pages.reachesFrom(seq) ?? seq);
  }

  grow(head: number): void {
    this.head = Math.max(this.head, head);
    this.load();
  }

  /** Tries at once what failed, because the connection or the session is back. */
  tryNow(): void {
    if (this.problem?.status === 404) return;
    clearTimeout(this.retry);
    this.retry = undefined;
    this.offers.tryNow();
    this.load();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    this.job?.abort.abort();
    this.offers.stop();
  }

  /** Whether the wanted record is shown. */
  private draw(): boolean {
    const { seq, at, playing } = this.wanted;
    const after = this.pages.stateAfter(seq);
    if (after === null) return false;
    const folded = at === null ? after : seenAt(after, at);
    const state = this.offers.with(folded, seq, playing);
    const before = this.shown?.state;
    const is_new =
      before?.lot !== state.lot || before.local !== state.local || before.offers !== state.offers;
    this.shown = { seq, state };
    this.live.state = state;
    if (is_new || before.offers_load !== state.offers_load) this.watcher.changed();
    return true;
  }

  private load(): void {
    if (this.stopped || this.problem?.status === 404) return;
    const part = this.missing();
    if (part === null) return;
    if (this.job !== null) {
      if (this.isOnItsWay(this.job)) return;
      this.job.abort.abort();
      this.job = null;
    }
    if (this.retry === undefined) void this.run(part);
  }

  /** What the next page has to be; null where nothing is missing. */
  private missing(): Part | null {
    const { seq, playing } = this.wanted;
    const reaches = this.pages.reachesFrom(seq);
    if (reaches === null) return { from: seq, to: this.head };
    const ahead = Math.min(this.head, seq + (playing ? AHEAD_PLAYING : AHEAD));
    if (reaches < ahead) return { from: reaches, to: this.head };
    const is_behind = playing || seq <= 1 || this.pages.covering(seq - 1) !== null;
    return is_behind ? null : { from: Math.max(1, seq - BEHIND), to: seq };
  }

  /** Whether the request that runs brings what is wanted soon. Until its first line it is never given up. */
  private isOnItsWay({ from, page }: Job): boolean {
    const { seq } = this.wanted;
    if (page === null) return true;
    if (this.pages.covering(seq) !== null) return true;
    return from <= seq && seq <= page.to + NEAR;
  }

  private async run({ from, to }: Part): Promise<void> {
    const job: Job = { from, abort: new AbortController(), page: null };
    this.job = job;
    const asked = { as: this.as, from, to, limit: PAGE };
    const began = (page: ViewPage): void => {
      job.page = page;
      if (this.stopped || this.job !== job) return;
      this.pages.add(page);
      this.show(this.wanted.seq, this.wanted.at, this.wanted.playing);
    };
    const { failure, head } = await readPage(this.lot, asked, began, job.abort.signal);
    // A newer request has taken its place.
    if (this.stopped || this.job !== job) return;
    this.job = null;
    if (head !== null && head > this.head) this.watcher.grown(head);
    if (failure === null) this.read();
    else this.failed(failure);
  }

  private read(): void {
    const had_problem = this.problem !== null;
    this.fails = 0;
    this.problem = null;
    this.pages.trim(this.wanted.seq);
    this.show(this.wanted.seq, this.wanted.at, this.wanted.playing);
    // What is shown may be the same: then only this says that the problem is over.
    if (had_problem) this.watcher.changed();
  }

  private failed(failure: Failure): void {
    this.problem = failure;
    if (failure.status !== 404) {
      const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.fails);
      this.fails += 1;
      this.retry = setTimeout(() => {
        this.retry = undefined;
        this.load();
      }, pause);
    }
    this.watcher.changed();
  }
}
