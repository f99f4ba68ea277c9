/** A new password for the person. The old one is needed where there is one. */
import { useState } from "preact/hooks";
import { changePassword } from "../../api/account";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { PasswordField } from "../../parts/form/password-field";
import { NEW, OLD, passwordRefused } from "../../parts/form/password-refused";
import { Said } from "../../parts/form/said";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Section } from "../../parts/page/section";
import { useSession } from "../../parts/page/session-context";
import type { Person } from "../../protocol/names";
import { NEW_PASSWORD_NEEDED, PASSWORD_CHANGED, PASSWORD_RULE } from "../../words/settings";

export function OwnPassword({ person }: { person: Person }) {
  const session = useSession();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const sending = useSending();
  const needs_old = person.password !== "none" && person.password !== "reset";
  const change = async (): Promise<Outcome> => {
    const answer = await changePassword(old === "" ? { new: fresh } : { old, new: fresh });
    if (!answer.ok) return passwordRefused(answer, needs_old ? OLD : null);
    setOld("");
    setFresh("");
    session.changed({ ...person, password: "set" });
    return { said: PASSWORD_CHANGED };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    sending.send(fresh === "" ? [{ field: NEW.id, text: NEW_PASSWORD_NEEDED }] : [], change);
  };
  return (
    <Section id="own-password" heading="Password">
      <form noValidate method="post" onSubmit={submit}>
        <ErrorSummary problems={sending.problems} level={3} />
        <Said text={sending.said} />
        {person.password === "none" && <p>You have none yet: you sign in by links.</p>}
        {needs_old && (
          <PasswordField
            id={OLD.id}
            label={OLD.label}
            autocomplete="current-password"
            value={old}
            typed={setOld}
            problem={problemOf(sending.problems, OLD.id)}
          />
        )}
        <PasswordField
          id={NEW.id}
          label={NEW.label}
          hint={PASSWORD_RULE}
          autocomplete="new-password"
          value={fresh}
          typed={setFresh}
          problem={problemOf(sending.problems, NEW.id)}
        />
        <button type="submit" class="nhsuk-button nhsuk-button--secondary" aria-disabled={sending.waits}>
          {needs_old ? "Change password" : "Set password"}
        </button>
      </form>
    </Section>
  );
}
