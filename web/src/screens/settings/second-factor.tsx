/** The second factor of a sign-in: an app on the person's telephone that shows a code. */
import { useState } from "preact/hooks";
import { endSecondFactor } from "../../api/account";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { PasswordField } from "../../parts/form/password-field";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { useSession } from "../../parts/page/session-context";
import { SetUpSecondFactor } from "../../parts/sign-in/set-up-second-factor";
import type { Person } from "../../protocol/names";
import { CODE_NEEDED, OLD_PASSWORD_NEEDED, notDone } from "../../words/settings";
import { Section } from "../../parts/page/section";

const PASSWORD = "end-factor-password";
const CODE = "end-factor-code";

export function SecondFactor({ person }: { person: Person }) {
  const session = useSession();
  const [said, setSaid] = useState<string | null>(null);
  const on = person.second_factor;
  const changed = (second_factor: boolean): void => {
    setSaid(second_factor ? "The code is on." : "The code is off.");
    session.changed({ ...person, second_factor, second_factor_needed: false });
    // The first code of a new factor proves it for this session.
    if (second_factor && session.needs_code) session.proved();
    // The role may need one again.
    if (!second_factor) session.ask();
  };
  return (
    <Section id="second-factor" heading="Code from an app">
      <Said text={said} />
      {on && <p>It is on: after your password you are asked for the code that your app shows.</p>}
      {on ? (
        <TurnOff ended={() => changed(false)} />
      ) : (
        <SetUpSecondFactor kept={() => changed(true)} level={3} />
      )}
    </Section>
  );
}

function TurnOff({ ended }: { ended(): void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const sending = useSending();
  const end = async (): Promise<Outcome> => {
    const answer = await endSecondFactor(password, code.replace(/\s/g, ""));
    if (answer.ok) {
      ended();
      return { problems: [] };
    }
    const wrong = answer.status === 401 || answer.status === 403 || answer.status === 422;
    return wrong
      ? { problems: [{ field: PASSWORD, text: "Password or code is not right. Check both." }] }
      : { said: notDone(answer) };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const missing = [
      ...(password === "" ? [{ field: PASSWORD, text: OLD_PASSWORD_NEEDED }] : []),
      ...(code.trim() === "" ? [{ field: CODE, text: CODE_NEEDED }] : []),
    ];
    sending.send(missing, end);
  };
  return (
    <details class="more">
      <summary>Turn the code off</summary>
      <form noValidate method="post" onSubmit={submit}>
        <ErrorSummary problems={sending.problems} level={3} />
        <Said text={sending.said} />
        <PasswordField
          id={PASSWORD}
          label="Current password"
          autocomplete="current-password"
          value={password}
          typed={setPassword}
          problem={problemOf(sending.problems, PASSWORD)}
        />
        <TextField
          id={CODE}
          label="Code"
          inputmode="numeric"
          autocomplete="one-time-code"
          short
          value={code}
          typed={setCode}
          problem={problemOf(sending.problems, CODE)}
        />
        <button type="submit" class="nhsuk-button nhsuk-button--secondary" aria-disabled={sending.waits}>
          Turn the code off
        </button>
      </form>
    </details>
  );
}
