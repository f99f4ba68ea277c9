/** The bar of a console: the time, the connection, what sounds, and the acts on chosen lots. */
import { useState } from "preact/hooks";
import type { LiveConsole } from "../../live/console/live-console";
import { isConsoleFresh } from "../../live/console/state";
import type { ChoicesFields } from "../../parts/choices/choices-fields";
import { useSession } from "../../parts/page/session-context";
import type { EventMessage, Person } from "../../protocol/names";
import { consoleAddress } from "../../words/console/address";
import { FINAL, linkName, ORDINARY } from "../../words/console/acts";
import { hasEnded } from "../../words/console/lead";
import { count } from "../../words/numbers";
import { clockTimeToSecond } from "../../words/time";
import { useSecond } from "./use-second";

interface BarProps {
  live: LiveConsole;
  event: EventMessage;
  ticked: ReadonlySet<string>;
  person: Person;
  setTicked(ticked: ReadonlySet<string>): void;
}

export function Bar({ live, event, ticked, person, setTicked }: BarProps) {
  const ended = hasEnded(event);
  return (
    <div class="console__bar">
      <p class="console__now">
        <Clock live={live} />
        {!ended && <Connected live={live} />}
        <span class="quiet">F6 goes from the list to what stands beside it, and back.</span>
      </p>
      <Sound person={person} />
      {person.role === "buyer" && !ended && <Chosen {...{ event, ticked, setTicked }} />}
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

interface ChosenProps {
  event: EventMessage;
  ticked: ReadonlySet<string>;
  setTicked(ticked: ReadonlySet<string>): void;
}

function Chosen({ event, ticked, setTicked }: ChosenProps) {
  const open = event.lots.filter(({ state }) => state === "open").map(({ lot }) => lot);
  const links = (kinds: typeof ORDINARY) =>
    kinds.map((act) => (
      <li key={act}>
        <a class="act-link" href={consoleAddress(event.event, { act })}>
          {linkName(act)}
          <span class="nhsuk-u-visually-hidden"> in the chosen lots</span>
        </a>
      </li>
    ));
  return (
    <div class="console__chosen">
      <p class="console__count">
        {ticked.size === 0 ? "No lot is chosen." : `${count(ticked.size, "lot")} chosen:`}
      </p>
      <ul class="acts">{links(ORDINARY)}</ul>
      <p class="console__choose">
        <button type="button" class="plain-button" onClick={() => setTicked(new Set(open))}>
          Choose all open lots
        </button>{" "}
        <button type="button" class="plain-button" onClick={() => setTicked(new Set())}>
          Choose none
        </button>
      </p>
      <details class="more">
        <summary>Acts on the chosen lots that nothing takes back</summary>
        <ul class="acts acts--final">{links(FINAL.filter((act) => act !== "annul"))}</ul>
      </details>
    </div>
  );
}

type Fields = typeof ChoicesFields;

/** What a screen reader speaks, and what sounds. The fields are loaded when they are opened. */
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
      <summary>{person.choices.sound ? "Sound is on" : "Sound is off"}</summary>
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
