/** Plays a tone for a buyer when something begins to wait in a lot of a list. Loaded once sound is turned on. */
import { needsMore, type WaitingLot } from "./needs";
import { PacedPlayer } from "./paced-player";

export class ListSound {
  private readonly player = new PacedPlayer();
  /** The lots as they were when they were last looked at. */
  private readonly known = new Map<string, WaitingLot>();

  stop(): void {
    this.player.stop();
  }

  /** What waits when a lot is seen for the first time is nothing new. */
  look(lots: readonly WaitingLot[], person: string): void {
    for (const lot of lots) {
      const before = this.known.get(lot.lot) ?? lot;
      this.known.set(lot.lot, lot);
      if (needsMore(before, lot, person)) this.player.play("needs_you", Date.now());
    }
  }
}
