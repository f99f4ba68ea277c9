/** The fields for what a person chose: what is spoken, and whether each offer has to be confirmed. */
import type { Level } from "../../live/announcer/announcements";
import type { Choices } from "../../live/local-storage";

const LEVELS: ReadonlyArray<[Level, string]> = [
  ["all", "Everything"],
  ["important", "What is important: places, closing time, buyer's messages"],
  ["own", "Only my own offers, and when the lot stops or closes"],
];

interface ChoicesFieldsProps {
  choices: Choices;
  /** Only a supplier sends offers. */
  sends_offers: boolean;
  choose(choices: Choices): void;
}

export function ChoicesFields({ choices, sends_offers, choose }: ChoicesFieldsProps) {
  return (
    <>
      <fieldset class="nhsuk-fieldset">
        <legend class="nhsuk-fieldset__legend">What a screen reader speaks by itself</legend>
        {LEVELS.map(([level, name]) => (
          <label class="choice" key={level}>
            <input
              type="radio"
              name="level"
              checked={choices.level === level}
              onChange={() => choose({ ...choices, level })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {sends_offers && (
        <label class="choice">
          <input
            type="checkbox"
            checked={choices.ask_every_time}
            onChange={(event) => choose({ ...choices, ask_every_time: event.currentTarget.checked })}
          />
          <span>Ask me before each offer is sent</span>
        </label>
      )}
    </>
  );
}
