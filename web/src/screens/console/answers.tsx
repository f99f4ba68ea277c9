/** What became of an act: one answer for each lot, and what to do where it did not happen. */
import { useEffect, useRef } from "preact/hooks";
import type { LotOutcome } from "../../protocol/names";
import { howItWent, outcomeSentence, outcomesSentence, UNKNOWN_OUTCOME } from "../../words/console/acts";
import { clockTimeToSecond, millis } from "../../words/time";
import type { Acts, Sent } from "./use-acts";

interface AnswersProps {
  sent: Sent;
  acts: Acts;
  current: boolean;
  back: string;
}

export function Answers({ sent, acts, current, back }: AnswersProps) {
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => said.current?.focus(), [sent]);
  const lots = sent.answer?.kind === "lots" ? sent.answer.lots : [];
  const is_done = lots.length > 0 && lots.every(isDone);
  return (
    <>
      <p class="note" tabIndex={-1} ref={said}>
        {lots.length === 0 ? UNKNOWN_OUTCOME : outcomesSentence(lots)}
      </p>
      {lots.length > 0 && <Outcomes sent={sent} lots={lots} />}
      <ul class="acts">
        {!is_done && (
          <li>
            <button
              type="button"
              class="plain-button"
              aria-disabled={!current}
              onClick={() => current && acts.again()}
            >
              {lots.length === 0
                ? "Ask again"
                : lots.length === 1
                  ? "Try again"
                  : "Try again where it was not done"}
            </button>
          </li>
        )}
        {!is_done && (
          <li>
            <button type="button" class="plain-button" onClick={acts.forget}>
              {sent.status === "unknown" ? "Do not ask again" : "Back to the form"}
            </button>
          </li>
        )}
        <li>
          <a class="act-link" href={back}>
            {is_done ? "Go on" : "Leave this"}
          </a>
        </li>
      </ul>
      {!current && !is_done && <p class="quiet">You are not connected, so nothing can be sent now.</p>}
    </>
  );
}

/** Where it was not done comes first. */
function Outcomes({ sent: { act }, lots }: { sent: Sent; lots: readonly LotOutcome[] }) {
  const titleOf = (lot: string): string => act.titles[act.lots.indexOf(lot)] ?? "The lot";
  const first = lots.filter((outcome) => !isDone(outcome));
  return (
    <ul class="nhsuk-list nhsuk-list--bullet">
      {[...first, ...lots.filter(isDone)].map((outcome) => (
        <li key={outcome.lot}>
          {!isDone(outcome) && <strong class="no">Attention: </strong>}
          {outcomeSentence(act.kind, outcome, titleOf(outcome.lot))}
          {outcome.at && <span class="quiet"> {clockTimeToSecond(millis(outcome.at))}</span>}
        </li>
      ))}
    </ul>
  );
}

function isDone(outcome: LotOutcome): boolean {
  return ["done", "waits"].includes(howItWent(outcome));
}
