/** All that is wrong with a form, on top of it, each with a link to its field. Takes the focus when it appears. */
import { useEffect, useRef } from "preact/hooks";

export interface FieldProblem {
  /** The id of the field. */
  readonly field: string;
  readonly text: string;
}

interface ErrorSummaryProps {
  problems: readonly FieldProblem[];
  /** The heading's level below the heading of the form. */
  level?: 2 | 3;
}

export function ErrorSummary({ problems, level = 2 }: ErrorSummaryProps) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems.length > 0) summary.current?.querySelector("a")?.focus();
  }, [problems]);
  if (problems.length === 0) return null;
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div class="nhsuk-error-summary" ref={summary}>
      <Heading class="nhsuk-error-summary__title">There is a problem</Heading>
      <ul class="nhsuk-list nhsuk-error-summary__list">
        {problems.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`} onClick={(event) => toField(event, field)}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function toField(event: Event, field: string): void {
  event.preventDefault();
  document.getElementById(field)?.focus();
}

export function problemOf(problems: readonly FieldProblem[], field: string): string | null {
  return problems.find((one) => one.field === field)?.text ?? null;
}
