/**
 * Runs one load at a time. A request during a load causes one more load, after a short pause. A failed load is tried
 * again with growing pauses until it succeeds.
 */
const PAUSE_MS = 500;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 30_000;

export class Loader {
  private stopped = false;
  private running = false;
  private again = false;
  private fails = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `load` says whether it succeeded; `failed` is given the pause before the next try. */
  constructor(
    private readonly load: () => Promise<boolean>,
    private readonly failed: (pause_ms: number) => void,
  ) {}

  ask(): void {
    if (this.running || this.stopped) this.again = true;
    else void this.run();
  }

  /** Tries a failed load at once, because the connection is back. */
  tryNow(): void {
    if (this.fails === 0) return;
    clearTimeout(this.timer);
    this.fails = 0;
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.running = true;
    this.again = false;
    const succeeded = await this.load().catch(() => false);
    if (this.stopped) return;
    if (succeeded) {
      this.fails = 0;
      this.timer = setTimeout(() => this.rested(), PAUSE_MS);
      return;
    }
    const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.fails);
    this.fails += 1;
    this.failed(pause);
    this.timer = setTimeout(() => void this.run(), pause);
  }

  private rested(): void {
    this.running = false;
    if (this.again) this.ask();
  }
}
