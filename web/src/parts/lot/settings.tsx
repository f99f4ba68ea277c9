/** The person's own choices: what is spoken, and whether every offer has to be confirmed. */
import type { Level } from "../../live/announcer/announcements";
import { isSupplier } from "../../live/state/state";
import type { PartProps } from "./part";

const LEVELS: ReadonlyArray<[Level, string]> = [
  ["all", "Everything"],
  ["important", "What is important: places, closing time, buyer's messages"],
  ["own", "Only my own offers, and when the lot stops or closes"],
];

export function Settings({ live, state }: PartProps) {
  return (
    <details class="more">
      <summary>Settings of this page</summary>
      <fieldset class="nhsuk-fieldset">
        <legend class="nhsuk-fieldset__legend">What a screen reader speaks by itself</legend>
        {LEVELS.map(([level, name]) => (
          <label class="choice" key={level}>
            <input
              type="radio"
              name="level"
              checked={live.level === level}
              onChange={() => live.chooseLevel(level)}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {isSupplier(state) && (
        <>
          <label class="choice">
            <input
              type="checkbox"
              checked={state.ask_every_time}
              onChange={(event) => live.askEveryTime(event.currentTarget.checked)}
            />
            <span>Ask me before each offer is sent</span>
          </label>
          <p class="quiet">
            In a price field the down arrow key fills in the nearest price for that field only. It can be
            undone.
          </p>
        </>
      )}
    </details>
  );
}
