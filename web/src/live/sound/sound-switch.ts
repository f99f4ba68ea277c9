/** Turns the tones of a page on and off. Their code is loaded once a person wants them, because few do. */
interface Tones {
  stop(): void;
}

export class SoundSwitch<T extends Tones> {
  /** What plays the tones; null while there is no sound. */
  tones: T | null = null;
  private is_on = false;

  constructor(private readonly load: () => Promise<new () => T>) {}

  turn(on: boolean): void {
    this.is_on = on;
    if (on) void this.begin();
    else this.stop();
  }

  /** The page goes: what is still being loaded plays nothing. */
  stop(): void {
    this.is_on = false;
    this.tones?.stop();
    this.tones = null;
  }

  private async begin(): Promise<void> {
    // Without the code the page goes on in silence.
    const Loaded = await this.load().catch(() => null);
    if (Loaded !== null && this.is_on) this.tones ??= new Loaded();
  }
}
