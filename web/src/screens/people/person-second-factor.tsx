/** Whether the person has a code from an app, and how it is taken off for somebody who has lost it. */
import { takeOffSecondFactor } from "../../api/people";
import { Said } from "../../parts/form/said";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Section } from "../../parts/page/section";
import { actRefused, personName } from "../../words/people";
import type { PersonSectionProps } from "./person-section";

export function PersonSecondFactor({ person, changed }: PersonSectionProps) {
  const sending = useSending();
  const name = personName(person);
  const takeOff = async (): Promise<Outcome> => {
    const answer = await takeOffSecondFactor(person.id);
    if (!answer.ok) return { said: actRefused(answer) };
    changed();
    return { said: `The code is taken off, and all sessions of ${name} have ended.` };
  };
  return (
    <Section id="second-factor" heading="Code from an app">
      <Said text={sending.said} />
      <p>{person.second_factor ? "It is on." : "It is off."}</p>
      {person.second_factor && (
        <details class="more">
          <summary>Take the code off</summary>
          <p>
            Do it only for somebody who has lost both the app and the recovery codes, and only after you have
            made sure who asks: ring the number that you know. All sessions of {name} end, and the password
            alone signs in until a new app is set up.
          </p>
          <button
            type="button"
            class="nhsuk-button nhsuk-button--warning"
            aria-disabled={sending.waits}
            onClick={() => sending.send([], takeOff)}
          >
            Take the code of {name} off
          </button>
        </details>
      )}
    </Section>
  );
}
