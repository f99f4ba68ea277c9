/** What can be done in a lot: decisions, ordinary acts, and apart from them those that nothing takes back. */
import type { LotMessage, LotSummary, Person } from "../../protocol/names";
import { proposalSentence, requestSentence } from "../../words/buyer-acts";
import type { ActKind } from "../../words/console/acts";
import { allows, FINAL, linkName, ORDINARY, TAKE_BACK } from "../../words/console/acts";
import { consoleAddress } from "../../words/console/address";
import { clockTimeToSecond, millis } from "../../words/time";

interface DecisionsProps {
  event: string;
  lot: LotMessage;
  person: Person;
}

export function Decisions({ event, lot, person }: DecisionsProps) {
  const requests = lot.requests ?? [];
  const proposals = lot.proposals ?? [];
  const over = lot.state === "closed" || lot.state === "cancelled";
  if (over || requests.length + proposals.length === 0) return null;
  const is_buyer = person.role === "buyer";
  const links = (about: number, acts: readonly ActKind[], of: string, own = false) => (
    <ul class="acts">
      {acts.map((act) => (
        <li key={act}>
          <a class="act-link" href={consoleAddress(event, { lot: lot.lot, act, about })}>
            {own ? TAKE_BACK : linkName(act)}
            <span class="nhsuk-u-visually-hidden"> {of}</span>
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <section class="card console__decisions" aria-labelledby="decisions">
      <h3 class="card__heading" id="decisions">
        Waits for a decision
      </h3>
      {requests.map((request) => (
        <div class="console__decision" key={request.seq}>
          <p>
            <span class="quiet">{clockTimeToSecond(millis(request.at))}</span> {requestSentence(lot, request)}
          </p>
          {is_buyer &&
            links(request.seq, ["annul", "decline"], `asked for by ${request.name ?? request.alias}`)}
        </div>
      ))}
      {proposals.map((proposal) => {
        const own = proposal.by === person.person;
        return (
          <div class="console__decision" key={proposal.seq}>
            <p>
              <span class="quiet">{clockTimeToSecond(millis(proposal.at))}</span>{" "}
              {proposalSentence(lot, proposal)}
              {own && " You proposed it, so another buyer has to approve it. You can take it back."}
            </p>
            {is_buyer &&
              links(
                proposal.seq,
                own ? ["decline"] : ["approve", "decline"],
                `proposal ${proposal.seq}`,
                own,
              )}
          </div>
        );
      })}
    </section>
  );
}

interface LotActsProps {
  event: string;
  lot: LotSummary;
  known: LotMessage | null;
  which: "ordinary" | "final";
}

export function LotActs({ event, lot, known, which }: LotActsProps) {
  const by_law = known?.event.profile === "reg35";
  const kinds = (which === "final" ? FINAL : ORDINARY).filter((kind) => allows(lot.state, kind, by_law));
  if (kinds.length === 0) return null;
  const id = `acts-${which}`;
  return (
    <section class={`card${which === "final" ? " console__final" : ""}`} aria-labelledby={id}>
      <h3 class="card__heading" id={id}>
        {which === "final" ? "Acts that nothing takes back" : "Acts"}
      </h3>
      <ul class={`acts${which === "final" ? " acts--final" : ""}`}>
        {kinds.map((act) => (
          <li key={act}>
            <a class="act-link" href={consoleAddress(event, { lot: lot.lot, act })}>
              {linkName(act)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
