/** The sentence that a replay leads with: the record that it stands at, and what that record says. */
import type { Replay } from "../../live/replay/replay";
import { momentSentence } from "../../words/replay/player";
import { recordPlace, replayLead } from "../../words/replay/records";
import { useDrawn } from "./use-drawn";

const DRAWN_MS = 100;

const LEAD = "replay-lead";

/** Moves the focus to the sentence, where somebody went to a record from further down. */
export function toLead(): void {
  document.getElementById(LEAD)?.focus();
}

export function Lead({ replay }: { replay: Replay }) {
  useDrawn(replay, DRAWN_MS);
  const { at } = replay.playing;
  return (
    <div class="replay__lead">
      <p class="replay__sentence" id={LEAD} tabIndex={-1}>
        {leadOf(replay)}
      </p>
      <p class="quiet">{at === null ? "\u00a0" : momentSentence(Math.floor(at))}</p>
    </div>
  );
}

/** While the record is not loaded, only its place is known. */
export function leadOf({ index, head, lot, playing }: Replay): string {
  const record = index.record(playing.seq);
  return record === null
    ? `${recordPlace(playing.seq, head)}: loading what it says.`
    : replayLead(record, head, lot.event.currency);
}
