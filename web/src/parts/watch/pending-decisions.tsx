/** What waits for a buyer's decision: requests of bidders, and acts that need a second buyer. */
import type { PartProps } from "../lot/part";
import { proposalSentence, requestSentence } from "../../words/buyer-acts";
import { consoleAddress } from "../../words/console/address";
import { isPractice } from "../../words/practice";
import { clockTimeToSecond, millis } from "../../words/time";

export function PendingDecisions({ lot, state }: PartProps) {
  const requests = lot.requests ?? [];
  const proposals = lot.proposals ?? [];
  if (requests.length + proposals.length === 0) return null;
  return (
    <section class="card" aria-labelledby="waiting">
      <h2 class="card__heading" id="waiting">
        Waiting for a decision
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
