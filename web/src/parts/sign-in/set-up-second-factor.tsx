/** Turns the second factor on: the secret for the app, its first code, then the recovery codes, which are shown once. */
import { useEffect, useRef, useState } from "preact/hooks";
import { beginSecondFactor, confirmSecondFactor } from "../../api/account";
import { ErrorSummary, problemOf } from "../form/error-summary";
import { Said } from "../form/said";
import { TextField } from "../form/text-field";
import { type Outcome, useSending } from "../form/use-sending";
import type { ProposedFactor } from "../../protocol/http";
import { CODE_NEEDED, CODE_WRONG, notDone } from "../../words/settings";

const CODE = "first-code";

interface SetUpProps {
  kept(): void;
  /** The level of its headings. */
  level: 2 | 3;
}

export function SetUpSecondFactor({ kept, level }: SetUpProps) {
  const [begun, setBegun] = useState<ProposedFactor | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const sending = useSending();
  const begin = async (): Promise<Outcome> => {
    const answer = await beginSecondFactor();
    if (!answer.ok) return { said: notDone(answer) };
    setBegun(answer.value);
    return { problems: [] };
  };
  // The codes leave the page once they are kept, and the server has only their hashes.
  if (codes !== null) return <RecoveryCodes {...{ codes, kept, level }} />;
  if (begun !== null) return <FirstCode {...{ begun, level }} confirmed={setCodes} />;
  return (
    <>
      <Said text={sending.said} />
      <p>
        {level === 3 && "It is off. "}
        With a code, a password that somebody else finds out is not enough to sign in as you.
      </p>
      <button
        type="button"
        class={`nhsuk-button${level === 3 ? " nhsuk-button--secondary" : ""}`}
        aria-disabled={sending.waits}
        onClick={() => sending.send([], begin)}
      >
        Set up an app
      </button>
    </>
  );
}

interface FirstCodeProps {
  begun: ProposedFactor;
  level: 2 | 3;
  confirmed(codes: readonly string[]): void;
}

function FirstCode({ begun, level, confirmed }: FirstCodeProps) {
  const [code, setCode] = useState("");
  const sending = useSending();
  const confirm = async (): Promise<Outcome> => {
    const answer = await confirmSecondFactor(code.replace(/\s/g, ""));
    if (answer.ok) confirmed(answer.value.recovery_codes);
    else if ([400, 401, 403, 422].includes(answer.status)) {
      return { problems: [{ field: CODE, text: CODE_WRONG }] };
    } else return { said: notDone(answer) };
    return { problems: [] };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    sending.send(code.trim() === "" ? [{ field: CODE, text: CODE_NEEDED }] : [], confirm);
  };
  return (
    <form noValidate method="post" onSubmit={submit}>
      <ErrorSummary problems={sending.problems} level={level} />
      <Said text={sending.said} />
      <ol class="nhsuk-list nhsuk-list--number">
        <li>Install an authenticator app on your telephone, if you have none.</li>
        <li>
          Let the app read this picture, or type the secret below it into the app.
          <img class="qr" src={begun.qr} alt="A picture of the secret, for an app with a camera" />
          <span class="block">
            Secret: <code class="secret">{inFours(begun.secret)}</code>
          </span>
        </li>
        <li>Enter the code that the app shows now.</li>
      </ol>
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
      <button type="submit" class="nhsuk-button" aria-disabled={sending.waits}>
        Turn the code on
      </button>
    </form>
  );
}

function RecoveryCodes({ codes, kept, level }: SetUpProps & { codes: readonly string[] }) {
  const Heading = level === 2 ? "h2" : "h3";
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="codes">
      <Heading class="more__heading" tabIndex={-1} ref={heading}>
        The code is on. Keep these recovery codes
      </Heading>
      <p>
        Each of them signs you in once in place of a code, when your telephone is lost. They are shown this
        one time only.
      </p>
      <ol class="nhsuk-list codes__list">
        {codes.map((code) => (
          <li key={code}>
            <code class="secret">{code}</code>
          </li>
        ))}
      </ol>
      <p class="ways">
        <button type="button" class="nhsuk-button nhsuk-button--secondary" onClick={() => print()}>
          Print the codes
        </button>
        <button type="button" class="nhsuk-button nhsuk-button--secondary" onClick={kept}>
          I have kept them
        </button>
      </p>
    </div>
  );
}

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
