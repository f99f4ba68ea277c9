/** Plays the tones of one lot as it changes, each of them not too often. Loaded once a person has turned sound on. */
import type { State } from "../state/state";
import { allowed, play } from "./player";
import { type Tone, toneOf } from "./tones";

/** The shortest time between two tones of one kind. */
const GAP_MS = 5_000;
const ACTS = ["pointerdown", "keydown"] as const;

export class Sound {
  private readonly played = new Map<Tone, number>();

  constructor() {
    for (const act of ACTS) addEventListener(act, this.acted, true);
  }

  stop(): void {
    for (const act of ACTS) removeEventListener(act, this.acted, true);
  }

  observe(before: State, after: State): void {
    const tone = toneOf(before, after);
    if (tone === null || after.local - (this.played.get(tone) ?? Number.NEGATIVE_INFINITY) < GAP_MS) return;
    this.played.set(tone, after.local);
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
