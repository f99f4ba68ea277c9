/** The one control that freezes the lists and the graph. Rank, clock and state are never frozen. */
import { clockTimeToSecond } from "../../words/time";
import type { PartProps } from "./part";

export function FreezeControl({ live, state }: PartProps) {
  const { frozen } = state;
  return (
    <p class="freeze">
      <button
        type="button"
        class="plain-button"
        aria-pressed={frozen !== null}
        onClick={() => live.dispatch({ type: frozen === null ? "frozen" : "released" })}
      >
        Hold lists and graph still
      </button>
      {frozen !== null && (
        <span class="freeze__at">
          Held as at {clockTimeToSecond(frozen.at)}. The clock and where things stand go on above; press again
          to jump to now.
        </span>
      )}
    </p>
  );
}
