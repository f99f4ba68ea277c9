/** A field of a form: its label, its hint, what is wrong with it, and the input. */
import type { ComponentChildren } from "preact";

export interface TextFieldProps {
  id: string;
  label: string;
  value: string;
  typed(text: string): void;
  hint?: string | undefined;
  problem?: string | null | undefined;
  /** What a password manager or the browser may fill in. */
  autocomplete?: string;
  type?: "text" | "email" | "tel" | "password";
  inputmode?: "text" | "numeric" | "email" | "tel";
  /** Of a short value. */
  short?: boolean;
  /** Takes the focus when it appears, because the person has just asked for it. */
  focused?: boolean;
  /** Stands beside the input. */
  children?: ComponentChildren;
}

export function TextField(props: TextFieldProps) {
  const { id, label, value, typed, hint, problem, autocomplete = "off", type = "text", children } = props;
  const wrong = problem !== null && problem !== undefined;
  const described = [hint === undefined ? null : `${id}-hint`, wrong ? `${id}-problem` : null].filter(
    Boolean,
  );
  return (
    <div class={`nhsuk-form-group${wrong ? " nhsuk-form-group--error" : ""}`}>
      <label class="nhsuk-label field__label" for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <div class="nhsuk-hint field__hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {wrong && (
        <span class="nhsuk-error-message" id={`${id}-problem`}>
          <span class="nhsuk-u-visually-hidden">Error:</span> {problem}
        </span>
      )}
      <div class="field__row">
        <input
          class={`nhsuk-input${props.short ? " nhsuk-input--width-10" : ""}${wrong ? " nhsuk-input--error" : ""}`}
          id={id}
          name={id}
          // The types of Preact know each kind of input apart.
          type={type as "text"}
          inputMode={props.inputmode}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          aria-describedby={described.length === 0 ? undefined : described.join(" ")}
          value={value}
          ref={props.focused ? focusOnce : undefined}
          onInput={(event) => typed(event.currentTarget.value)}
        />
        {children}
      </div>
    </div>
  );
}

function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}
