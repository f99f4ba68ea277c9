/** The person's own choices, on the page of a lot. Their fields are loaded when the person opens them. */
import { useState } from "preact/hooks";
import type { LiveLot } from "../../live/live-lot";
import { isSupplier, type State } from "../../live/state/state";
import type { ChoicesFields } from "../choices/choices-fields";
import { useSession } from "../page/session-context";

type Fields = typeof ChoicesFields;

interface SettingsProps {
  live: Pick<LiveLot, "choices" | "choose">;
  state: Pick<State, "person">;
}

export function Settings({ live, state }: SettingsProps) {
  const { choices_kept } = useSession();
  const [Fields, setFields] = useState<Fields | null>(null);
  const [said, setSaid] = useState("Loading your settings.");
  const load = (): void => {
    if (Fields !== null) return;
    import("../choices/choices-fields").then(
      (loaded) => setFields(() => loaded.ChoicesFields),
      () => setSaid("Your settings could not be loaded just now. Close this part and open it again."),
    );
  };
  return (
    <details class="more" onToggle={(event) => event.currentTarget.open && load()}>
      <summary>Settings of this page</summary>
      {Fields === null ? (
        <p>{said}</p>
      ) : (
        <Fields
          choices={live.choices}
          role={state.person.role}
          kept={choices_kept}
          choose={(choices) => live.choose(choices)}
        />
      )}
      {isSupplier(state) && (
        <p class="quiet">
          In a price field the down arrow key fills in the nearest price for that field only. It can be
          undone.
        </p>
      )}
    </details>
  );
}
