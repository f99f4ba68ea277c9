/** Who leads the lot, the time left, and what the viewer's own trust would save. */
import { asAt, isFresh, now, shownLot } from "../../live/state/state";
import type { PartProps } from "../../parts/lot/part";
import { loses, trustSentence } from "../../words/market";
import { leadSentence, timeSentence } from "../../words/standing";
import { clockTimeToSecond } from "../../words/time";

export function WhereTheLotStands({ state, lot }: PartProps) {
  const fresh = isFresh(state);
  const at = asAt(state);
  const savings = shownLot(state)?.savings ?? null;
  const own = savings?.trusts.find(({ ods }) => ods === state.person.org);
  return (
    <section class={`card stand${fresh ? "" : " stand--stale"}`} aria-labelledby="stand">
      <h2 class="card__heading" id="stand" tabIndex={-1}>
        Where the lot stands
      </h2>
      <p class="stand__sentence stand__sentence--large">
        {leadSentence(lot)} {fresh ? timeSentence(lot, now(state)) : ""}
      </p>
      {!fresh && at !== null && <p class="quiet">As at {clockTimeToSecond(at)}. This may have changed.</p>}
      {own && savings && (
        <p class={`verdict${loses(own) ? " verdict--loss" : ""}`}>
          {trustSentence(own, savings, lot.event.currency)}
        </p>
      )}
      {state.person.role === "observer" && lot.state === "open" && (
        <p class="quiet">You can watch this lot. You cannot send offers.</p>
      )}
    </section>
  );
}
