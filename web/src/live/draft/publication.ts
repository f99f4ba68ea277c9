/**
 * Publishes one revision of a draft. An unknown outcome is asked again with the same key, also after a reload, so that
 * an event is published once.
 */
import type { Published } from "../../api/drafts";
import type { Fault, Reply } from "../../api/exchange";
import { load, save } from "./kept";

export type PublicationState =
  | { readonly kind: "idle" }
  | { readonly kind: "publishing" }
  /** There was no answer. The same is asked again. */
  | { readonly kind: "unknown"; readonly next_try: number }
  /** The draft is another than the one that was read. */
  | { readonly kind: "stale"; readonly by: string | null }
  | { readonly kind: "refused"; readonly message: string; readonly faults: readonly Fault[] }
  | { readonly kind: "signed_out" }
  | { readonly kind: "done"; readonly published: Published };

export interface PublicationSurroundings {
  publish(revision: number, key: string): Promise<Reply<Published>>;
  storage(): Storage;
  /** The name under which an open question is kept. */
  readonly kept_as: string;
  freshKey(): string;
  now(): number;
}

interface Asked {
  readonly revision: number;
  readonly key: string;
}

const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 30_000;

export class Publication {
  state: PublicationState = { kind: "idle" };
  private fails = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watchers = new Set<() => void>();

  constructor(private readonly around: PublicationSurroundings) {}

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Goes on with a question that was open when the page was left. */
  resume(): void {
    const asked = load<Asked>(this.around.storage, this.around.kept_as);
    if (asked !== null) void this.ask(asked);
  }

  publish(revision: number): Promise<void> {
    if (this.state.kind === "publishing" || this.state.kind === "unknown") return Promise.resolve();
    const asked = { revision, key: this.around.freshKey() };
    save(this.around.storage, this.around.kept_as, asked);
    return this.ask(asked);
  }

  private async ask(asked: Asked): Promise<void> {
    clearTimeout(this.timer);
    if (this.state.kind !== "unknown") this.change({ kind: "publishing" });
    const { status, value, problem } = await this.around.publish(asked.revision, asked.key);
    if (status === 0 || status >= 500 || status === 429) {
      const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.fails);
      this.fails += 1;
      this.timer = setTimeout(() => void this.ask(asked), pause);
      this.change({ kind: "unknown", next_try: this.around.now() + pause });
      return;
    }
    if (status === 401) {
      this.change({ kind: "signed_out" });
      return;
    }
    this.fails = 0;
    save(this.around.storage, this.around.kept_as, null);
    if (value !== null) this.change({ kind: "done", published: value });
    else if (status === 412) this.change({ kind: "stale", by: problem?.changed_by_name ?? null });
    else {
      const message = problem?.detail ?? "The event was not published.";
      this.change({ kind: "refused", message, faults: problem?.errors ?? [] });
    }
  }

  private change(state: PublicationState): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}
