/** The list of the tasks of a set-up, each with how far it is. */
import type { JsonObject } from "../../json";
import {
  type FindingFacts,
  leadingSentence,
  noteOf,
  statusOf,
  type Task,
  TASK_NAMES,
  TASKS,
  type TaskStatus,
} from "../../words/draft/tasks";
import { taskAddress } from "../../words/draft/address";
import { allFindings, useForm } from "./form";

const LOOKS: Readonly<Record<TaskStatus, string>> = {
  Completed: "done",
  Incomplete: "incomplete",
  "Not yet started": "new",
  "Cannot start yet": "later",
  "There is a problem": "problem",
};

const HINTS: Partial<Record<Task, string>> = {
  figures: "After the trusts and the items",
  rules: "After the lots",
  visibility: "After the lots",
  times: "After the lots",
  people: "After the bidders",
  check: "See what stops publication, and what each party will see",
};

export function TaskList() {
  const { checked, document, event, editor } = useForm();
  if (checked === null) return <p>Checking the draft.</p>;
  const findings = allFindings(checked);
  return (
    <>
      <p class="lead">{leadingSentence(document, findings, editor.state.status === "template")}</p>
      <ul class="tasks">
        {TASKS.map((task) => (
          <OneTask key={task} {...{ task, event, document, findings }} />
        ))}
      </ul>
    </>
  );
}

interface OneTaskProps {
  task: Task;
  event: string;
  document: JsonObject;
  findings: readonly FindingFacts[];
}

function OneTask({ task, event, document, findings }: OneTaskProps) {
  const status = statusOf(task, document, findings);
  // The check says what is missing, so it can always be opened.
  const closed = status === "Cannot start yet" && task !== "check";
  const hint = closed || task === "check" ? HINTS[task] : noteOf(task, status, findings);
  return (
    <li class="tasks__one">
      <div>
        {closed ? (
          <span>{TASK_NAMES[task]}</span>
        ) : (
          <a href={taskAddress(event, task)} aria-describedby={`status-${task}`}>
            {TASK_NAMES[task]}
          </a>
        )}
        {hint && <div class="quiet">{hint}</div>}
      </div>
      <strong class={`tag tasks__status tasks__status--${LOOKS[status]}`} id={`status-${task}`}>
        {status}
      </strong>
    </li>
  );
}
