/** The person's own choices, on the page of a lot. */
import { isSupplier } from "../../live/state/state";
import { ChoicesFields } from "../choices/choices-fields";
import type { PartProps } from "./part";

export function Settings({ live, state }: PartProps) {
  return (
    <details class="more">
      <summary>Settings of this page</summary>
      <ChoicesFields
        choices={{ level: live.level, ask_every_time: state.ask_every_time }}
        sends_offers={isSupplier(state)}
        choose={(choices) => live.choose(choices)}
      />
      {isSupplier(state) && (
        <p class="quiet">
          In a price field the down arrow key fills in the nearest price for that field only. It can be
          undone.
        </p>
      )}
    </details>
  );
}
