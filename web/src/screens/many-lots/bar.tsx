/** The bar that stays in view: the nearest close, how many lots need a decision, and the way to the review. */
import { useMemo } from "preact/hooks";
import type { BidderLots } from "../../live/many/bidder-lots";
import {
  decisions,
  needsDecision,
  nextToClose,
  NOTHING_TO_REVIEW,
  reviewButton,
} from "../../words/many-lots";
import { timeLeft } from "../../words/standing";
import { digits } from "../../words/time";
import { type GoTo, headingId, useLastFocused } from "./go-to";
import { useTimed } from "./use-watched";

export function Bar({ live, goTo }: { live: BidderLots; goTo: GoTo }) {
  const last = useLastFocused();
  const lots = live.known();
  const next = nextToClose(lots);
  const waiting = live.is_current ? lots.filter(needsDecision) : [];
  const drafted = live.drafted().length;
  if (!live.takes_offers) return null;
  const jump = (event: Event, lot: string): void => {
    event.preventDefault();
    goTo(lot);
  };
  return (
    <div
      class={`many-bar${live.is_current ? "" : " many-bar--stale"}${live.is_signed_out ? " many-bar--resting" : ""}`}
      role="group"
      aria-label="All your lots"
    >
      {next !== null && (
        <p class="many-bar__next">
          <span class="many-bar__label">Next to close</span>{" "}
          <a
            class="many-bar__lot"
            href={`#${headingId(next.lot)}`}
            onClick={(event) => jump(event, next.lot)}
          >
            {next.title}
          </a>{" "}
          <Left live={live} />
        </p>
      )}
      <p class="many-bar__waiting">
        {!live.is_fresh && lots.length > 0 ? "Not connected" : decisions(waiting.length)}
        {waiting.length > 0 && (
          <button
            type="button"
            class="many-bar__go"
            onClick={() => goTo(following(live, waiting, last.current))}
          >
            <span class="many-bar__wide">Go to the </span>next
          </button>
        )}
      </p>
      {live.reviewing === null && (
        <span class="many-bar__review">
          <button
            type="button"
            class="nhsuk-button many-bar__button"
            aria-disabled={drafted === 0}
            aria-describedby={drafted === 0 ? "nothing-to-review" : undefined}
            onClick={() => drafted > 0 && live.review()}
          >
            {reviewButton(drafted)}
          </button>
          {drafted === 0 && (
            <span class="many-bar__why" id="nothing-to-review">
              {NOTHING_TO_REVIEW}
            </span>
          )}
        </span>
      )}
    </div>
  );
}

/** The next lot that waits after the one in which the focus was last. */
function following(
  live: BidderLots,
  waiting: ReadonlyArray<{ readonly lot: string }>,
  last: string | null,
): string {
  const at = live.lots.findIndex(({ lot }) => lot === last);
  const after = waiting.find(({ lot }) => live.lots.findIndex((one) => one.lot === lot) > at);
  return (after ?? waiting[0])?.lot ?? "";
}

function Left({ live }: { live: BidderLots }) {
  const text = useMemo(() => () => leftText(live), [live]);
  const left = useTimed(live, text);
  return left === "" ? null : (
    <span class="many-bar__digits" role="timer" aria-label="Time left">
      {left}
    </span>
  );
}

function leftText(live: BidderLots): string {
  const next = nextToClose(live.known());
  const left = next === null ? null : timeLeft(next, live.now());
  return left === null || (left === 0 && !live.is_current) ? "" : digits(left);
}
