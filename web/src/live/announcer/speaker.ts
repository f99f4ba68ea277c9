/**
 * When something is spoken. Own outcomes and alarms at once; all else politely, at least five seconds apart,
 * what waits collapsing by kind so that the newest wins, and what has come due together in one sentence.
 * Knows nothing of lots: what to say is `announcements.ts`.
 */

export interface Voice {
  polite(text: string): void;
  assertive(text: string): void;
}

/** Between two polite messages. */
export const GAP_MS = 5_000;
/** After the last key in a price field. */
export const TYPING_MS = 1_500;
/** The longest that typing may hold a message back. */
export const TYPING_MAX_MS = 5_000;

interface Waiting {
  /** Asked for when its turn comes; null when there is nothing to say any more. */
  readonly text: () => string | null;
  readonly due: number;
  readonly waits_for_typing: boolean;
}

export interface Later {
  readonly kind: string;
  readonly text: () => string | null;
  readonly hold_ms?: number;
  /** A newer one of the kind starts the wait anew ("unchanged for"); else the first one's wait counts. */
  readonly anew?: boolean;
  readonly waits_for_typing?: boolean;
}

export class Speaker {
  private readonly waiting = new Map<string, Waiting>();
  private last_polite = Number.NEGATIVE_INFINITY;
  private last_key = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly voice: Voice) {}

  alarm(text: string): void {
    this.voice.assertive(text);
  }

  own(text: string): void {
    this.last_polite = Date.now();
    this.voice.polite(text);
    this.arm();
  }

  later({ kind, text, hold_ms = 0, anew = false, waits_for_typing = false }: Later): void {
    const before = this.waiting.get(kind);
    const due = before !== undefined && !anew ? before.due : Date.now() + hold_ms;
    this.waiting.set(kind, { text, due, waits_for_typing });
    this.arm();
  }

  /** A key was pressed in a price field. */
  typing(): void {
    this.last_key = Date.now();
    this.arm();
  }

  /** One summary replaces all that waited. */
  forget(): void {
    this.waiting.clear();
    clearTimeout(this.timer);
  }

  private dueAt({ due, waits_for_typing }: Waiting): number {
    const typed = waits_for_typing ? Math.min(this.last_key + TYPING_MS, due + TYPING_MAX_MS) : due;
    return Math.max(due, typed, this.last_polite + GAP_MS);
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.waiting.size === 0) return;
    const next = Math.min(...[...this.waiting.values()].map((waiting) => this.dueAt(waiting)));
    this.timer = setTimeout(() => this.speak(), Math.max(0, next - Date.now()));
  }

  private speak(): void {
    const now = Date.now();
    const ready = [...this.waiting].filter(([, waiting]) => this.dueAt(waiting) <= now);
    for (const [kind] of ready) this.waiting.delete(kind);
    const texts = ready.map(([, { text }]) => text()).filter((text) => text !== null);
    if (texts.length > 0) {
      this.last_polite = now;
      this.voice.polite(texts.join(" "));
    }
    this.arm();
  }
}
