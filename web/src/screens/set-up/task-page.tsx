/** The page of one task: its faults as they were when it was opened, its fields, and the way back. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Finding } from "../../api/drafts";
import { unsaidDefaults } from "../../live/draft/defaults";
import type { Editor } from "../../live/draft/editor";
import { steps, textOf } from "../../json";
import { alike, neededText } from "../../words/draft/alike";
import { fieldId, findingAddress, listAddress, type Place, taskAddress } from "../../words/draft/address";
import { findingText } from "../../words/draft/names";
import { TASK_NAMES, type Task, taskOf } from "../../words/draft/tasks";
import { count } from "../../words/numbers";
import { BiddersTask } from "./bidders-task";
import { EventTask } from "./event-task";
import { FiguresTask } from "./figures-task";
import { allFindings, type Form, FormContext, toldId, useForm, type Wanted } from "./form";
import { Frame } from "./frame";
import { LotsTask } from "./items-task";
import { PeopleTask } from "./people-task";
import { RulesTask } from "./rules-task";
import { TimesTask } from "./times-task";
import { TrustsTask } from "./trusts-task";
import { VisibilityTask } from "./visibility-task";

interface TaskPageProps {
  place: Extract<Place, { page: "task" }>;
  editor: Editor;
  go: (address: string) => void;
}

const NO_FINDINGS: readonly Finding[] = [];

export function TaskPage({ place, editor, go }: TaskPageProps) {
  const { event, task, at } = place;
  const { state } = editor;
  const shown = useShown(editor, task);
  const [asked, setAsked] = useState(0);
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked > 0) summary.current?.querySelector("a")?.focus();
  }, [asked]);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const want = (path: string): void => setWanted((was) => ({ path, nth: (was?.nth ?? 0) + 1 }));
  useEffect(() => {
    if (at !== null) want(at);
  }, [at]);
  useEffect(() => {
    // A part of the page that had to be opened first is drawn by then.
    if (wanted !== null) requestAnimationFrame(() => focusField(wanted.path));
  }, [wanted, state.checked === null]);
  // What was typed is saved when the page is left.
  useEffect(() => () => void editor.save(), [editor]);
  const waiting = useRef<Promise<void>>(Promise.resolve());
  const finish = async (): Promise<void> => {
    await waiting.current;
    for (const [path, value] of unsaidDefaults(task, editor.state.own)) editor.edit(path, value);
    const [saved, checked] = await Promise.all([editor.save(), editor.checkNow()]);
    const bad = allFindings(checked).filter((one) => one.level === "error" && taskOf(one) === task);
    shown.set(bad);
    if (bad.length > 0) setAsked((n) => n + 1);
    else if (saved) go(listAddress(event));
  };
  const form: Form = {
    event,
    editor,
    document: state.own,
    checked: state.checked,
    shown: shown.byPath,
    wanted,
    show: (path) => (isOtherLot(path, place.lot) ? go(taskAddress(event, task, path)) : want(path)),
    waitFor: (answer) => (waiting.current = Promise.all([waiting.current, answer]).then(() => {})),
    currency: textOf(state.own["currency"]) || "GBP",
  };
  return (
    <FormContext.Provider value={form}>
      <Frame
        heading={TASK_NAMES[task]}
        editor={editor}
        back={{ address: listAddress(event), words: "Back to the list of tasks" }}
        faulty={shown.findings.length > 0}
        wide={task === "figures" || task === "lots" || task === "bidders"}
      >
        <div ref={summary}>
          <Summary form={form} findings={shown.findings} />
        </div>
        <StillNeeded form={form} task={task} />
        <OfTheTables form={form} task={task} />
        <Fields task={task} lot={place.lot} pick={(lot) => go(taskAddress(event, task, `/lots/${lot}`))} />
        <div class="set-up__acts set-up__end">
          <button type="button" class="nhsuk-button set-up__button" onClick={() => void finish()}>
            Save and go back to the list of tasks
          </button>
          {shown.findings.length > 0 && <a href={listAddress(event)}>Go back and correct this later</a>}
        </div>
      </Frame>
    </FormContext.Provider>
  );
}

/** The errors of this task as they were when the page was opened, or when the person pressed the button. */
function useShown(editor: Editor, task: Task) {
  const [findings, set] = useState<readonly Finding[] | null>(null);
  const { checked } = editor.state;
  useEffect(() => {
    if (findings === null && checked !== null) set(errorsOf(allFindings(checked), task));
  }, [checked === null]);
  const list = findings ?? NO_FINDINGS;
  const known = useRef<{ list: readonly Finding[]; byPath: ReadonlyMap<string, Finding> }>({
    list: [],
    byPath: new Map(),
  });
  if (known.current.list !== list) {
    known.current = { list, byPath: new Map(list.map((finding) => [finding.path, finding])) };
  }
  return { findings: list, byPath: known.current.byPath, set };
}

function errorsOf(findings: readonly Finding[], task: Task): readonly Finding[] {
  return findings.filter((one) => one.level === "error" && taskOf(one) === task);
}

function Summary({ form, findings }: { form: Form; findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <div class="nhsuk-error-summary" role="group" aria-labelledby="summary">
      <h2 class="nhsuk-error-summary__title" id="summary">
        There is a problem
      </h2>
      <ul class="nhsuk-list nhsuk-error-summary__list">
        {findings.map((finding) => (
          <li
            key={`${finding.path} ${finding.code}`}
            id={form.shown.get(finding.path) === finding ? toldId(finding.path) : undefined}
          >
            <FieldLink finding={finding} words={findingText(form.document, finding)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const LISTED_MAX = 8;
/** The parts of a draft that stand in tables, where a cell has no room for a warning. */
const IN_A_TABLE = /^\/(trusts|bidders)\b|^\/lots\/\d+(\/(items|bidders)\b|$)/;

/** The warnings about cells of tables. Others stand at their fields. */
function OfTheTables({ form, task }: { form: Form; task: Task }) {
  const warnings = allFindings(form.checked).filter(
    (one) => one.level === "warning" && taskOf(one) === task && IN_A_TABLE.test(one.path),
  );
  if (warnings.length === 0) return null;
  return (
    <div class="set-up__warning">
      <p>
        <strong>Check:</strong>
      </p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {warnings.slice(0, LISTED_MAX).map((finding) => (
          <li key={`${finding.path} ${finding.code}`}>
            <FieldLink finding={finding} words={findingText(form.document, finding)} />
          </li>
        ))}
      </ul>
      {warnings.length > LISTED_MAX && <p>And {count(warnings.length - LISTED_MAX, "more warning")}.</p>}
    </div>
  );
}

/** What is missing on this page, in neutral words: it may not have been typed yet. */
function StillNeeded({ form, task }: { form: Form; task: Task }) {
  const missing = alike(
    allFindings(form.checked).filter((one) => one.level === "missing" && taskOf(one) === task),
  );
  if (missing.length === 0) return null;
  return (
    <p class="set-up__needed">
      Still needed here:{" "}
      {missing.slice(0, LISTED_MAX).map((group, nth) => (
        <span key={group[0].path}>
          {nth > 0 && "; "}
          <FieldLink finding={group[0]} words={neededText(form.document, group)} />
        </span>
      ))}
      {missing.length > LISTED_MAX && `; and ${missing.length - LISTED_MAX} more`}.
    </p>
  );
}

/** Leads to a field, also where its lot or its part of the table is not shown at present. */
function FieldLink({ finding, words }: { finding: Pick<Finding, "path" | "code">; words: string }) {
  const { event, show } = useForm();
  const jump = (clicked: Event): void => {
    clicked.preventDefault();
    show(finding.path);
  };
  return (
    <a href={findingAddress(event, finding)} onClickCapture={jump}>
      {words}
    </a>
  );
}

function isOtherLot(path: string, lot: number): boolean {
  const [top, nth] = steps(path);
  return top === "lots" && nth !== undefined && Number(nth) !== lot;
}

/** Moves the focus to the field at `path`, or to the nearest one above it. Says whether there is one. */
function focusField(path: string): boolean {
  for (let all = steps(path); all.length > 0; all = all.slice(0, -1)) {
    const field = document.getElementById(fieldId(`/${all.join("/")}`));
    if (field !== null) {
      field.focus();
      return true;
    }
  }
  return false;
}

function Fields({ task, lot, pick }: { task: Task; lot: number; pick: (lot: number) => void }) {
  switch (task) {
    case "event":
      return <EventTask />;
    case "trusts":
      return <TrustsTask />;
    case "lots":
      return <LotsTask lot={lot} pick={pick} />;
    case "figures":
      return <FiguresTask lot={lot} pick={pick} />;
    case "bidders":
      return <BiddersTask lot={lot} pick={pick} />;
    case "rules":
      return <RulesTask lot={lot} pick={pick} />;
    case "visibility":
      return <VisibilityTask lot={lot} pick={pick} />;
    case "times":
      return <TimesTask lot={lot} pick={pick} />;
    case "people":
      return <PeopleTask />;
    case "check":
      return null;
  }
}
