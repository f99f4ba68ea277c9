/** Links to the lots that need a decision, in the order of the event. */
import type { BidderLots } from "../../live/many/bidder-lots";
import { inShort, needsDecision } from "../../words/many-lots";
import { type GoTo, headingId } from "./go-to";

export function NeedDecision({ live, goTo }: { live: BidderLots; goTo: GoTo }) {
  const waiting = live.is_current ? live.known().filter(needsDecision) : [];
  const jump = (event: Event, lot: string): void => {
    event.preventDefault();
    goTo(lot);
  };
  return (
    <nav class="many__nav" aria-labelledby="need-decision">
      <h2 class="card__heading" id="need-decision">
        Lots that need a decision
      </h2>
      {waiting.length === 0 ? (
        <p class="quiet">
          {live.is_current ? "None at the moment." : "Not known while you are not connected."}
        </p>
      ) : (
        <ul class="nhsuk-list many__links">
          {waiting.map((lot) => (
            <li key={lot.lot}>
              <a href={`#${headingId(lot.lot)}`} onClick={(event) => jump(event, lot.lot)}>
                {lot.title}
              </a>{" "}
              <span class="nowrap">{inShort(lot)}</span>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}
