/** What waits for a buyer's decision: requests of bidders, and acts that need a second buyer. */
import { shownAsAt } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { proposalSentence, requestSentence } from "../../words/buyer-acts";
import { consoleAddress } from "../../words/console/address";
import { isPractice } from "../../words/practice";
import { clockTimeToSecond, millis } from "../../words/time";

export function PendingDecisions({ state, lot }: PartProps) {
  const as_at = shownAsAt(state);
  const requests = lot.requests ?? [];
  const proposals = lot.proposals ?? [];
  if (requests.length + proposals.length === 0) return null;
  return (
    <section class={`card${as_at === null ? "" : " card--stale"}`} aria-labelledby="waiting">
      <h2 class="card__heading" id="waiting">
        {as_at === null ? "Waiting for a decision" : `Waited for a decision at ${clockTimeToSecond(as_at)}`}
      </h2>
      <ul class="notices">
        {requests.map((request) => (
          <li key={request.seq}>
            <span class="notices__time">{clockTimeToSecond(millis(request.at))}</span>
            <span>{requestSentence(lot, request)}</span>
          </li>
        ))}
        {proposals.map((proposal) => (
          <li key={proposal.seq}>
            <span class="notices__time">{clockTimeToSecond(millis(proposal.at))}</span>
            <span>{proposalSentence(lot, proposal)}</span>
          </li>
        ))}
      </ul>
      {state.person.role === "buyer" && !isPractice(lot.lot) && (
        <p class="card__foot">
          <a href={consoleAddress(lot.event.id, { lot: lot.lot })}>Decide in the console</a>
        </p>
      )}
    </section>
  );
}
