/**
 * The answer to the last bid: being sent, unknown, accepted, or refused. It stays until the next bid is sent. A refusal
 * takes the focus only if the person waited for it.
 */
import { useEffect, useRef } from "preact/hooks";
import type { Outcome } from "../../live/state/state";
import {
  acceptedRank,
  acceptedSentence,
  noLongerCounts,
  notAccepted,
  notTaken,
  sending,
  tooLarge,
  unknownOutcome,
} from "../../words/bid";
import { lotAddress } from "../../words/practice";
import { isOfAField, refusal } from "../../words/refusal";
import { type BidPartProps, idOf } from "./bid-part";
import { problemsOf } from "./problems";

export function Answer(part: BidPartProps) {
  const { state, lot, one_of_many } = part;
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
        {noLongerCounts(lot, outcome.seq)}{" "}
        <a href={`${one_of_many ? lotAddress(lot.lot) : ""}#offer-${outcome.seq}`}>Receipt</a>
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
    return (
      <p class="answer answer--unknown">
        <strong>{notAccepted(outcome.total, currency)}</strong> {refusal(outcome, lot)}
      </p>
    );
  }
  return <ErrorSummary {...part} outcome={outcome} />;
}

/** The rank that the page shows, or the answer's own rank if the page is older. Null when the lot is over. */
function presentRank(
  lot: BidPartProps["lot"],
  outcome: Extract<Outcome, { kind: "accepted" }>,
): number | null {
  if (lot.state === "closed" || lot.state === "cancelled" || noLongerCounts(lot, outcome.seq) !== null)
    return null;
  return lot.seq < outcome.seq ? outcome.rank : (lot.you?.rank ?? null);
}

function ErrorSummary({ outcome, ...part }: BidPartProps & { outcome: Outcome }) {
  const { state, lot, one_of_many } = part;
  const Heading = one_of_many ? "h4" : "h3";
  const summary = useRef<HTMLDivElement>(null);
  const waited = outcome.kind === "unreadable" || (outcome.kind === "refused" && outcome.prompt);
  useEffect(() => {
    // The focus is on the link, so that a correction takes only Enter, typing, Enter.
    if (waited && (!one_of_many || isWhereTheFocusIs(summary.current)))
      summary.current?.querySelector("a")?.focus();
  }, [outcome]);
  const jump = (event: Event, item: string | null): void => {
    event.preventDefault();
    const field = document.getElementById(idOf(part, `price-${item ?? lot.items[0]?.id ?? ""}`));
    if (!(field instanceof HTMLInputElement)) return;
    field.focus();
    field.select();
  };
  return (
    <div class="nhsuk-error-summary" ref={summary}>
      <Heading class="nhsuk-error-summary__title">There is a problem</Heading>
      {outcome.kind === "refused" && <p>{notAccepted(outcome.total, lot.event.currency)}</p>}
      <ul class="nhsuk-list nhsuk-error-summary__list">
        {problemsOf(state, lot).map(({ item, text }) => (
          <li key={item}>
            <a
              href={`#${idOf(part, item === null ? "total" : `price-${item}`)}`}
              onClick={(event) => jump(event, item)}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A person who has gone on to another lot is not called back. */
function isWhereTheFocusIs(summary: HTMLElement | null): boolean {
  return summary?.closest("section")?.contains(document.activeElement) ?? false;
}
