/** Decides what a console speaks: what has begun to need a buyer, and whether the page is connected. */
import type { Need } from "../../words/console/needs";
import { CONNECTED_AGAIN, lostSpoken } from "../../words/spoken";
import type { Level } from "../announcer/announcements";
import type { Speaker } from "../announcer/speaker";

export class ConsoleAnnouncements {
  level: Level = "all";
  /** What needed a buyer when it was last looked at; null before. */
  private known: ReadonlySet<string> | null = null;

  constructor(private readonly speaker: Speaker) {}

  /** What needs a buyer when the page opens is read there, and is nothing new. */
  needs(needs: readonly Need[]): void {
    const { known } = this;
    this.known = new Set(needs.map(({ key }) => key));
    if (known === null || this.level === "own") return;
    for (const { key, lot_title, sentence } of needs) {
      if (known.has(key)) continue;
      // It may be over by the time it is its turn.
      this.speaker.sayLater({
        kind: key,
        text: () => (this.known?.has(key) ? `${lot_title}: ${sentence}` : null),
      });
    }
  }

  connection(was_current: boolean, is_current: boolean, had_event: boolean): void {
    if (was_current && !is_current) {
      this.speaker.dropWaiting();
      this.speaker.sayUrgently(lostSpoken(false, false));
    } else if (!was_current && is_current && had_event) {
      this.speaker.sayNow(CONNECTED_AGAIN);
    }
  }
}
