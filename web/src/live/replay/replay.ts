/**
 * The replay of one lot: where it stands, its records, and the two panes. Time comes from animation frames: a replay
 * stands still while nobody sees it. The views draw what is here and call the methods.
 */
import { lotNow } from "../../api/replay";
import { failedLot } from "../../api/request";
import type { FailedLot } from "../../protocol/http";
import type { LotMessage } from "../../protocol/names";
import { type Mark, noneLater, noSuchRecord, type Speed } from "../../words/replay/player";
import { Pane } from "./pane";
import { advanced, movedTo, type Playing, standing, toggled } from "./player";
import { RecordIndex } from "./record-index";
import { RecordLoader } from "./record-loader";

/** Where a replay gets its time from. */
export interface Frames {
  /** Calls back once before the next picture, with milliseconds that go on steadily. */
  next(frame: (now: number) => void): number;
  cancel(id: number): void;
}

export const BROWSER_FRAMES: Frames = {
  next: (frame) => requestAnimationFrame(frame),
  cancel: (id) => cancelAnimationFrame(id),
};

export type PaneName = "a" | "b";

export class Replay {
  readonly index: RecordIndex;
  readonly loader: RecordLoader;
  playing: Playing;
  /** The panes that are shown. */
  readonly panes: Record<PaneName, Pane | null> = { a: null, b: null };
  /** What is being looked for among records that are not loaded yet. */
  looking: Mark | null = null;
  /** What became of the last wish, where it did not move the replay. */
  note: string | null = null;
  /** The journal's last record, as the server said last. */
  newest: number;
  private readonly watchers = new Set<() => void>();
  private frame: number | null = null;
  private last_frame = 0;

  /** `lot` is as an auditor saw it when the last record became known. */
  constructor(
    public lot: LotMessage,
    seq: number | null,
    private readonly frames: Frames = BROWSER_FRAMES,
  ) {
    this.newest = lot.seq;
    this.index = new RecordIndex(lot.seq);
    this.loader = new RecordLoader(lot.lot, this.index, () => this.recordsCame());
    this.playing = standing(Math.min(seq ?? 1, this.head));
    if (seq !== null && seq > this.head) this.note = noSuchRecord(seq);
  }

  /** The last record that is replayed. */
  get head(): number {
    return this.index.head;
  }

  start(): void {
    this.loader.want(this.playing.seq);
  }

  stop(): void {
    if (this.frame !== null) this.frames.cancel(this.frame);
    this.frame = null;
    this.loader.stop();
    this.panes.a?.stop();
    this.panes.b?.stop();
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Shows another party in a pane; null takes the pane away. */
  pick(name: PaneName, as: string | null): void {
    if ((this.panes[name]?.as ?? null) === as) return;
    this.panes[name]?.stop();
    this.panes[name] = as === null ? null : new Pane(this.lot.lot, as, this.head, this.paneWatcher);
    this.show();
  }

  toggle(): void {
    this.change(toggled(this.playing, this.head));
  }

  setSpeed(speed: Speed): void {
    this.change({ ...this.playing, speed });
  }

  setSkips(skips: boolean): void {
    this.change({ ...this.playing, skips });
  }

  /** Steps by records; a person who steps wants to look, so it pauses. */
  step(by: number): void {
    const seq = Math.max(1, Math.min(this.head, this.playing.seq + by));
    this.change({ ...movedTo(this.playing, seq), playing: false });
  }

  seek(seq: number): void {
    this.change(movedTo(this.playing, Math.max(1, Math.min(this.head, Math.round(seq)))));
  }

  /** Goes to the next record with that mark, once the records up to it are loaded. It pauses there. */
  find(mark: Mark): void {
    this.change({ ...this.playing, playing: false });
    this.looking = mark;
    this.lookOn();
  }

  /** What the server says of the lot where it cannot use its records; null while it can, or nothing is asked for. */
  get failed(): FailedLot | null {
    const { a, b } = this.panes;
    const problems = [this.loader.problem, a?.problem ?? null, b?.problem ?? null];
    return problems.map(failedLot).find((failed) => failed !== null) ?? null;
  }

  /** Takes in the records that came since. Whether they could be asked for. */
  async loadNewer(): Promise<boolean> {
    const answer = await lotNow(this.lot.lot);
    if (!answer.ok) return false;
    if (answer.value.seq >= this.newest) {
      this.lot = answer.value;
      this.newest = answer.value.seq;
    }
    this.index.grow(this.newest);
    this.panes.a?.grow(this.newest);
    this.panes.b?.grow(this.newest);
    this.loader.want(this.playing.seq);
    this.tell();
    return true;
  }

  /** Tries at once what failed. */
  tryNow(): void {
    this.loader.tryNow();
    this.panes.a?.tryNow();
    this.panes.b?.tryNow();
  }

  private readonly paneWatcher = {
    changed: (): void => this.tell(),
    grown: (head: number): void => {
      this.newest = Math.max(this.newest, head);
      this.tell();
    },
  };

  private recordsCame(): void {
    if (this.looking !== null) this.lookOn();
    this.tell();
  }

  private lookOn(): void {
    if (this.looking === null) return;
    const mark = this.looking;
    const found = this.index.next(mark, this.playing.seq);
    if (found === null) {
      // The records after this one are loaded first.
      this.loader.want(this.playing.seq);
      this.tell();
      return;
    }
    if (found !== "none") this.change(movedTo(this.playing, found));
    this.looking = null;
    this.note = found === "none" ? noneLater(mark) : null;
    this.tell();
  }

  private change(playing: Playing): void {
    this.playing = playing;
    this.note = null;
    this.looking = null;
    this.loader.want(playing.seq);
    this.show();
    if (playing.playing && this.frame === null) this.run();
  }

  private run(): void {
    this.last_frame = 0;
    const frame = (now: number): void => {
      const elapsed = this.last_frame === 0 ? 0 : now - this.last_frame;
      this.last_frame = now;
      const before = this.playing;
      this.playing = advanced(before, elapsed, this.index, this.readyTo());
      if (before.seq !== this.playing.seq) this.loader.want(this.playing.seq);
      this.frame = this.playing.playing ? this.frames.next(frame) : null;
      this.show();
    };
    this.frame = this.frames.next(frame);
  }

  private readyTo(): number {
    const { seq } = this.playing;
    const panes = [this.panes.a, this.panes.b].filter((pane) => pane !== null);
    return Math.min(this.head, ...panes.map((pane) => pane.readyTo(seq)));
  }

  private show(): void {
    const { seq, at, playing } = this.playing;
    this.panes.a?.show(seq, at, playing);
    this.panes.b?.show(seq, at, playing);
    this.tell();
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}
