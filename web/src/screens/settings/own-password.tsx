/** A new password for the person. The old one is needed where there is one. */
import { useState } from "preact/hooks";
import { changePassword } from "../../api/account";
import type { Failure } from "../../api/request";
import { ErrorSummary, type FieldProblem, problemOf } from "../../parts/form/error-summary";
import { PasswordField } from "../../parts/form/password-field";
import { Said } from "../../parts/form/said";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import {
  aboutField,
  NEW_PASSWORD_NEEDED,
  OLD_PASSWORD_WRONG,
  PASSWORD_CHANGED,
  PASSWORD_RULE,
} from "../../words/settings";
import { type Field, faultsOf } from "./faults";
import { Section } from "./section";

const OLD: Field = { id: "old-password", label: "Present password", member: "old" };
const NEW: Field = { id: "new-password", label: "New password", member: "new" };

export function OwnPassword() {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const sending = useSending();
  const change = async (): Promise<Outcome> => {
    const answer = await changePassword(old === "" ? { new: fresh } : { old, new: fresh });
    if (!answer.ok) return refused(answer);
    setOld("");
    setFresh("");
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
        <PasswordField
          id={OLD.id}
          label={OLD.label}
          hint="Leave it out if you have signed in by links only so far."
          autocomplete="current-password"
          value={old}
          typed={setOld}
          problem={problemOf(sending.problems, OLD.id)}
        />
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
          Change password
        </button>
      </form>
    </Section>
  );
}

function refused(failure: Failure): Outcome {
  const wrong = (field: Field, text: string): Outcome => {
    const problems: FieldProblem[] = [{ field: field.id, text }];
    return { problems };
  };
  if (failure.status === 403) return wrong(OLD, OLD_PASSWORD_WRONG);
  const found = faultsOf(failure, [OLD, NEW]);
  const { problem } = failure;
  return "said" in found && problem?.code === "weak_password"
    ? wrong(NEW, aboutField(NEW.label, problem.detail))
    : found;
}
