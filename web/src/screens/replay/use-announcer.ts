/**
 * Speaks the record that a replay has come to. A person who steps or jumps hears where that led. While it plays, nothing
 * is spoken unless the person has asked for it, and then with the pauses that all spoken texts have.
 */
import { useEffect, useState } from "preact/hooks";
import { Speaker, type Voice } from "../../live/announcer/speaker";
import type { Replay } from "../../live/replay/replay";
import { leadOf } from "./lead";

/** Where the replay has stayed for this long is spoken. */
const REST_MS = 500;

export interface Announcer {
  readonly on: boolean;
  turn(on: boolean): void;
}

export function useAnnouncer(replay: Replay, voice: Voice): Announcer {
  const [on, turn] = useState(false);
  useEffect(() => {
    const speaker = new Speaker(voice);
    let spoken = replay.playing.seq;
    let noted: string | null = null;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const rested = (): void => {
      const { seq, playing } = replay.playing;
      if (playing) return;
      if (replay.note !== noted && replay.note !== null) speaker.sayNow(replay.note);
      noted = replay.note;
      // A slider says its value itself.
      if (seq === spoken || document.activeElement?.getAttribute("type") === "range") return;
      spoken = seq;
      speaker.sayNow(leadOf(replay));
    };
    const unwatch = replay.watch(() => {
      const { seq, playing } = replay.playing;
      if (playing && on && seq !== spoken) {
        spoken = seq;
        speaker.sayLater({ kind: "record", text: () => (replay.playing.playing ? leadOf(replay) : null) });
      }
      if (playing || resting !== undefined) return;
      resting = setTimeout(() => {
        resting = undefined;
        rested();
      }, REST_MS);
    });
    return () => {
      unwatch();
      clearTimeout(resting);
      speaker.dropWaiting();
    };
  }, [replay, voice, on]);
  return { on, turn };
}
