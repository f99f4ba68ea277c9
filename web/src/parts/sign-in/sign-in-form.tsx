/** The form that signs in. It stands on the sign-in page, and on any page whose session has ended. */
import { useEffect, useRef } from "preact/hooks";
import { CODE_HINT, LET_BACK_IN, RECOVERY_HINT, TRY_NOW, waitSentence } from "../../words/sign-in";
import { ErrorSummary, problemOf } from "../form/error-summary";
import { PasswordField } from "../form/password-field";
import { Said } from "../form/said";
import { TextField } from "../form/text-field";
import { CODE, EMAIL, PASSWORD, type SigningIn } from "./use-sign-in";

export function SignInForm({ signing, level }: { signing: SigningIn; level: 2 | 3 }) {
  const { step, problems, again, wait_ms } = signing;
  const waits = wait_ms !== null && wait_ms > 0;
  useCodeFocus(step);
  const submit = (event: Event): void => {
    event.preventDefault();
    signing.submit();
  };
  return (
    <form noValidate method="post" onSubmit={submit}>
      <ErrorSummary problems={problems} level={level} />
      <Said text={wait_ms === null ? null : waitSentence(wait_ms)} id="sign-in-wait" />
      {waits && <TryNow signing={signing} />}
      <Said text={again} />
      {step === "password" ? <Password signing={signing} /> : <Code signing={signing} />}
      <button
        type="submit"
        class="nhsuk-button"
        aria-disabled={waits}
        aria-describedby={wait_ms === null ? undefined : "sign-in-wait"}
      >
        {step === "password" ? "Sign in" : "Continue"}
      </button>
    </form>
  );
}

/** The way past the wait for somebody whom a buyer has let back in. */
function TryNow({ signing }: { signing: SigningIn }) {
  return (
    <p>
      {LET_BACK_IN}{" "}
      <button type="button" class="link-button" onClick={() => signing.tryNow()}>
        {TRY_NOW}
      </button>
    </p>
  );
}

/** The code is asked for in place of the password, so the focus goes on with the person. */
function useCodeFocus(step: SigningIn["step"]): void {
  const was = useRef(step);
  useEffect(() => {
    if (step !== was.current) document.getElementById(step === "code" ? CODE : EMAIL)?.focus();
    was.current = step;
  }, [step]);
}

function Password({ signing }: { signing: SigningIn }) {
  return (
    <>
      <TextField
        id={EMAIL}
        label="E-mail address"
        type="email"
        inputmode="email"
        autocomplete="username"
        value={signing.email}
        typed={(text) => signing.type("email", text)}
        problem={problemOf(signing.problems, EMAIL)}
      />
      <PasswordField
        id={PASSWORD}
        label="Password"
        autocomplete="current-password"
        value={signing.password}
        typed={(text) => signing.type("password", text)}
        problem={problemOf(signing.problems, PASSWORD)}
      />
    </>
  );
}

function Code({ signing }: { signing: SigningIn }) {
  const { recovery } = signing;
  return (
    <>
      <TextField
        key={recovery ? "recovery" : "code"}
        id={CODE}
        label={recovery ? "Recovery code" : "Code"}
        hint={recovery ? RECOVERY_HINT : CODE_HINT}
        inputmode={recovery ? "text" : "numeric"}
        autocomplete={recovery ? "off" : "one-time-code"}
        short
        value={signing.code}
        typed={(text) => signing.type("code", text)}
        problem={problemOf(signing.problems, CODE)}
      />
      <p class="ways">
        <button type="button" class="link-button" onClick={() => signing.useRecovery(!recovery)}>
          {recovery ? "Use a code from the app" : "Use a recovery code instead"}
        </button>
        <button type="button" class="link-button" onClick={() => signing.back()}>
          Back to e-mail address and password
        </button>
      </p>
    </>
  );
}
