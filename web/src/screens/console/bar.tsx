/** The bar of a console: the time, the connection, what sounds, and the keys. */
import { useState } from "preact/hooks";
import type { LiveConsole } from "../../live/console/live-console";
import { isConsoleFresh } from "../../live/console/state";
import type { ChoicesFields } from "../../parts/choices/choices-fields";
import { useSession } from "../../parts/page/session-context";
import type { EventMessage, Person } from "../../protocol/names";
import { hasEnded } from "../../words/console/lead";
import { clockTimeToSecond } from "../../words/time";
import { useSecond } from "./use-second";

interface BarProps {
  live: LiveConsole;
  event: EventMessage;
  person: Person;
}

export function Bar({ live, event, person }: BarProps) {
  return (
    <div class="console__bar">
      <p class="console__now">
        <Clock live={live} />
        {!hasEnded(event) && <Connected live={live} />}
      </p>
      <Sound person={person} />
    </div>
  );
}

function Clock({ live }: { live: LiveConsole }) {
  const now = useSecond(live);
  return (
    <span>
      <strong class="console__clock" role="timer" aria-label="Time now">
        {clockTimeToSecond(now)}
      </strong>{" "}
      UK time
    </span>
  );
}

function Connected({ live }: { live: LiveConsole }) {
  const fresh = isConsoleFresh(live.state);
  return (
    <span class={fresh ? "console__mark" : "console__mark console__mark--lost"}>
      {fresh ? "Connected" : "Not connected"}
    </span>
  );
}

type Fields = typeof ChoicesFields;

/** The keys, what a screen reader speaks, and what sounds. The fields are loaded when they are opened. */
function Sound({ person }: { person: Person }) {
  const session = useSession();
  const [Loaded, setLoaded] = useState<Fields | null>(null);
  const [said, setSaid] = useState("Loading your settings.");
  const load = (): void => {
    if (Loaded !== null) return;
    import("../../parts/choices/choices-fields").then(
      (loaded) => setLoaded(() => loaded.ChoicesFields),
      () => setSaid("Your settings could not be loaded just now. Close this part and open it again."),
    );
  };
  return (
    <details class="more" onToggle={(event) => event.currentTarget.open && load()}>
      <summary>{person.choices.sound ? "Sound is on" : "Sound is off"}. Keys</summary>
      <p>
        F6 goes from the list to what stands beside it, and back. No other key does anything of its own here.
      </p>
      {Loaded === null ? (
        <p>{said}</p>
      ) : (
        <Loaded
          choices={person.choices}
          role={person.role}
          kept={session.choices_kept}
          choose={(choices) => session.choose(choices)}
        />
      )}
    </details>
  );
}
