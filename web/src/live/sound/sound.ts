/** Plays the tones of one lot as it changes, or of a list of lots. Loaded once a person has turned sound on. */
import type { LotMessage } from "../../protocol/names";
import { isOver, type State } from "../state/state";
import { allowed, play } from "./player";
import { needsMore, type Tone, toneOf } from "./tones";

/** The shortest time between two tones of one kind. */
const GAP_MS = 5_000;
const ACTS = ["pointerdown", "keydown"] as const;

export class Sound {
  private readonly played = new Map<Tone, number>();
  /** The lots of a list, as they were when they were last looked at. */
  private readonly known = new Map<string, LotMessage>();

  constructor() {
    for (const act of ACTS) addEventListener(act, this.acted, true);
  }

  stop(): void {
    for (const act of ACTS) removeEventListener(act, this.acted, true);
  }

  observe(before: State, after: State): void {
    this.playNow(toneOf(before, after), after.local);
  }

  /** For a buyer who looks at a list of lots. What waits when a lot is seen for the first time is nothing new. */
  look(lots: readonly LotMessage[], person: string): void {
    for (const lot of lots) {
      const before = this.known.get(lot.lot) ?? lot;
      this.known.set(lot.lot, lot);
      if (!isOver(lot.state) && needsMore(before, lot, person)) this.playNow("needs_you", Date.now());
    }
  }

  private playNow(tone: Tone | null, local: number): void {
    if (tone === null || local - (this.played.get(tone) ?? Number.NEGATIVE_INFINITY) < GAP_MS) return;
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
