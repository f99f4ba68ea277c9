/**
 * Decides when a text is spoken. Urgent texts and answers are spoken at once, all others politely and at least five
 * seconds apart. Of the waiting texts of one kind only the newest is spoken; texts due together form one message. Knows
 * nothing of lots: `announcements.ts` decides what to say.
 */

export interface Voice {
  polite(text: string): void;
  assertive(text: string): void;
}

/** The shortest time between two polite messages. */
export const GAP_MS = 5_000;
/** The time after the last key in a price field in which a message waits. */
export const TYPING_MS = 1_500;
/** The longest time that a message waits for typing. */
export const TYPING_MAX_MS = 5_000;

interface WaitingText {
  /** Called at the time of speaking; null when there is nothing left to say. */
  readonly text: () => string | null;
  readonly due: number;
  readonly waits_for_typing: boolean;
}

export interface LaterText {
  readonly kind: string;
  readonly text: () => string | null;
  readonly hold_ms?: number;
  /** Whether a newer text of the same kind starts the wait again. Else the wait of the first text counts. */
  readonly restarts_wait?: boolean;
  readonly waits_for_typing?: boolean;
}

export class Speaker {
  private readonly waiting = new Map<string, WaitingText>();
  private last_polite = Number.NEGATIVE_INFINITY;
  private last_key = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly voice: Voice) {}

  sayUrgently(text: string): void {
    this.voice.assertive(text);
  }

  sayNow(text: string): void {
    this.last_polite = Date.now();
    this.voice.polite(text);
    this.setTimer();
  }

  sayLater({ kind, text, hold_ms = 0, restarts_wait = false, waits_for_typing = false }: LaterText): void {
    const before = this.waiting.get(kind);
    const due = before !== undefined && !restarts_wait ? before.due : Date.now() + hold_ms;
    this.waiting.set(kind, { text, due, waits_for_typing });
    this.setTimer();
  }

  keyPressed(): void {
    this.last_key = Date.now();
    this.setTimer();
  }

  /** Drops the waiting texts, because they may no longer be true or a summary replaces them. */
  dropWaiting(): void {
    this.waiting.clear();
    clearTimeout(this.timer);
  }

  private dueAt({ due, waits_for_typing }: WaitingText): number {
    const typed = waits_for_typing ? Math.min(this.last_key + TYPING_MS, due + TYPING_MAX_MS) : due;
    return Math.max(due, typed, this.last_polite + GAP_MS);
  }

  private setTimer(): void {
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
    this.setTimer();
  }
}
