/** Who leads the lot and the time left. For an observer, before that, what its trust would save. */
import { isCurrent, isOver, now, shownAsAt, shownLot } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { MAY_HAVE_CHANGED } from "../../words/lot";
import { loses, ownSaving } from "../../words/market";
import { leadSentence, timeSentence } from "../../words/standing";

const LARGE = "stand__sentence stand__sentence--large";

export function WhereTheLotStands({ state, lot }: PartProps) {
  const current = isCurrent(state);
  const observes = state.person.role === "observer";
  const lead =
    `${leadSentence(lot, shownAsAt(state))} ${current ? timeSentence(lot, now(state)) : ""}`.trim();
  return (
    <section class={`card stand${current ? "" : " stand--stale"}`} aria-labelledby="stand">
      <h2 class="card__heading" id="stand" tabIndex={-1}>
        {lot.state === "closed"
          ? "Where the lot ended"
          : current && !isOver(lot.state)
            ? "Where the lot stands"
            : "Where the lot stood"}
      </h2>
      {observes && <OwnSaving state={state} lot={lot} />}
      <p class={observes ? "stand__sentence" : LARGE}>{lead}</p>
      {!current && <p class="quiet">{MAY_HAVE_CHANGED}</p>}
      {observes && current && lot.state === "open" && (
        <p class="quiet">You can watch this lot. You cannot send offers.</p>
      )}
    </section>
  );
}

/** Gain and loss differ by their words; the colour beside them repeats it. */
function OwnSaving({ state, lot: present }: Pick<PartProps, "state" | "lot">) {
  const lot = shownLot(state) ?? present;
  const { org } = state.person;
  const own = lot.savings?.trusts.find(({ ods }) => ods === org);
  const look = own === undefined ? "" : loses(own) ? " verdict verdict--loss" : " verdict";
  return <p class={`${LARGE}${look}`}>{ownSaving(lot, org, shownAsAt(state))}</p>;
}
