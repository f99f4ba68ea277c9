/** On a narrow screen a wide table shows one of its columns at a time. */
import { useEffect, useState } from "preact/hooks";

const NARROW = "(max-width: 40em)";

export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const changed = (): void => setNarrow(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return narrow;
}

interface ColumnPickerProps {
  id: string;
  /** What a column is: "Trust". */
  label: string;
  names: readonly string[];
  chosen: number;
  choose: (nth: number) => void;
}

export function ColumnPicker({ id, label, names, chosen, choose }: ColumnPickerProps) {
  return (
    <div class="nhsuk-form-group">
      <label class="nhsuk-label set-up__label" for={id}>
        {label}
      </label>
      <select
        class="nhsuk-input set-up__select"
        id={id}
        value={String(chosen)}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        {names.map((name, nth) => (
          <option key={nth} value={String(nth)}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
