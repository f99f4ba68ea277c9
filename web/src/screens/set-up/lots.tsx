/** Which lot a page is about, where an event has several. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { at, type JsonObject, objects, pointer, same } from "../../json";
import { Said } from "../../parts/form/said";
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

interface SameForAllProps {
  lot: number;
  /** The members of a lot that are copied. */
  members: readonly string[];
  /** What of this page stays as it is in each lot. */
  but?: string;
}

/** Gives what this page sets in one lot to every other lot too, and says that it was done. */
export function SameForAll({ lot, members, but }: SameForAllProps) {
  const { document, editor } = useForm();
  const [copied, setCopied] = useState(false);
  const lots = lotsOf(document);
  if (lots.length < 2) return null;
  const wanted = (member: string) => at(document, lotPath(lot) + member);
  // A later change makes the sentence untrue.
  const are_same = () =>
    lots.every((one) => members.every((member) => same(at(one, member), wanted(member))));
  const copy = (): void => {
    for (const [nth] of lots.entries()) {
      for (const member of members) editor.edit(lotPath(nth) + member, wanted(member));
    }
    setCopied(true);
  };
  return (
    <>
      <p>
        <button type="button" class="plain-button" onClick={copy}>
          Use the same in every lot
        </button>{" "}
        {but && <span class="quiet">{but}</span>}
      </p>
      <Said
        text={
          copied && are_same()
            ? `${lots.length === 2 ? "Both" : `All ${lots.length}`} lots have the same now.`
            : null
        }
      />
    </>
  );
}
