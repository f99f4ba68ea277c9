/** The fields of a set-up page: text, amount, choice. Each shows one member of the draft, named by its pointer. */
import type { ComponentChildren } from "preact";
import { at, type Json, same, textOf } from "../../json";
import { defaultOf } from "../../live/draft/defaults";
import { typedPrice } from "../../money";
import { fieldId } from "../../words/draft/address";
import { dayWords, typedDay } from "../../words/draft/days";
import { fieldLabel, foundMessage, saidOf } from "../../words/draft/names";
import { useForm, warningsAt } from "./form";

interface AroundProps {
  path: string;
  label?: string | undefined;
  hint?: ComponentChildren;
  /** Facts that follow from the figures, beside the field. */
  fact?: string | null | undefined;
  /** What is wrong, where the field knows it better than the check of the whole draft. */
  wrong?: string | null;
  /** Whether what was wrong has been corrected since, as far as the field knows. */
  corrected?: boolean;
  children: (describedBy: string, faulty: boolean) => ComponentChildren;
}

/** Label, hint, fault and facts around one field. */
export function Around({ path, label, hint, fact, wrong = null, corrected, children }: AroundProps) {
  const form = useForm();
  const id = fieldId(path);
  const fault = corrected ? undefined : form.shown.get(path);
  const warnings = warningsAt(form, path);
  const about = [hint ? `${id}-hint` : "", fault ? `${id}-error` : "", fact ? `${id}-fact` : ""];
  return (
    <div class={`nhsuk-form-group${fault ? " nhsuk-form-group--error" : ""}`}>
      <label class="nhsuk-label set-up__label" for={id}>
        {label ?? fieldLabel(path)}
      </label>
      {hint && (
        <div class="nhsuk-hint set-up__hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {fault && <Fault path={path} wrong={wrong} />}
      {children(about.filter(Boolean).join(" "), fault !== undefined)}
      {fact && (
        <p class="set-up__fact" id={`${id}-fact`}>
          {fact}
        </p>
      )}
      {warnings.map(({ code, message }) => (
        <p class="set-up__warning" key={code}>
          <strong>Check:</strong> {saidOf(fieldLabel(path), message)}
        </p>
      ))}
    </div>
  );
}

export function Fault({ path, wrong = null }: { path: string; wrong?: string | null }) {
  const fault = useForm().shown.get(path);
  if (fault === undefined) return null;
  return (
    <span class="nhsuk-error-message" id={`${fieldId(path)}-error`}>
      <span class="nhsuk-u-visually-hidden">Error:</span>{" "}
      {saidOf(fieldLabel(path), wrong ?? foundMessage(fault))}
    </span>
  );
}

interface TextProps {
  path: string;
  label?: string;
  hint?: ComponentChildren;
  fact?: string | null | undefined;
  rows?: number;
  width?: "short" | "medium";
  /** The sign before an amount. */
  prefix?: string;
  suffix?: string;
  /** A decimal: separators between thousands and signs of a currency are taken away when the field is left. */
  decimal?: boolean;
  /** The member is a whole number in the document. */
  whole?: boolean;
  /** The member is a day. What is typed as a day is written as one when the field is left. */
  day?: boolean;
  autocomplete?: string;
  /** An empty field is something missing, not something left out. */
  needed?: boolean;
}

export function TextField({
  path,
  rows,
  width,
  prefix,
  suffix,
  decimal,
  whole,
  day,
  needed,
  ...rest
}: TextProps) {
  const { editor, document } = useForm();
  const member = textOf(at(document, path));
  const value = day ? dayWords(member) : member;
  const set = (typed: string): void =>
    editor.edit(path, typed === "" && !needed ? undefined : asMember(typed, whole));
  const left = (typed: string): void => {
    const read = decimal || whole ? typedPrice(typed) : day ? typedDay(typed) : null;
    set(read ?? typed.trim());
  };
  return (
    <Around path={path} {...rest}>
      {(describedBy, faulty) => {
        const shared = {
          id: fieldId(path),
          class: `nhsuk-input${faulty ? " nhsuk-input--error" : ""}${width ? ` set-up__${width}` : ""}${decimal ? " set-up__figure" : ""}`,
          value,
          spellcheck: !decimal,
          "aria-describedby": describedBy || undefined,
        };
        if (rows !== undefined) {
          return (
            <textarea
              {...shared}
              class={`${shared.class} set-up__area`}
              rows={rows}
              onInput={(event) => set(event.currentTarget.value)}
            />
          );
        }
        return (
          <span class="set-up__input">
            {prefix && <span aria-hidden="true">{prefix}</span>}
            <input
              {...shared}
              type="text"
              inputMode={decimal ? "decimal" : whole ? "numeric" : "text"}
              autoComplete={rest.autocomplete ?? "off"}
              onInput={(event) => set(event.currentTarget.value)}
              onBlur={(event) => left(event.currentTarget.value)}
            />
            {suffix && <span>{suffix}</span>}
          </span>
        );
      }}
    </Around>
  );
}

/** A whole number becomes a number of JSON. What is none stays the text that was typed. */
function asMember(typed: string, whole: boolean | undefined): Json {
  return whole && /^(0|[1-9]\d{0,8})$/.test(typed) ? Number(typed) : typed;
}

export interface Option {
  readonly value: Json;
  readonly label: string;
  readonly hint?: string;
}

interface ChoiceProps {
  path: string;
  label?: string;
  hint?: ComponentChildren;
  fact?: string | null | undefined;
  options: readonly Option[];
  /** Takes the place of the plain change of the member. */
  choose?: (value: Json) => void;
  /** What is chosen, where it is not the member itself. */
  chosen?: Json;
}

/** A choice of a few values. The default is shown as chosen while the draft says nothing. */
export function Choice({ path, label, hint, fact, options, choose, chosen }: ChoiceProps) {
  const form = useForm();
  const id = fieldId(path);
  const said = at(form.document, path);
  const value = chosen ?? (said === undefined || said === null ? defaultOf(path) : said);
  const fault = form.shown.get(path);
  const about = [hint ? `${id}-hint` : "", fault ? `${id}-error` : "", fact ? `${id}-fact` : ""].filter(
    Boolean,
  );
  return (
    <fieldset
      class={`nhsuk-fieldset nhsuk-form-group${fault ? " nhsuk-form-group--error" : ""}`}
      aria-describedby={about.join(" ") || undefined}
    >
      <legend class="set-up__label">{label ?? fieldLabel(path)}</legend>
      {hint && (
        <div class="nhsuk-hint set-up__hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <Fault path={path} />
      {options.map((option, nth) => (
        <Radio
          key={option.label}
          id={nth === 0 ? id : `${id}-${nth}`}
          name={id}
          option={option}
          checked={same(option.value, value)}
          choose={() => (choose ?? ((one: Json) => form.editor.edit(path, one)))(option.value)}
        />
      ))}
      {fact && (
        <p class="set-up__fact" id={`${id}-fact`}>
          {fact}
        </p>
      )}
      {warningsAt(form, path).map(({ code, message }) => (
        <p class="set-up__warning" key={code}>
          <strong>Check:</strong> {saidOf(fieldLabel(path), message)}
        </p>
      ))}
    </fieldset>
  );
}

interface RadioProps {
  id: string;
  name: string;
  option: Option;
  checked: boolean;
  choose: () => void;
}

function Radio({ id, name, option, checked, choose }: RadioProps) {
  return (
    <div class="choice">
      <input
        type="radio"
        id={id}
        name={name}
        checked={checked}
        aria-describedby={option.hint ? `${id}-says` : undefined}
        onChange={choose}
      />
      <div>
        <label for={id}>{option.label}</label>
        {option.hint && (
          <div class="quiet" id={`${id}-says`}>
            {option.hint}
          </div>
        )}
      </div>
    </div>
  );
}

export const YES_OR_NO = (yes: string, no: string): readonly Option[] => [
  { value: true, label: yes },
  { value: false, label: no },
];
