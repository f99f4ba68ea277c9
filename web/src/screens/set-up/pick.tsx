/** A choice among a few, beside other choices. */
interface PickProps {
  id: string;
  label: string;
  value: string;
  options: ReadonlyArray<readonly [string, string]>;
  pick: (value: string) => void;
}

export function Pick({ id, label, value, options, pick }: PickProps) {
  return (
    <div>
      <label class="nhsuk-label" for={id}>
        {label}
      </label>
      <select
        class="nhsuk-input set-up__select"
        id={id}
        value={value}
        onChange={(event) => pick(event.currentTarget.value)}
      >
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
