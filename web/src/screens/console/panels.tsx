/** What stands above a console: a lost connection, and an act whose outcome nobody knows yet. */
import { consoleAsAt, type ConsoleState, isConsoleCurrent } from "../../live/console/state";
import { actName, UNKNOWN_OUTCOME } from "../../words/console/acts";
import { clockTimeToSecond, duration } from "../../words/time";
import type { Acts } from "./use-acts";
import { toList } from "./use-focus";
import { useKeptFocus } from "./use-kept-focus";

/** Whether the page has to say that it is not connected. Where the session has ended, that is said instead. */
export function isLost(state: ConsoleState): boolean {
  return !isConsoleCurrent(state) && state.link.status !== "signed_out" && consoleAsAt(state) !== null;
}

/**
 * The time at which everything here was true, and the next try. It stands in the place of what needs a buyer, which may
 * be old then, so that the lots below do not move.
 */
export function LostLink({ state }: { state: ConsoleState }) {
  const { link, local } = state;
  const as_at = consoleAsAt(state);
  if (as_at === null) return null;
  const next =
    link.next_try_local === null
      ? "We are trying now."
      : `Next try in ${duration(Math.max(1_000, link.next_try_local - local))}.`;
  return (
    <section class="panel panel--lost console__lost">
      <h2 class="panel__heading">You are not connected</h2>
      <p>
        What stands here is as at {clockTimeToSecond(as_at)}, and may have changed. {next} Bids may be judged
        meanwhile. Acts can be sent once the page is connected again.
      </p>
    </section>
  );
}

const PENDING = "console-pending";

interface PendingPanelProps {
  acts: Acts;
  /** The address that is shown. */
  here: string;
  current: boolean;
}

/** Where the page of the act itself is shown, it says the same there. */
export function PendingPanel({ acts, here, current }: PendingPanelProps) {
  const { sent } = acts;
  useKeptFocus(PENDING, () => toList(null));
  if (sent === null || sent.status === "answered" || here === sent.act.place) return null;
  const { kind, titles, sent_local } = sent.act;
  return (
    <section class="panel panel--lost" id={PENDING}>
      <h2 class="panel__heading">An act has no answer yet: {actName(kind, titles)}</h2>
      <p>
        Sent at {clockTimeToSecond(sent_local)}, for {titles.join(", ")}. {UNKNOWN_OUTCOME}
      </p>
      <p>
        <button
          type="button"
          class="plain-button"
          aria-disabled={sent.status === "waiting" || !current}
          onClick={() => current && acts.again()}
        >
          Ask again
        </button>{" "}
        <button type="button" class="plain-button" onClick={acts.forget}>
          Do not ask again
        </button>
      </p>
    </section>
  );
}
