/**
 * Edits one draft: loads it, saves it under its revision, joins what others changed, and has it checked. What was typed
 * is never thrown away: it stays here until the server has it.
 *
 * A save without an answer is sent again exactly as it was, with the same key, before anything newer is sent.
 */
import type { Checked, DraftStored, StoredEvent } from "../../api/drafts";
import type { Problem, Reply } from "../../api/exchange";
import { type Json, isObject, type JsonObject, same, withChange } from "../../json";
import type { Keep, Kept, Pending } from "./kept";
import { changedPaths, join, settled } from "./merge";
import { type EditorState, isEditable, LOADING, type Others } from "./state";

/** After this time without a save the changes are saved by themselves. */
export const SAVE_MS = 30_000;
/** So long after the last change the document is checked. */
export const CHECK_MS = 500;
const KEEP_MS = 300;
const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** Another person may save between each of our reads and writes, but not for ever. */
const ROUNDS_MAX = 8;

/** The routes and the clock that the editor uses. */
export interface Surroundings {
  /** Who edits: the same person may have the draft open twice. */
  readonly person: string;
  read(): Promise<Reply<StoredEvent>>;
  revise(document: JsonObject, revision: number, key: string): Promise<Reply<DraftStored>>;
  check(document: JsonObject): Promise<Reply<Checked>>;
  readonly keep: Keep;
  freshKey(): string;
  now(): number;
}

type ChangedBy = Pick<StoredEvent, "changed_by" | "changed_by_name" | "changed_at">;

type Timer = ReturnType<typeof setTimeout> | undefined;

export class Editor {
  state: EditorState = LOADING;
  private pending: Pending | null = null;
  private running: Promise<boolean> | null = null;
  private fails = 0;
  private checks = 0;
  private save_timer: Timer;
  private retry_timer: Timer;
  private check_timer: Timer;
  private keep_timer: Timer;
  private readonly watchers = new Set<() => void>();

  constructor(private readonly around: Surroundings) {}

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Ends all timers. What was not saved stays on this machine. */
  stop(): void {
    this.keepNow();
    for (const timer of [this.save_timer, this.retry_timer, this.check_timer, this.keep_timer])
      clearTimeout(timer);
  }

  async load(): Promise<void> {
    const reply = await this.around.read();
    if (reply.value === null) {
      this.change({ load: loadOutcome(reply.status) });
      return;
    }
    const stored = reply.value;
    const kept = this.around.keep.load();
    this.change({ ...standing(stored), load: "ready", base: stored.document, own: stored.document });
    if (kept !== null && !same(kept.own, stored.document)) this.restore(kept, stored);
    this.keepNow();
    if (isEditable(this.state)) this.checkSoon(0);
  }

  /** Changes one member. Undefined takes it away. */
  edit(path: string, value: Json | undefined): void {
    if (!isEditable(this.state)) return;
    const own = withChange(this.state.own, path, value);
    if (!isObject(own) || same(own, this.state.own)) return;
    this.change({
      own,
      ...(this.state.disputed === null ? {} : { disputed: null }),
      saving: { kind: "unsaved" },
    });
    this.saveLater();
    this.checkSoon(CHECK_MS);
    this.keep_timer ??= setTimeout(() => this.keepNow(), KEEP_MS);
  }

  /** Saves what was changed. Says whether the server has everything now. */
  save(): Promise<boolean> {
    this.running ??= this.saveAll().finally(() => (this.running = null));
    return this.running;
  }

  /** The newest findings, at once; null where there was no answer. */
  async checkNow(): Promise<Checked | null> {
    clearTimeout(this.check_timer);
    await this.check();
    return this.state.checked;
  }

  /** Takes one side in each of the disputed members, then saves. */
  settle(choices: ReadonlyArray<"own" | "theirs">): Promise<boolean> {
    const { disputed } = this.state;
    if (disputed === null) return this.save();
    const own = settled(disputed.joined, choices);
    this.change({ own, base: disputed.theirs, revision: disputed.revision, disputed: null });
    this.checkSoon(0);
    return this.save();
  }

  /** Asks whether another person has changed the draft, and takes the changes in. */
  async look(): Promise<void> {
    if (this.running !== null || this.state.disputed !== null || this.pending !== null) return;
    if (this.state.load !== "ready") return this.load();
    const reply = await this.around.read();
    if (reply.value === null || this.running !== null) return;
    if ((reply.value.revision ?? 0) === this.state.revision && reply.value.status === this.state.status)
      return;
    this.takeIn(reply.value, this.othersOf(reply.value));
  }

  /** Writes what was typed to this machine at once. */
  keepNow(): void {
    clearTimeout(this.keep_timer);
    this.keep_timer = undefined;
    const { base, own, revision } = this.state;
    if (this.state.load !== "ready") return;
    const nothing = same(base, own) && this.pending === null;
    this.around.keep.save(nothing ? null : { base, own, revision, pending: this.pending });
  }

  /** Puts back what was typed before a reload. What was sent without an answer goes first. */
  private restore(kept: Kept, stored: StoredEvent): void {
    const { base, own, revision } = kept;
    this.pending = kept.pending;
    this.change({ base, own, restored: true, saving: { kind: "unsaved" } });
    if (this.pending === null) this.takeIn(stored, this.othersOf(stored));
    else this.change({ revision });
    this.saveLater();
  }

  private async saveAll(): Promise<boolean> {
    clearTimeout(this.save_timer);
    clearTimeout(this.retry_timer);
    this.save_timer = undefined;
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      if (!isEditable(this.state)) return same(this.state.base, this.state.own);
      if (this.state.disputed !== null) return false;
      if (this.pending === null && same(this.state.base, this.state.own)) return this.saved();
      if (!(await this.sendOnce())) return false;
    }
    return this.failed();
  }

  /** Sends one revision. Says whether another round may follow. */
  private async sendOnce(): Promise<boolean> {
    const { own, revision } = this.state;
    const sent = this.pending ?? { document: own, revision, key: this.around.freshKey() };
    this.pending = sent;
    this.keepNow();
    this.change({ saving: { kind: "saving" } });
    const reply = await this.around.revise(sent.document, sent.revision, sent.key);
    if (reply.status === 0 || reply.status >= 500 || reply.status === 429) return this.failed();
    if (reply.status === 401) {
      this.change({ saving: { kind: "signed_out" } });
      this.keepNow();
      return false;
    }
    this.pending = null;
    if (reply.value !== null) {
      this.fails = 0;
      const { lots = this.state.lots } = reply.value;
      this.change({ base: sent.document, revision: reply.value.revision, lots, restored: false });
      this.keepNow();
      return true;
    }
    return this.refused(reply.status, reply.problem);
  }

  private async refused(status: number, problem: Problem | null): Promise<boolean> {
    if (status !== 412 && status !== 409) {
      const message = problem?.errors?.[0]?.message ?? problem?.detail ?? "The server did not take it.";
      if (status === 404) this.change({ status: "deleted" });
      this.change({ saving: { kind: "refused", message } });
      return false;
    }
    const reply = await this.around.read();
    if (reply.value === null) return this.failed();
    this.takeIn(reply.value, this.othersOf(problem ?? reply.value));
    return this.state.disputed === null && isEditable(this.state);
  }

  /** Puts the own changes on top of what another person stored. */
  private takeIn(stored: StoredEvent, by: Others): void {
    const { base, own } = this.state;
    const theirs = stored.document;
    const others = { ...by, paths: changedPaths(base, theirs) };
    const joined = join(base, own, theirs);
    const told = others.paths.length === 0 ? {} : { others };
    if (joined.conflicts.length > 0 && stored.status !== "published") {
      const disputed = { joined, by: others, theirs, revision: stored.revision ?? 0 };
      this.change({ disputed, own: joined.document, ...told });
    } else {
      this.change({ ...standing(stored), base: theirs, own: joined.document, ...told });
      if (isEditable(this.state)) this.checkSoon(0);
    }
    this.keepNow();
  }

  private othersOf(by: ChangedBy): Others {
    const own = by.changed_by === this.around.person;
    return { own, name: by.changed_by_name ?? null, at: by.changed_at ?? null, paths: [] };
  }

  private saved(): true {
    if (this.state.saving.kind !== "saved") this.change({ saving: { kind: "saved", at: this.around.now() } });
    this.keepNow();
    return true;
  }

  private failed(): false {
    const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.fails);
    this.fails += 1;
    this.change({ saving: { kind: "failed", next_try: this.around.now() + pause } });
    clearTimeout(this.retry_timer);
    this.retry_timer = setTimeout(() => void this.save(), pause);
    this.keepNow();
    return false;
  }

  private saveLater(): void {
    this.save_timer ??= setTimeout(() => void this.save(), SAVE_MS);
  }

  private checkSoon(pause: number): void {
    clearTimeout(this.check_timer);
    this.check_timer = setTimeout(() => void this.check(), pause);
  }

  /** Shows only the answer to the newest question. */
  private async check(): Promise<void> {
    this.checks += 1;
    const nth = this.checks;
    const reply = await this.around.check(this.state.own);
    if (nth !== this.checks) return;
    if (reply.value !== null) this.change({ checked: reply.value });
    else if (reply.status === 0 || reply.status >= 500) this.checkSoon(RETRY_MAX_MS);
  }

  private change(change: Partial<EditorState>): void {
    this.state = { ...this.state, ...change };
    for (const watcher of this.watchers) watcher();
  }
}

function standing(stored: StoredEvent): Pick<EditorState, "status" | "revision" | "digest" | "lots"> {
  const { status, revision = 0, digest = null } = stored;
  return { status, revision, digest, lots: stored.lots.map(({ id }) => id) };
}

function loadOutcome(status: number): EditorState["load"] {
  if (status === 401) return "signed_out";
  if (status === 403) return "forbidden";
  return status === 404 || status === 410 ? "not_found" : "failed";
}
