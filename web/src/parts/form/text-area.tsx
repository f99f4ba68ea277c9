/** A field of a form for more than a line: its label, its hint, and what is wrong with it. */

interface TextAreaProps {
  id: string;
  label: string;
  value: string;
  typed(text: string): void;
  hint: string;
  problem: string | null;
}

const ROWS = 4;

export function TextArea({ id, label, value, typed, hint, problem }: TextAreaProps) {
  const wrong = problem !== null;
  return (
    <div class={`nhsuk-form-group${wrong ? " nhsuk-form-group--error" : ""}`}>
      <label class="nhsuk-label field__label" for={id}>
        {label}
      </label>
      <div class="nhsuk-hint field__hint" id={`${id}-hint`}>
        {hint}
      </div>
      {wrong && (
        <span class="nhsuk-error-message" id={`${id}-problem`}>
          <span class="nhsuk-u-visually-hidden">Error:</span> {problem}
        </span>
      )}
      <textarea
        class={`text-area${wrong ? " text-area--error" : ""}`}
        id={id}
        rows={ROWS}
        aria-describedby={wrong ? `${id}-hint ${id}-problem` : `${id}-hint`}
        value={value}
        onInput={(event) => typed(event.currentTarget.value)}
      />
    </div>
  );
}
