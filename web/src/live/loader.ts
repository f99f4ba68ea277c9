/** Runs one load at a time. Requests made during a load cause one more load, after a short pause. */
const PAUSE_MS = 500;

export class Loader {
  private running = false;
  private again = false;

  constructor(private readonly load: () => Promise<void>) {}

  ask(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    void this.load().finally(() => {
      setTimeout(() => {
        this.running = false;
        if (!this.again) return;
        this.again = false;
        this.ask();
      }, PAUSE_MS);
    });
  }
}
