/** Which lot a page is about, where an event has several. */
import type { ComponentChildren } from "preact";
import { at, objects, pointer, type JsonObject } from "../../json";
import { lotName } from "../../words/draft/names";
import { useForm } from "./form";

export function lotsOf(document: JsonObject): readonly JsonObject[] {
  return objects(at(document, "/lots"));
}

export function lotPath(lot: number): string {
  return pointer("lots", lot);
}

interface LotPickerProps {
  lot: number;
  pick: (lot: number) => void;
  children: ComponentChildren;
}

/** The choice of the lot, above what belongs to it. */
export function LotPicker({ lot, pick, children }: LotPickerProps) {
  const { document } = useForm();
  const lots = lotsOf(document);
  if (lots.length === 0) return <p>There is no lot yet. Set up a lot first.</p>;
  return (
    <>
      {lots.length > 1 && (
        <div class="nhsuk-form-group">
          <label class="nhsuk-label set-up__label" for="lot">
            Lot
          </label>
          <select
            class="nhsuk-input set-up__select"
            id="lot"
            value={String(lot)}
            onChange={(event) => pick(Number(event.currentTarget.value))}
          >
            {lots.map((_, nth) => (
              <option key={nth} value={String(nth)}>
                {lotName(document, nth)}
              </option>
            ))}
          </select>
        </div>
      )}
      <h2 class="group">{lotName(document, lot)}</h2>
      <div key={lot}>{children}</div>
    </>
  );
}

/** Gives what this page sets in one lot to every other lot too. */
export function SameForAll({ lot, members }: { lot: number; members: readonly string[] }) {
  const { document, editor } = useForm();
  const lots = lotsOf(document);
  if (lots.length < 2) return null;
  const copy = (): void => {
    for (const [nth] of lots.entries()) {
      for (const member of members) editor.edit(lotPath(nth) + member, at(document, lotPath(lot) + member));
    }
  };
  return (
    <p>
      <button type="button" class="plain-button" onClick={copy}>
        Use the same in every lot
      </button>
    </p>
  );
}
