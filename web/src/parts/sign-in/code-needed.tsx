/** Asks a session for its second factor, where the server does not let it go on without. The page below stays. */
import { useEffect, useRef, useState } from "preact/hooks";
import { proveCode } from "../../api/person";
import type { Session } from "../../live/session";
import { CODE_AGAIN, CODE_NOT_RIGHT, codeNeeded, FACTOR_NEEDED } from "../../words/sign-in";
import { notDone, THEN_AGAIN, THEN_DONE } from "../../words/settings";
import { ErrorSummary, problemOf } from "../form/error-summary";
import { Said } from "../form/said";
import { TextField } from "../form/text-field";
import { type Outcome, useSending } from "../form/use-sending";

const CODE = "proof-code";

export function CodeNeeded({ session }: { session: Session }) {
  const has_factor = session.person?.second_factor === true;
  const { heading, text } = has_factor ? CODE_AGAIN : FACTOR_NEEDED;
  const panel = useRef<HTMLElement>(null);
  useFocus(session, panel);
  useEffect(() => {
    // What is typed elsewhere may change what the person wants: then nothing is done by itself.
    const typed = (event: Event): void => {
      if (!panel.current?.contains(event.target as Node)) session.elsewhere();
    };
    document.addEventListener("input", typed);
    return () => {
      document.removeEventListener("input", typed);
      session.elsewhere();
    };
  }, [session]);
  return (
    <section class="panel panel--lost" aria-labelledby="code-needed" ref={panel}>
      <h2 class="panel__heading" id="code-needed">
        {heading}
      </h2>
      <p>
        {text} {has_factor && (session.act_waits ? THEN_DONE : THEN_AGAIN)}
      </p>
      {has_factor ? <Proof session={session} /> : <a href="/settings">Set it up in your settings</a>}
    </section>
  );
}

/** Who has pressed a button enters the code next, and is back at the button after that. */
function useFocus(session: Session, panel: { readonly current: HTMLElement | null }): void {
  const { act_waits } = session;
  useEffect(() => {
    if (!act_waits) return;
    const before = document.activeElement;
    document.getElementById(CODE)?.focus();
    return () => {
      const is_here = panel.current?.contains(document.activeElement) ?? true;
      if (is_here && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [act_waits]);
}

function Proof({ session }: { session: Session }) {
  const [code, setCode] = useState("");
  const sending = useSending();
  const prove = async (): Promise<Outcome> => {
    const answer = await proveCode(code.trim());
    if (answer.ok) session.proved();
    else if ([401, 403, 422].includes(answer.status)) {
      return { problems: [{ field: CODE, text: CODE_NOT_RIGHT }] };
    } else return { said: notDone(answer) };
    return { problems: [] };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    sending.send(code.trim() === "" ? [{ field: CODE, text: codeNeeded(false) }] : [], prove);
  };
  return (
    <form noValidate method="post" onSubmit={submit}>
      <ErrorSummary problems={sending.problems} level={3} />
      <Said text={sending.said} />
      <TextField
        id={CODE}
        label="Code"
        autocomplete="one-time-code"
        short
        value={code}
        typed={setCode}
        problem={problemOf(sending.problems, CODE)}
      />
      <button type="submit" class="nhsuk-button" aria-disabled={sending.waits}>
        Go on
      </button>
    </form>
  );
}
