/** Who leads the lot, the time left, and what the viewer's own trust would save. */
import { asAt, isCurrent, isOver, now, shownLot } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { loses, ownTrustSentence } from "../../words/market";
import { leadSentence, timeSentence } from "../../words/standing";

export function WhereTheLotStands({ state, lot }: PartProps) {
  const current = isCurrent(state);
  const as_at = current ? null : asAt(state);
  const savings = shownLot(state)?.savings ?? null;
  const own = savings?.trusts.find(({ ods }) => ods === state.person.org);
  return (
    <section class={`card stand${current ? "" : " stand--stale"}`} aria-labelledby="stand">
      <h2 class="card__heading" id="stand" tabIndex={-1}>
        {lot.state === "closed"
          ? "Where the lot ended"
          : current && !isOver(lot.state)
            ? "Where the lot stands"
            : "Where the lot stood"}
      </h2>
      <p class="stand__sentence stand__sentence--large">
        {leadSentence(lot, as_at)} {current ? timeSentence(lot, now(state)) : ""}
      </p>
      {!current && <p class="quiet">This may have changed.</p>}
      {own && savings && (
        <p class={`verdict${loses(own) ? " verdict--loss" : ""}`}>
          {ownTrustSentence(own, savings, lot.event.currency, as_at)}
        </p>
      )}
      {state.person.role === "observer" && lot.state === "open" && (
        <p class="quiet">You can watch this lot. You cannot send offers.</p>
      )}
    </section>
  );
}
