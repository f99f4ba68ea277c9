/** Plays tones, each kind of them not too often, and asks the browser for leave to do so at the first act of the person. */
import { allowed, play, type Tone } from "./player";

/** The shortest time between two tones of one kind. */
const GAP_MS = 5_000;
const ACTS = ["pointerdown", "keydown"] as const;

export class PacedPlayer {
  private readonly played = new Map<Tone, number>();

  constructor() {
    for (const act of ACTS) addEventListener(act, this.acted, true);
  }

  stop(): void {
    for (const act of ACTS) removeEventListener(act, this.acted, true);
  }

  play(tone: Tone, local: number): void {
    if (local - (this.played.get(tone) ?? Number.NEGATIVE_INFINITY) < GAP_MS) return;
    this.played.set(tone, local);
    void play(tone);
  }

  /** Some browsers allow sound only from within the handling of a key or a click. */
  private readonly acted = (): void => {
    allowed().then(
      (is_allowed) => is_allowed && this.stop(),
      () => this.stop(),
    );
  };
}
