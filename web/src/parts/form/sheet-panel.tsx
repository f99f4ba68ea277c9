/**
 * A sheet that is pasted or chosen as a file. The server reads it; what it cannot read is marked here, cell by cell, and
 * can be mended here. The pasted text stays until it was taken.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Reply } from "../../api/exchange";
import { type BadCell, PASTED_TYPE, type Sheet } from "../../api/sheets";
import { load, save } from "../../live/draft/kept";
import { joinSheet, splitSheet } from "../../live/draft/sheet-text";
import { count } from "../../words/numbers";
import "../../styles/sheet.scss";

export interface Taken {
  /** What was done. */
  readonly words: string;
  /** The sheet is needed once more, so its text stays. */
  readonly again?: boolean;
}

interface SheetProps<Value> {
  /** Tells this sheet from others, also in the storage of the tab. */
  id: string;
  heading: string;
  hint: string;
  read: (sheet: Sheet) => Promise<Reply<Value>>;
  /** Takes what was read. */
  take: (value: Value) => Taken;
  /** A text that was pasted elsewhere on the page, to be read at once. */
  given?: { readonly text: string; readonly nth: number } | null;
  /** What is read is taken apart on this page, which reads no files. */
  pasted_only?: boolean;
  /** The names of the field and its button, where the page has another sheet. */
  names?: { readonly field: string; readonly button: string };
  /** Where the storage of the tab keeps the text; `id` where nothing else is said. */
  kept_as?: string;
  /** The level of its heading. */
  level?: 2 | 3;
}

type Outcome =
  | { readonly kind: "none" }
  | { readonly kind: "reading" }
  | { readonly kind: "taken"; readonly words: string }
  | { readonly kind: "failed"; readonly words: string }
  | { readonly kind: "refused"; readonly bad: readonly BadCell[]; readonly from_file: boolean };

const NAMED_MAX = 25;
const FILE_TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  tsv: PASTED_TYPE,
  txt: PASTED_TYPE,
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

const tab = (): Storage => sessionStorage;

export function SheetPanel<Value>(props: SheetProps<Value>) {
  const { id, heading, hint, read, take, given, pasted_only = false, names = NAMES, level = 2 } = props;
  const key = `fairlot sheet ${props.kept_as ?? id}`;
  const Heading = level === 2 ? "h2" : "h3";
  const [text, setText] = useState(() => load<string>(tab, key) ?? "");
  const [outcome, setOutcome] = useState<Outcome>({ kind: "none" });
  const change = (changed: string): void => {
    setText(changed);
    save(tab, key, changed === "" ? null : changed);
  };
  const readSheet = async (sheet: Sheet, from_file: boolean): Promise<void> => {
    setOutcome({ kind: "reading" });
    const reply = await read(sheet);
    if (reply.value !== null) {
      const { words, again = false } = take(reply.value);
      if (!from_file && !again) change("");
      setOutcome({ kind: again ? "failed" : "taken", words });
      return;
    }
    const bad = (reply.problem?.errors ?? []) as readonly BadCell[];
    if (reply.status === 422 && bad.length > 0) setOutcome({ kind: "refused", bad, from_file });
    else setOutcome({ kind: "failed", words: failedWords(reply.status, reply.problem?.detail) });
  };
  const readText = (typed: string): void => void readSheet({ body: typed, type: PASTED_TYPE }, false);
  useEffect(() => {
    if (!given) return;
    change(given.text);
    readText(given.text);
  }, [given?.nth]);
  const choose = (file: File | undefined): void => {
    const type = FILE_TYPES[file?.name.split(".").pop()?.toLowerCase() ?? ""];
    if (file === undefined) return;
    if (type === undefined) setOutcome({ kind: "failed", words: "Choose a file of the kind CSV or XLSX." });
    else void readSheet({ body: file, type }, true);
  };
  return (
    <section class="card sheet" aria-labelledby={`${id}-heading`}>
      <Heading class="card__heading" id={`${id}-heading`}>
        {heading}
      </Heading>
      <Said
        outcome={outcome}
        id={id}
        text={text}
        change={change}
        again={() => readText(text)}
        level={level}
      />
      <label class="nhsuk-label" for={`${id}-text`}>
        {names.field}
      </label>
      <div class="nhsuk-hint sheet__hint" id={`${id}-hint`}>
        {hint}
      </div>
      <textarea
        class="nhsuk-input sheet__text"
        id={`${id}-text`}
        rows={4}
        spellcheck={false}
        aria-describedby={`${id}-hint`}
        value={text}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <div class="sheet__acts">
        <button
          type="button"
          class="nhsuk-button nhsuk-button--secondary sheet__button"
          onClick={() => (text.trim() === "" ? setOutcome(NOTHING) : readText(text))}
        >
          {names.button}
        </button>
        {!pasted_only && (
          <label class="sheet__file">
            Or choose a file (CSV or XLSX){" "}
            <input
              type="file"
              accept=".csv,.tsv,.txt,.xlsx"
              onChange={(event) => choose(event.currentTarget.files?.[0])}
            />
          </label>
        )}
      </div>
    </section>
  );
}

const NAMES = { field: "Paste the cells here, with their header row", button: "Read the sheet" };

const NOTHING: Outcome = { kind: "failed", words: "Paste some cells first." };

function failedWords(status: number, detail: string | undefined): string {
  if (status === 0) return "There was no answer. The text is kept; try again.";
  if (status === 401) return "You are signed out. The text is kept on this computer; sign in and try again.";
  return `The sheet could not be read: ${detail ?? "try again in a moment"}`;
}

interface SaidProps {
  outcome: Outcome;
  id: string;
  text: string;
  change: (text: string) => void;
  again: () => void;
  level: 2 | 3;
}

/** What became of the sheet. Takes the focus, because the person waits for it. */
function Said({ outcome, id, text, change, again, level }: SaidProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (outcome.kind !== "none" && outcome.kind !== "reading") place.current?.focus();
  }, [outcome]);
  if (outcome.kind === "none") return null;
  if (outcome.kind === "reading") return <p>Reading the sheet.</p>;
  return (
    <div ref={place} tabIndex={-1} class="sheet__said">
      {outcome.kind === "refused" ? (
        <Refused
          id={id}
          bad={outcome.bad}
          from_file={outcome.from_file}
          {...{ text, change, again, level }}
        />
      ) : (
        <p class={`answer${outcome.kind === "taken" ? " answer--accepted" : " answer--unknown"}`}>
          {outcome.words}
        </p>
      )}
    </div>
  );
}

interface RefusedProps {
  id: string;
  bad: readonly BadCell[];
  from_file: boolean;
  text: string;
  change: (text: string) => void;
  again: () => void;
  level: 2 | 3;
}

/** Every cell that could not be read, as a list of links and as fields to mend it. */
function Refused({ id, bad, from_file, text, change, again, level }: RefusedProps) {
  const Heading = level === 2 ? "h3" : "h4";
  const rows = useRows(text);
  const cellId = ({ row, column }: BadCell): string => `${id}-cell-${row}-${columnOf(rows, column)}`;
  const canMend = (cell: BadCell): boolean =>
    !from_file && columnOf(rows, cell.column) >= 0 && rows[rowOf(cell)] !== undefined;
  const mend = (cell: BadCell, value: string): void => {
    const column = columnOf(rows, cell.column);
    const changed = rows.map((row, nth) => (nth === rowOf(cell) ? withCell(row, column, value) : row));
    change(joinSheet(changed));
  };
  return (
    <>
      <div class="nhsuk-error-summary">
        <Heading class="nhsuk-error-summary__title">There is a problem</Heading>
        <p>{count(bad.length, "cell")} could not be read. Nothing was changed, and the sheet is kept.</p>
        <ul class="nhsuk-list nhsuk-error-summary__list">
          {bad.slice(0, NAMED_MAX).map((cell) => (
            <li key={cell.path}>
              {canMend(cell) ? (
                <a href={`#${cellId(cell)}`} onClick={(event) => jump(event, cellId(cell))}>
                  {cellWords(cell)}
                </a>
              ) : (
                cellWords(cell)
              )}
            </li>
          ))}
        </ul>
        {bad.length > NAMED_MAX && (
          <p>And {count(bad.length - NAMED_MAX, "more cell")}, all of them below.</p>
        )}
      </div>
      {bad.some(canMend) && (
        <>
          <table class="list">
            <caption class="nhsuk-u-visually-hidden">Cells that could not be read</caption>
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Column</th>
                <th scope="col">Cell</th>
                <th scope="col">What is wrong</th>
              </tr>
            </thead>
            <tbody>
              {bad.filter(canMend).map((cell) => (
                <tr key={cell.path}>
                  <th scope="row" data-name="Row">
                    {cell.row}
                  </th>
                  <td data-name="Column">{cell.column}</td>
                  <td data-name="Cell">
                    <input
                      class="nhsuk-input nhsuk-input--error sheet__cell"
                      id={cellId(cell)}
                      type="text"
                      aria-label={`Row ${cell.row}, ${cell.column}`}
                      aria-describedby={`${cellId(cell)}-error`}
                      value={rows[rowOf(cell)]?.[columnOf(rows, cell.column)] ?? ""}
                      onInput={(event) => mend(cell, event.currentTarget.value)}
                    />
                  </td>
                  <td data-name="What is wrong" id={`${cellId(cell)}-error`}>
                    {cell.message}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <button type="button" class="nhsuk-button nhsuk-button--secondary sheet__button" onClick={again}>
            Read the corrected sheet
          </button>
        </>
      )}
    </>
  );
}

function useRows(text: string): ReadonlyArray<readonly string[]> {
  const known = useRef<{ text: string; rows: string[][] }>({ text: "", rows: [] });
  if (known.current.text !== text) known.current = { text, rows: splitSheet(text) };
  return known.current.rows;
}

function cellWords({ row, column, message }: BadCell): string {
  const places = [row === null ? "" : `Row ${row}`, column ?? ""].filter(Boolean);
  return places.length === 0 ? message : `${places.join(", ")}: ${message}`;
}

/** The place of its row in the sheet; -1 where the fault is of no row. */
function rowOf({ row }: BadCell): number {
  return (row ?? 0) - 1;
}

/** The place of a column in the header; -1 where there is none. */
function columnOf(rows: ReadonlyArray<readonly string[]>, column: string | null): number {
  const folded = (text: string): string => text.trim().replace(/\s+/g, " ").toLowerCase();
  return column === null ? -1 : (rows[0] ?? []).findIndex((name) => folded(name) === folded(column));
}

function withCell(row: readonly string[], column: number, value: string): readonly string[] {
  const wide = [...row, ...Array<string>(Math.max(0, column + 1 - row.length)).fill("")];
  return wide.map((cell, nth) => (nth === column ? value : cell));
}

function jump(event: Event, id: string): void {
  event.preventDefault();
  const field = document.getElementById(id);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}
