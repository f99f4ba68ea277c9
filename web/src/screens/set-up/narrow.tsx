/** The field that chooses the column of a wide table that is shown on a narrow screen. */

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
