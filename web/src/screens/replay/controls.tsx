/** The controls of a replay: first play, then steps and jumps, speed, and what else the person may want. */
import { useState } from "preact/hooks";
import type { Replay } from "../../live/replay/replay";
import { isOver } from "../../live/state/state";
import {
  loadedSentence,
  looking,
  type Mark,
  NEWER_FAILED,
  newerRecords,
  NEXT,
  recordsFailed,
  speedName,
  SPEEDS,
} from "../../words/replay/player";
import { leadOf } from "./lead";
import type { Announcer } from "./use-announcer";
import { useDrawn } from "./use-drawn";

const DRAWN_MS = 100;
const MARKS: readonly Mark[] = ["refusal", "extension", "act"];

interface ControlsProps {
  replay: Replay;
  announcer: Announcer;
}

export function Controls({ replay, announcer }: ControlsProps) {
  useDrawn(replay, DRAWN_MS);
  const { playing, seq, speed, skips, waits } = replay.playing;
  const at_start = seq === 1;
  const at_end = seq === replay.head;
  return (
    <section class="card replay__controls" aria-label="Controls of the replay">
      <div class="replay__buttons">
        <button type="button" class="nhsuk-button replay__play" onClick={() => replay.toggle()}>
          {playing ? "Pause" : "Play"}
        </button>
        <Step name="Step back" off={at_start} act={() => replay.step(-1)} />
        <Step name="Step forward" off={at_end} act={() => replay.step(1)} />
        {MARKS.map((mark) => (
          <Step key={mark} name={NEXT[mark]} off={at_end} act={() => replay.find(mark)} />
        ))}
        <Step name="To the first record" off={at_start} act={() => replay.seek(1)} />
        <Step name="To the last record" off={at_end} act={() => replay.seek(replay.head)} />
      </div>
      <div class="replay__buttons" role="group" aria-label="Speed">
        {SPEEDS.map((one) => (
          <button
            key={one}
            type="button"
            class="plain-button"
            aria-pressed={one === speed}
            onClick={() => replay.setSpeed(one)}
          >
            {speedName(one)}
          </button>
        ))}
        <button
          type="button"
          class="plain-button"
          aria-pressed={skips}
          onClick={() => replay.setSkips(!skips)}
        >
          Skip silence
        </button>
        <button
          type="button"
          class="plain-button"
          aria-pressed={announcer.on}
          onClick={() => announcer.turn(!announcer.on)}
        >
          Speak while it plays
        </button>
      </div>
      <Slider replay={replay} />
      <p class="replay__note">{noteOf(replay, playing && waits)}</p>
      {!isOver(replay.lot.state) && <Newer replay={replay} />}
    </section>
  );
}

interface StepProps {
  name: string;
  /** Whether there is nothing in that direction. The button can still have the focus. */
  off: boolean;
  act: () => void;
}

function Step({ name, off, act }: StepProps) {
  return (
    <button type="button" class="plain-button" aria-disabled={off} onClick={() => !off && act()}>
      {name}
    </button>
  );
}

function Slider({ replay }: { replay: Replay }) {
  return (
    <div class="replay__slider">
      <label class="quiet" for="replay-slider">
        Record
      </label>
      <input
        id="replay-slider"
        class="graph__slider"
        type="range"
        min={1}
        max={Math.max(1, replay.head)}
        step={1}
        value={replay.playing.seq}
        aria-valuetext={leadOf(replay)}
        onInput={(event) => replay.seek(Number(event.currentTarget.value))}
      />
    </div>
  );
}

function noteOf(replay: Replay, waits: boolean): string {
  const { looking: sought, note, index, loader } = replay;
  const parts = [
    sought === null ? null : looking(sought),
    note,
    waits ? "Waiting for what comes next to be loaded." : null,
    loader.problem === null ? loadedSentence(index.loaded, index.head) : recordsFailed(index.loaded),
  ];
  return parts.filter((part) => part !== null).join(" ");
}

/** The replay goes to the record that was the last one when the page was opened. */
function Newer({ replay }: { replay: Replay }) {
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const newer = replay.newest - replay.head;
  const load = async (): Promise<void> => {
    setAsking(true);
    setFailed(!(await replay.loadNewer()));
    setAsking(false);
  };
  return (
    <p class="replay__newer">
      The lot has not ended: this replay goes to the record that was its last one when the page was opened.{" "}
      <button type="button" class="plain-button" aria-disabled={asking} onClick={() => asking || void load()}>
        {newer > 0 ? newerRecords(newer) : "Look for newer records"}
      </button>{" "}
      {failed && <span role="status">{NEWER_FAILED}</span>}
    </p>
  );
}
