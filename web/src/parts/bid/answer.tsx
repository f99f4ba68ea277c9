/**
 * The answer to the last bid: being sent, unknown, accepted, or refused. It stays until the next bid is sent. A refusal
 * takes the focus only if the person waited for it.
 */
import { useEffect, useRef } from "preact/hooks";
import type { Outcome } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import {
  acceptedRank,
  acceptedSentence,
  noLongerCounts,
  notTaken,
  sending,
  tooLarge,
  unknownOutcome,
} from "../../words/bid";
import { money } from "../../words/numbers";
import { isOfAField, refusal } from "../../words/refusal";
import { problemsOf } from "./problems";

export function Answer(part: PartProps) {
  const { state, lot } = part;
  const { currency } = lot.event;
  if (state.sent !== null) {
    const { total, unknown } = state.sent;
    return (
      <p class={`answer${unknown ? " answer--unknown" : ""}`}>
        {unknown ? unknownOutcome(total, currency) : sending(total, currency)}
      </p>
    );
  }
  const { outcome } = state;
  if (outcome === null) return null;
  if (outcome.kind === "accepted") {
    return (
      <p class="answer answer--accepted">
        <strong>{acceptedSentence(outcome.at, outcome.total, currency)}</strong>{" "}
        {acceptedRank(outcome.rank, lot.market?.bidders ?? null, presentRank(lot, outcome))}{" "}
        {noLongerCounts(lot, outcome.seq)} <a href={`#offer-${outcome.seq}`}>Receipt</a>
      </p>
    );
  }
  if (outcome.kind === "too_large") {
    return <p class="answer answer--unknown">{tooLarge(outcome.total, currency)}</p>;
  }
  if (outcome.kind === "not_taken") {
    return (
      <p class="answer answer--unknown">{notTaken(outcome.code, outcome.message, outcome.total, currency)}</p>
    );
  }
  if (outcome.kind === "refused" && !isOfAField(outcome.reason)) {
    return <p class="answer answer--unknown">{refusal(outcome, lot)}</p>;
  }
  return <ErrorSummary {...part} outcome={outcome} />;
}

/** The rank that the page shows, or the answer's own rank if the page is older. Null when the lot is over. */
function presentRank(lot: PartProps["lot"], outcome: Extract<Outcome, { kind: "accepted" }>): number | null {
  if (lot.state === "closed" || lot.state === "cancelled" || noLongerCounts(lot, outcome.seq) !== null)
    return null;
  return lot.seq < outcome.seq ? outcome.rank : (lot.you?.rank ?? null);
}

function ErrorSummary({ state, lot, outcome }: PartProps & { outcome: Outcome }) {
  const summary = useRef<HTMLDivElement>(null);
  const waited = outcome.kind === "unreadable" || (outcome.kind === "refused" && outcome.prompt);
  useEffect(() => {
    // The focus is on the link, so that a correction takes only Enter, typing, Enter.
    if (waited) summary.current?.querySelector("a")?.focus();
  }, [outcome]);
  const jump = (event: Event, item: string | null): void => {
    event.preventDefault();
    const field = document.getElementById(`price-${item ?? lot.items[0]?.id ?? ""}`);
    if (!(field instanceof HTMLInputElement)) return;
    field.focus();
    field.select();
  };
  return (
    <div class="nhsuk-error-summary" ref={summary}>
      <h3 class="nhsuk-error-summary__title">There is a problem</h3>
      {outcome.kind === "refused" && (
        <p>Your offer of {money(outcome.total, lot.event.currency)} was refused and does not count.</p>
      )}
      <ul class="nhsuk-list nhsuk-error-summary__list">
        {problemsOf(state, lot).map(({ item, text }) => (
          <li key={item}>
            <a href={item === null ? "#total" : `#price-${item}`} onClick={(event) => jump(event, item)}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
