/** Plays the tones of one lot as it changes. Loaded once a person has turned sound on. */
import type { State } from "../state/state";
import { PacedPlayer } from "./paced-player";
import { toneOf } from "./tones";

export class Sound {
  private readonly player = new PacedPlayer();

  stop(): void {
    this.player.stop();
  }

  observe(before: State, after: State): void {
    const tone = toneOf(before, after);
    if (tone !== null) this.player.play(tone, after.local);
  }
}
