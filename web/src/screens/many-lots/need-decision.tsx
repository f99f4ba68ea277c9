/** Links to the lots that need a decision, in the order of the event. */
import type { BidderLots } from "../../live/many/bidder-lots";
import type { LotMessage } from "../../protocol/names";
import { inShort, needsDecision } from "../../words/many-lots";
import { count } from "../../words/numbers";
import { type GoTo, headingId } from "./go-to";

/** On a narrow screen, where the list stands above the lots, the rest of a long one is closed. */
const NARROW_MAX = 5;

interface NeedDecisionProps {
  live: BidderLots;
  narrow: boolean;
  goTo: GoTo;
}

export function NeedDecision({ live, narrow, goTo }: NeedDecisionProps) {
  const waiting = live.is_current ? live.known().filter(needsDecision) : [];
  if (!live.takes_offers) return null;
  const shown = narrow ? NARROW_MAX : waiting.length;
  const links = (lots: readonly LotMessage[]) => (
    <ul class="nhsuk-list many__links">
      {lots.map((lot) => (
        <li key={lot.lot}>
          <a
            href={`#${headingId(lot.lot)}`}
            onClick={(event) => {
              event.preventDefault();
              goTo(lot.lot);
            }}
          >
            {lot.title}
          </a>{" "}
          <span class="nowrap">{inShort(lot)}</span>
        </li>
      ))}
    </ul>
  );
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
        <>
          {links(waiting.slice(0, shown))}
          {waiting.length > shown && (
            <details class="more">
              <summary>{count(waiting.length - shown, "more lot")}</summary>
              {links(waiting.slice(shown))}
            </details>
          )}
        </>
      )}
    </nav>
  );
}
