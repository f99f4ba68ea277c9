/** One choice out of a few, each with what it means, or out of a list that is too long to stand on the page. */
import type { ComponentChildren } from "preact";

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

interface RadiosProps {
  id: string;
  legend: string;
  choices: readonly Choice[];
  value: string;
  chosen(value: string): void;
  problem?: string | null;
}

export function Radios({ id, legend, choices, value, chosen, problem = null }: RadiosProps) {
  return (
    <div class={`nhsuk-form-group${problem === null ? "" : " nhsuk-form-group--error"}`}>
      <fieldset class="nhsuk-fieldset" aria-describedby={problem === null ? undefined : `${id}-problem`}>
        <legend class="nhsuk-label field__label">{legend}</legend>
        <Problem id={id} problem={problem} />
        {choices.map((choice, nth) => (
          <div class="choice" key={choice.value}>
            <input
              type="radio"
              // The first one has the id of the field, so that a link of the error summary leads to it.
              id={nth === 0 ? id : `${id}-${choice.value}`}
              name={id}
              checked={choice.value === value}
              aria-describedby={choice.hint === undefined ? undefined : `${id}-${choice.value}-hint`}
              onChange={() => chosen(choice.value)}
            />
            <div>
              <label for={nth === 0 ? id : `${id}-${choice.value}`}>{choice.label}</label>
              {choice.hint !== undefined && (
                <div class="quiet" id={`${id}-${choice.value}-hint`}>
                  {choice.hint}
                </div>
              )}
            </div>
          </div>
        ))}
      </fieldset>
    </div>
  );
}

interface SelectProps {
  id: string;
  label: string;
  choices: readonly Choice[];
  value: string;
  chosen(value: string): void;
  hint?: string;
  problem?: string | null;
}

export function Select({ id, label, choices, value, chosen, hint, problem = null }: SelectProps) {
  const described = [hint === undefined ? null : `${id}-hint`, problem === null ? null : `${id}-problem`];
  return (
    <div class={`nhsuk-form-group${problem === null ? "" : " nhsuk-form-group--error"}`}>
      <label class="nhsuk-label field__label" for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <div class="nhsuk-hint field__hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <Problem id={id} problem={problem} />
      <select
        class="select"
        id={id}
        value={value}
        aria-describedby={described.filter(Boolean).join(" ") || undefined}
        onChange={(event) => chosen(event.currentTarget.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function Problem({ id, problem }: { id: string; problem: string | null }): ComponentChildren {
  if (problem === null) return null;
  return (
    <span class="nhsuk-error-message" id={`${id}-problem`}>
      <span class="nhsuk-u-visually-hidden">Error:</span> {problem}
    </span>
  );
}
