/** Checks the hash chain of a lot's record in the browser, and says what was found. */
import { useEffect, useRef, useState } from "preact/hooks";
import { recordFile } from "../../api/record";
import { ChainRun, type ChainState, type Head } from "../../live/record/chain-run";
import {
  CHECK_THE_CHAIN,
  type ChainWords,
  chainWords,
  failedWords,
  goToRecord,
  progressWords,
  refusedWords,
  VERIFY_COMMAND,
  WHAT_A_CHAIN_IS,
} from "../../words/record-chain";
import { Verdict } from "./verdict";
import "../../styles/record.scss";

interface ChainCheckProps {
  lot: string;
  /** A record that the page knows, the newest if it can: it has to be in the chain. */
  head?: Head | undefined;
  /** Leads to a record. */
  onGo?: (seq: number) => void;
}

export function ChainCheck({ lot, head, onGo }: ChainCheckProps) {
  const { state, run } = useRun(lot);
  const button = useRef<HTMLButtonElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const runs = state.kind === "running";
  const is_over = !runs && state.kind !== "ready";
  useEffect(() => {
    // Read out where the person still waits for it; who has gone on elsewhere is left there.
    if (is_over && document.activeElement === button.current) outcome.current?.focus();
  }, [is_over]);
  return (
    <section class="card record" aria-labelledby="chain">
      <h2 class="card__heading" id="chain">
        Is the record unchanged?
      </h2>
      <p>{WHAT_A_CHAIN_IS}</p>
      {/* One button, so that the focus stays where it is. */}
      <button
        type="button"
        class="nhsuk-button nhsuk-button--secondary record__check"
        ref={button}
        onClick={() => (runs ? run.stop() : run.start(head))}
      >
        {runs ? "Stop the check" : state.kind === "ready" ? CHECK_THE_CHAIN : "Check it again"}
      </button>
      {runs && <Progress last={state.last} of={head?.seq ?? null} />}
      {is_over && (
        <div tabIndex={-1} ref={outcome} class="record__outcome">
          <Outcome state={state} lot={lot} onGo={onGo} />
        </div>
      )}
    </section>
  );
}

function useRun(lot: string): { state: ChainState; run: ChainRun } {
  const [, redraw] = useState(0);
  const run = useRef<ChainRun | null>(null);
  const of = useRef(lot);
  if (run.current === null || of.current !== lot) {
    run.current?.end();
    of.current = lot;
    run.current = new ChainRun(lot, () => redraw((n) => n + 1));
  }
  useEffect(() => () => run.current?.end(), []);
  return { state: run.current.state, run: run.current };
}

function Progress({ last, of }: { last: number; of: number | null }) {
  const words = progressWords(last, of);
  return (
    <p class="record__progress">
      {of !== null && of > 0 && (
        <progress value={Math.min(last, of)} max={of} aria-label="Records checked">
          {words}
        </progress>
      )}
      {words}
    </p>
  );
}

interface OutcomeProps {
  state: Exclude<ChainState, { kind: "ready" | "running" }>;
  lot: string;
  onGo: ((seq: number) => void) | undefined;
}

function wordsOf(state: OutcomeProps["state"]): ChainWords {
  if (state.kind === "failed") return failedWords(state.first_bad);
  return state.kind === "refused" ? refusedWords(state.status) : chainWords(state.result);
}

function Outcome({ state, lot, onGo }: OutcomeProps) {
  const { tone, heading, text, found, go_to, elsewhere } = wordsOf(state);
  return (
    <Verdict tone={tone}>
      <h3 class="record__heading">{heading}</h3>
      <p>{text}</p>
      {found.length > 0 && (
        <dl class="record__members">
          {found.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code class="record__hash">{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {go_to !== null && onGo !== undefined && (
        <p>
          <button type="button" class="plain-button" onClick={() => onGo(go_to)}>
            {goToRecord(go_to)}
          </button>
        </p>
      )}
      {elsewhere && <Elsewhere lot={lot} />}
    </Verdict>
  );
}

/** How to check the record on a machine of one's own. */
function Elsewhere({ lot }: { lot: string }) {
  return (
    <p>
      <a href={recordFile(lot)} download="history.ndjson">
        Download the record
      </a>
      , then run <code>{VERIFY_COMMAND}</code>
    </p>
  );
}
