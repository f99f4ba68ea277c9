/** The form in which a bidder asks the buyer to annul its standing offer as a mistake. The offer counts until then. */
import { useState } from "preact/hooks";
import { standingRef } from "../../live/own-offers";
import type { PartProps } from "../lot/part";
import {
  ANNULMENT_NEEDS_A_REASON,
  annulmentDeclined,
  annulmentNotAsked,
  annulmentWaits,
} from "../../words/buyer-acts";

export function Annulment({ live, state, lot }: PartProps) {
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const bid_ref = standingRef(state.record, lot);
  const live_now = lot.state === "open" || lot.state === "paused";
  if (lot.you?.excluded) return null;
  if (lot.you?.annulment_requested) return <p class="annulment">{annulmentWaits(lot)}</p>;
  const declined = annulmentDeclined(lot);
  if (!live_now || bid_ref === null) return declined === null ? null : <p class="annulment">{declined}</p>;
  const ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason.trim() === "") {
      setProblem(ANNULMENT_NEEDS_A_REASON);
      document.getElementById("annulment-reason")?.focus();
      return;
    }
    const asked = await live.askForAnnulment(bid_ref, reason.trim());
    setProblem(asked.ok ? null : annulmentNotAsked(asked.status));
    if (!asked.ok) return;
    setReason("");
    document.getElementById("stand")?.focus();
  };
  return (
    <>
      {declined !== null && <p class="annulment">{declined}</p>}
      <details class="more annulment">
        <summary>Ask for this offer to be annulled as a mistake</summary>
        <form noValidate autoComplete="off" onSubmit={(event) => void ask(event)}>
          <p class="quiet">The buyer decides. Your offer counts until then.</p>
          <label class="nhsuk-label field__label" for="annulment-reason">
            Why was it a mistake?
          </label>
          {problem !== null && (
            <span class="nhsuk-error-message" id="annulment-problem">
              <span class="nhsuk-u-visually-hidden">Error:</span> {problem}
            </span>
          )}
          <input
            class="nhsuk-input"
            id="annulment-reason"
            type="text"
            maxLength={500}
            aria-describedby={problem === null ? undefined : "annulment-problem"}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
          <button type="submit" class="plain-button annulment__ask">
            Ask the buyer
          </button>
        </form>
      </details>
    </>
  );
}
