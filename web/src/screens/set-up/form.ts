/** What every field of a set-up page knows: the draft, how to change it, and the faults to show at it. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Checked, Finding } from "../../api/drafts";
import type { Editor } from "../../live/draft/editor";
import type { JsonObject } from "../../json";
import { fieldId } from "../../words/draft/address";

export interface Form {
  readonly event: string;
  readonly editor: Editor;
  readonly document: JsonObject;
  /** The newest check; null before the first. */
  readonly checked: Checked | null;
  /** What was wrong when the page was opened, or when the person pressed the button. Nothing turns red while one types. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** The field that the person wants to see, and how often one was asked for. */
  readonly wanted: Wanted | null;
  /** Shows the field at this pointer. */
  show(path: string): void;
  /** Puts the end of a page off until the server has answered what a field asked. */
  waitFor(answer: Promise<void>): void;
  /** The currency of the event. */
  readonly currency: string;
}

/** A fault as it is shown. */
export type Shown = Pick<Finding, "code" | "message">;

/** The id of the entry about a field in the list of faults at the top of the page. */
export function toldId(path: string): string {
  return `told-${fieldId(path)}`;
}

export interface Wanted {
  readonly path: string;
  readonly nth: number;
}

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (form === null) throw new Error("a field stands outside of a set-up page");
  return form;
}

/** The newest warnings about one member. They are hints, not faults. */
export function warningsAt(form: Form, path: string): readonly Finding[] {
  if (form.checked === null) return [];
  return [...form.checked.lint, ...form.checked.findings].filter(
    (finding) => finding.level === "warning" && finding.path === path,
  );
}

export function allFindings(checked: Checked | null): readonly Finding[] {
  return checked === null ? [] : [...checked.findings, ...checked.lint];
}
