/** Plays a tone for a buyer when something begins to wait in a lot of the list. Loaded only for those who want it. */
import { useEffect, useState } from "preact/hooks";
import type { LiveEvents } from "../../live/live-events";
import type { ListSound } from "../../live/sound/list-sound";
import type { EventListed, Person } from "../../protocol/names";

export function useListSound(live: LiveEvents, events: readonly EventListed[], person: Person): void {
  const [sound, setSound] = useState<ListSound | null>(null);
  const wanted = person.role === "buyer" && person.choices.sound;
  useEffect(() => {
    if (!wanted) return;
    let loaded: ListSound | null = null;
    let over = false;
    import("../../live/sound/list-sound").then(
      (code) => {
        if (over) return;
        loaded = new code.ListSound();
        setSound(loaded);
      },
      // Without the code the list goes on in silence.
      () => {},
    );
    return () => {
      over = true;
      loaded?.stop();
      setSound(null);
    };
  }, [wanted]);
  useEffect(() => {
    if (sound === null || !live.current) return;
    const lots = events.flatMap(({ lots }) => lots).map(({ id }) => live.waitingIn(id));
    sound.look(
      lots.filter((lot) => lot !== null),
      person.person,
    );
  });
}
