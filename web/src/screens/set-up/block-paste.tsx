/** Figures without a header that are pasted at a cell of a table: the server reads them, and each bad cell is marked. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { readItems } from "../../api/drafts";
import { type BadCell, PASTED_TYPE } from "../../api/sheets";
import type { JsonObject } from "../../json";
import { type Block, blockAt, hasHeader, splitSheet } from "../../live/draft/sheet-text";
import { fieldId } from "../../words/draft/address";
import { shortFaultOfPaste } from "../../words/draft/faults";
import type { Kind } from "../../words/draft/figures";
import { count } from "../../words/numbers";
import type { CellFault } from "./grid";

/** A cell of the table. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** The table that takes the paste. */
interface Target {
  readonly rows: number;
  /** The codes of its columns, in their order. The server reads them as the codes of trusts. */
  readonly codes: readonly string[];
  readonly kind: Kind;
  /** What stands to the right of a cell: "trusts". */
  readonly columns: string;
  /** The pointer of a field, and what the list of bad cells calls it. */
  cell(row: number, code: string): { readonly path: string; readonly name: string };
  /** Puts in what was read, from the row `first` on. */
  put(read: readonly JsonObject[], block: Block, first: number): void;
  /** Takes a paste with a header row; says what became of it where it is not taken. */
  withHeader(text: string): string | null;
}

/** A cell for which the paste had something that cannot be read. */
interface BadPlace {
  readonly path: string;
  readonly name: string;
  readonly words: string;
  readonly code: string;
}

/** What became of a paste. */
export interface Pasted {
  readonly words: string;
  readonly bad: readonly BadPlace[];
  /** The pasted text, for another try; empty once it was taken. */
  readonly text: string;
}

const READING = "Reading the paste.";
const NO_ANSWER = "The paste could not be read just now. The text is kept below; try again.";

export interface BlockPaste {
  readonly pasted: Pasted | null;
  readonly marks: ReadonlyMap<string, CellFault>;
  paste(text: string, place: Place): boolean;
}

export function useBlockPaste(target: Target): BlockPaste {
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const marks = useMemo(() => new Map((pasted?.bad ?? []).map((one) => [one.path, faultOf(one)])), [pasted]);
  const readBlock = async (typed: string, cells: string[][], place: Place): Promise<void> => {
    const outcome = blockAt(cells, place, target);
    if ("problem" in outcome) {
      setPasted({ words: outcome.problem, bad: [], text: typed });
      return;
    }
    setPasted({ words: READING, bad: [], text: typed });
    const { block } = outcome;
    const reply = await readItems({ body: block.sheet, type: PASTED_TYPE }, block.codes, target.kind);
    if (reply.value !== null) {
      target.put(reply.value.items, block, place.row);
      setPasted({ words: `${count(block.rows * block.codes.length, "cell")} pasted.`, bad: [], text: "" });
      return;
    }
    const errors = (reply.problem?.errors ?? []) as readonly BadCell[];
    const bad = errors.map((cell) => badPlace(cell, place.row, target));
    const words =
      bad.length > 0
        ? `${count(bad.length, "cell")} of the paste could not be read. Nothing was changed.`
        : NO_ANSWER;
    setPasted({ words, bad, text: typed });
  };
  const paste = (typed: string, place: Place): boolean => {
    const cells = splitSheet(typed);
    if (!hasHeader(cells)) void readBlock(typed, cells, place);
    else {
      const words = target.withHeader(typed);
      if (words !== null) setPasted({ words, bad: [], text: typed });
    }
    return true;
  };
  return { pasted, marks, paste };
}

/** The id of the entry of the list that is about a cell. */
function toldId(path: string): string {
  return `pasted-${fieldId(path)}`;
}

function faultOf({ path, words, code }: BadPlace): CellFault {
  return { message: words, short: shortFaultOfPaste(code), told: toldId(path) };
}

/** The first row of the sheet is its header, so its second row belongs to the cell at which the paste began. */
function badPlace({ row, column, code, value, message }: BadCell, first: number, target: Target): BadPlace {
  const code_of_column = (column ?? "").split(" ")[0] ?? "";
  return {
    ...target.cell((row ?? 2) - 2 + first, code_of_column),
    words: `“${value ?? ""}”: ${message}`,
    code,
  };
}

/** What became of a paste: each bad cell by its name, and the text for another try. */
export function PastedSaid({ pasted }: { pasted: Pasted }) {
  const place = useRef<HTMLDivElement>(null);
  const refused = pasted.text !== "" && pasted.words !== READING;
  useEffect(() => {
    if (refused) place.current?.focus();
  }, [pasted]);
  if (!refused) return <p class="answer answer--accepted">{pasted.words}</p>;
  return (
    <div class="nhsuk-error-summary" ref={place} tabIndex={-1}>
      <h3 class="nhsuk-error-summary__title">There is a problem</h3>
      <p>{pasted.words}</p>
      <ul class="nhsuk-list nhsuk-error-summary__list">
        {pasted.bad.map(({ path, name, words }) => (
          <li key={path} id={toldId(path)}>
            <a href={`#${fieldId(path)}`} onClick={(event) => jump(event, path)}>
              {name}: {words}
            </a>
          </li>
        ))}
      </ul>
      <details>
        <summary>The pasted text</summary>
        <pre class="set-up__pasted" tabIndex={0}>
          {pasted.text}
        </pre>
      </details>
    </div>
  );
}

function jump(event: Event, path: string): void {
  event.preventDefault();
  document.getElementById(fieldId(path))?.focus();
}
