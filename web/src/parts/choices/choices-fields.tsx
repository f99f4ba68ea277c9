/** The fields for what a person chose: what is spoken, what sounds, and whether each offer has to be confirmed. */
import { useState } from "preact/hooks";
import type { Choices } from "../../protocol/names";
import type { Role } from "../../protocol/ws";
import {
  type ChoicesKept,
  keptWords,
  SOUND_HINT,
  soundChoice,
  tonesOf,
  triedWords,
  tryWords,
} from "../../words/sound";

const ANNOUNCEMENTS: ReadonlyArray<[Choices["announcements"], string]> = [
  ["all", "Everything"],
  ["important", "What is important: places, closing time, buyer's messages"],
  ["own", "Only my own offers, and when the lot stops or closes"],
];

interface ChoicesFieldsProps {
  choices: Choices;
  role: Role;
  kept: ChoicesKept;
  choose(choices: Choices): void;
}

export function ChoicesFields({ choices, role, kept, choose }: ChoicesFieldsProps) {
  return (
    <>
      <fieldset class="nhsuk-fieldset">
        <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">
          What a screen reader speaks by itself
        </legend>
        {ANNOUNCEMENTS.map(([announcements, name]) => (
          <label class="choice" key={announcements}>
            <input
              type="radio"
              name="announcements"
              checked={choices.announcements === announcements}
              onChange={() => choose({ ...choices, announcements })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {tonesOf(role).length > 0 && <SoundField {...{ choices, role, choose }} />}
      {role === "supplier" && (
        <label class="choice">
          <input
            type="checkbox"
            checked={choices.confirm}
            onChange={(event) => choose({ ...choices, confirm: event.currentTarget.checked })}
          />
          <span>Ask me before each offer is sent</span>
        </label>
      )}
      <p class={kept === "failed" ? "note" : "quiet"}>{keptWords(kept)}</p>
    </>
  );
}

function SoundField({ choices, role, choose }: Omit<ChoicesFieldsProps, "kept">) {
  const [tried, setTried] = useState<string | null>(null);
  const hear = async (tone: ReturnType<typeof tonesOf>[number]): Promise<void> => {
    // Without the chunk there is no sound either.
    const player = await import("../../live/sound/player").catch(() => null);
    setTried(triedWords((await player?.play(tone)) ?? false));
  };
  return (
    <>
      <label class="choice">
        <input
          type="checkbox"
          checked={choices.sound}
          aria-describedby="sound-says"
          onChange={(event) => choose({ ...choices, sound: event.currentTarget.checked })}
        />
        <span>{soundChoice(role)}</span>
      </label>
      <p class="quiet" id="sound-says">
        {SOUND_HINT}
      </p>
      {choices.sound && (
        <p class="ways">
          {tonesOf(role).map((tone) => (
            <button
              key={tone}
              type="button"
              class="plain-button"
              aria-describedby="sound-tried"
              onClick={() => void hear(tone)}
            >
              {tryWords(tone)}
            </button>
          ))}
        </p>
      )}
      <p id="sound-tried">{tried}</p>
    </>
  );
}
