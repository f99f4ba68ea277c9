/**
 * The bar with lot, state, the bidder's rank and the time left. The digits are computed from the closing time, never
 * counted down. Without a connection they stand still, with the moment at which they were true.
 */
import { isCurrent, isFresh, isOver, now, shownAsAt } from "../../live/state/state";
import { clockCaption, clockLabel, place, stateName, timeLeft, wasState } from "../../words/standing";
import { DAY_MS, digits } from "../../words/time";
import type { PartProps } from "./part";

const LAST_MINUTE_MS = 60_000;

/** Its title is the heading of the page; in a preview it is one level lower. */
export function ClockBar({ state, lot, level = 1 }: Pick<PartProps, "state" | "lot"> & { level?: 1 | 2 }) {
  const Heading = level === 1 ? "h1" : "h2";
  const current = isCurrent(state);
  const as_at = shownAsAt(state);
  const left = timeLeft(lot, as_at ?? now(state));
  const last = current && lot.state === "open" && left !== null && left < LAST_MINUTE_MS;
  const fresh = isFresh(state);
  const rank = current && !isOver(lot.state) ? place(lot) : null;
  const label = clockLabel(lot.state, as_at);
  const caption = clockCaption(lot, now(state), current);
  const look = [`clock--${lot.state}`, last ? "clock--last" : "", current ? "" : "clock--stale"];
  return (
    <div class={`clock ${look.filter(Boolean).join(" ")}`}>
      <div class="clock__lot">
        <Heading class="clock__title" tabIndex={-1}>
          {lot.title}
        </Heading>
        <p class="clock__marks">
          <strong class={`tag tag--${lot.state}`}>
            {current ? stateName(lot.state) : wasState(lot.state)}
          </strong>
          {!isOver(lot.state) && <Connected fresh={fresh} failed={state.link.status === "failed"} />}
          {lot.extensions > 0 && <span class="clock__mark">Extended {times(lot.extensions)}</span>}
        </p>
      </div>
      {rank !== null && (
        <p class="clock__rank">
          <span class="clock__label">You are</span> <strong>{rank}</strong>
        </p>
      )}
      <div class="clock__time">
        {left !== null && (current || (left > 0 && lot.state !== "scheduled")) && (
          <p class="clock__left">
            <span class="clock__label">{label}</span>{" "}
            <span
              class={`clock__digits${left >= DAY_MS ? " clock__digits--days" : ""}`}
              role="timer"
              aria-label={label}
            >
              {digits(left)}
            </span>
          </p>
        )}
        <p class="clock__caption">{last && left > 0 ? `Less than 1 minute. ${caption}` : caption}</p>
      </div>
    </div>
  );
}

function Connected({ fresh, failed }: { fresh: boolean; failed: boolean }) {
  return (
    <span class={`clock__mark${fresh ? "" : " clock__mark--lost"}`}>
      {fresh ? "Connected" : failed ? "Cannot be read" : "Not connected"}
    </span>
  );
}

function times(n: number): string {
  return n === 1 ? "once" : n === 2 ? "twice" : `${n} times`;
}
