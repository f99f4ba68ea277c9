/**
 * The page of one act, beside the list: for which lots, what will be, the reason, and one button. What is sent is what
 * was previewed, under one key, so that a second press or a lost answer never does it twice.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ActAnswer } from "../../api/acts";
import {
  type ActFields,
  type ActTarget,
  missingIn,
  NOTHING_TYPED,
  requestOf,
  restartAt,
} from "../../live/console/act-form";
import type { LiveConsole } from "../../live/console/live-console";
import { consoleNow } from "../../live/console/state";
import { ErrorSummary, type FieldProblem } from "../../parts/form/error-summary";
import { Said } from "../../parts/form/said";
import { useSession } from "../../parts/page/session-context";
import { CodeNeeded } from "../../parts/sign-in/code-needed";
import type { EventMessage, LotMessage, LotSummary } from "../../protocol/names";
import {
  actBlocked,
  actHint,
  type ActKind,
  actName,
  isFinal,
  LOTS_NEEDED,
  refusedSentence,
} from "../../words/console/acts";
import { ActFieldsForm, fieldId } from "./act-fields";
import { Answers } from "./answers";
import { BackAgain } from "./back-again";
import type { Acts, Sent } from "./use-acts";
import { usePreview } from "./use-preview";
import { WhatWillBe } from "./what-will-be";

export interface ActPageProps {
  live: LiveConsole;
  event: EventMessage;
  kind: ActKind;
  lots: readonly LotSummary[];
  /** Whether the lots were chosen in the list. */
  is_chosen: boolean;
  /** The one lot that the person looks at, once it is known. */
  lot: LotMessage | null;
  about: number | null;
  /** What it is about was proposed by the person who looks. */
  is_own?: boolean;
  acts: Acts;
  current: boolean;
  /** The address of this page, and the one to go back to. */
  here: string;
  back: string;
}

export function ActPage(props: ActPageProps) {
  const { kind, lots, acts, current, here, back, is_chosen, lot, is_own = false } = props;
  const [fields, setFields] = useState<ActFields>(NOTHING_TYPED);
  const sent = acts.sent?.act.place === here ? acts.sent : null;
  useForgotten(sent, acts);
  const refused = sent?.status === "answered" && sent.answer?.kind === "refused" ? sent.answer : null;
  const is_answered = sent !== null && sent.status !== "waiting" && refused === null;
  const titles = is_answered ? sent.act.titles : lots.map(({ title }) => title);
  return (
    <section class={`card console__act${isFinal(kind) ? " console__act--final" : ""}`}>
      <h2 class="card__heading" tabIndex={-1}>
        {actName(kind, titles, is_own)}
      </h2>
      {is_answered ? (
        <Answers sent={sent} acts={acts} current={current} back={back} />
      ) : lots.length === 0 ? (
        <p>{LOTS_NEEDED}</p>
      ) : lot === null && !is_chosen ? (
        <p>Loading the lot.</p>
      ) : (
        <ActForm {...props} fields={fields} change={setFields} refused={refused} />
      )}
    </section>
  );
}

/** An act that was answered is over once the person leaves its page. */
function useForgotten(sent: Sent | null, acts: Acts): void {
  const newest = useRef({ sent, acts });
  newest.current = { sent, acts };
  useEffect(
    () => () => {
      const { sent, acts } = newest.current;
      if (sent?.status === "answered") acts.forget();
    },
    [],
  );
}

interface ActFormProps extends ActPageProps {
  fields: ActFields;
  change(fields: ActFields): void;
  refused: Extract<ActAnswer, { kind: "refused" }> | null;
}

function ActForm(props: ActFormProps) {
  const { live, event, kind, lots, lot, about, acts, current, here, back, is_chosen, fields, refused } =
    props;
  const { is_own = false } = props;
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const session = useSession();
  const ids = lots.map((one) => one.lot);
  const titles = lots.map(({ title }) => title);
  const target: ActTarget = { event: event.event, lots: ids, lot, about };
  const looked = lookedAt(lots, session.returns, consoleNow(live.state));
  const resumes_at = useMemo(
    () => restartAt(fields.restart, consoleNow(live.state)),
    [fields.restart, looked],
  );
  const missing = missingIn(kind, fields, target);
  // Reason and message change nothing that is previewed. The page puts them into what bidders are told by itself.
  const can_preview = missing.every(({ field }) => field === "reason" || field === "text");
  const stand_in = { ...fields, reason: "-", text: "-" };
  const preview = usePreview(can_preview ? requestOf(kind, stand_in, target, resumes_at) : null, looked);
  const waits = acts.sent?.status === "waiting";
  const blocked = actBlocked(current);
  const submit = (submitted: Event): void => {
    submitted.preventDefault();
    setProblems(missing.map(({ field, text }) => ({ field: fieldId(field), text })));
    if (missing.length > 0 || waits || blocked !== null) return;
    acts.send({ kind, place: here, request: requestOf(kind, fields, target, resumes_at), lots: ids, titles });
  };
  const asks_code = preview.kind === "lots" && preview.lots.some((one) => one.preview?.step_up === true);
  return (
    <>
      <p>{actHint(kind)}</p>
      {is_chosen && <Named titles={titles} />}
      {asks_code && !session.needs_code && <CodeNeeded session={session} />}
      <form noValidate method="post" onSubmit={submit} autoComplete="off">
        <ErrorSummary problems={problems} level={3} />
        <Said text={refused === null ? null : refusedSentence(refused.status, refused.problem)} />
        <ActFieldsForm {...props} problems={problems} />
        {kind === "resume" && <BackAgain live={live} event={event} lots={ids} />}
        <WhatWillBe {...{ kind, event, lots, lot, preview, fields, can_preview }} />
        {!asks_code && (
          <p class="console__do">
            <button
              type="submit"
              class={`nhsuk-button${isFinal(kind) ? " nhsuk-button--warning" : ""}`}
              aria-disabled={waits || blocked !== null}
              aria-describedby="act-state"
            >
              {actName(kind, titles, is_own)}
            </button>
            <span id="act-state">{waits ? "Sending." : blocked}</span>
          </p>
        )}
        <p>
          <a href={back}>Do not do this</a>
        </p>
      </form>
    </>
  );
}

/** More lots are named lot by lot below, where it is said what will be in each. */
const NAMED_MAX = 8;

function Named({ titles }: { titles: readonly string[] }) {
  if (titles.length > NAMED_MAX)
    return <p>For {titles.length} lots. Each is named below, with what will be.</p>;
  return (
    <>
      <p>For {titles.length === 1 ? "this lot" : `these ${titles.length} lots`}:</p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {titles.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
    </>
  );
}

/** Changes whenever the lots have changed in a way that a preview shows, when a code was proved, and once a minute. */
function lookedAt(lots: readonly LotSummary[], returns: number, now: number): string {
  const of_lots = lots.map(({ state, closes_at, resumes_at, lead, bidders, waiting }) => [
    state,
    closes_at,
    resumes_at,
    lead?.seq,
    lead?.total,
    bidders?.with_offer,
    bidders?.excluded,
    waiting?.proposals,
  ]);
  return JSON.stringify([of_lots, returns, Math.floor(now / 60_000)]);
}
