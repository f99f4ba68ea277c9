/** A list of the draft whose entries are typed one by one, as a table of fields. */
import { useMemo } from "preact/hooks";
import { at, isList, type JsonObject, pointer } from "../../json";
import { fieldId } from "../../words/draft/address";
import { useForm } from "./form";
import { type End, Grid, type GridColumn } from "./grid";

interface EntriesProps {
  list: string;
  columns: readonly GridColumn[];
  what: string;
  rows: readonly JsonObject[];
  nameOf: (row: JsonObject) => string;
  ends?: readonly End[];
}

export function Entries({ list, columns, what, rows, nameOf, ends }: EntriesProps) {
  const { editor, document } = useForm();
  const rowName = useMemo(
    () => (row: JsonObject, nth: number) =>
      nameOf(row) || `${what.charAt(0).toUpperCase()}${what.slice(1)} ${nth + 1}`,
    [what],
  );
  const add = (): void => {
    const present = at(document, list);
    editor.edit(list, [...(isList(present) ? present : []), {}]);
    const first = fieldId(`${list}${pointer(rows.length)}${columns[0]?.path ?? ""}`);
    requestAnimationFrame(() => globalThis.document.getElementById(first)?.focus());
  };
  const remove = useMemo(
    () => (nth: number) => editor.edit(`${list}${pointer(nth)}`, undefined),
    [editor, list],
  );
  return (
    <>
      {rows.length === 0 ? (
        <p>No {what} yet.</p>
      ) : (
        <Grid
          caption={`Each ${what}`}
          {...{ list, rows, columns, rowName, remove }}
          {...(ends === undefined ? {} : { ends })}
        />
      )}
      <button type="button" class="nhsuk-button nhsuk-button--secondary set-up__button" onClick={add}>
        Add {what.startsWith("i") ? "an" : "a"} {what}
      </button>
    </>
  );
}
