/** The one control that freezes the lists and the graph of a running lot. Rank, clock and state are never frozen. */
import { isOver } from "../../live/state/state";
import { clockTimeToSecond } from "../../words/time";
import type { PartProps } from "./part";

export function FreezeControl({ live, state, lot, replayed }: PartProps) {
  const { frozen } = state;
  if (isOver(lot.state) || replayed) return null;
  return (
    <p class="freeze">
      <button
        type="button"
        class="plain-button"
        aria-pressed={frozen !== null}
        onClick={() => live.dispatch({ type: frozen === null ? "frozen" : "released" })}
      >
        Freeze the lists
      </button>
      {frozen !== null && (
        <span class="freeze__at">
          Lists and graph are frozen as at {clockTimeToSecond(frozen.at)}. The clock and where things stand go
          on above. Press again to jump to now.
        </span>
      )}
    </p>
  );
}
