/**
 * Asks for a password after a link: the first one of an invited person, or a new one in place of one that was forgotten.
 * It stands in place of the page that the link leads to, which is shown afterwards.
 */
import { useState } from "preact/hooks";
import { changePassword } from "../../api/account";
import { putPasswordOff } from "../../live/password-later";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { PasswordField } from "../../parts/form/password-field";
import { NEW, passwordRefused } from "../../parts/form/password-refused";
import { Said } from "../../parts/form/said";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import type { Person } from "../../protocol/names";
import { NEW_PASSWORD_NEEDED, PASSWORD_RULE } from "../../words/settings";
import { AFTER_LINK, type AfterLink } from "../../words/after-link";

export interface ChoosePasswordProps {
  person: Person;
  asks: AfterLink;
}

export function ChoosePasswordScreen({ person, asks }: ChoosePasswordProps) {
  const session = useSession();
  const [fresh, setFresh] = useState("");
  const sending = useSending();
  const { problems } = sending;
  const words = AFTER_LINK[asks];
  const change = async (): Promise<Outcome> => {
    const answer = await changePassword({ new: fresh });
    if (!answer.ok) return passwordRefused(answer, null);
    session.changed({ ...person, password: "set" });
    return { problems: [] };
  };
  const later = (): void => {
    putPasswordOff(person.person, asks);
    session.changed(person);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    sending.send(fresh === "" ? [{ field: NEW.id, text: NEW_PASSWORD_NEEDED }] : [], change);
  };
  return (
    <Page>
      <div class="card narrow">
        <Heading error={problems.length > 0}>{words.heading}</Heading>
        <p>{words.text}</p>
        <form noValidate method="post" onSubmit={submit}>
          <ErrorSummary problems={problems} />
          <Said text={sending.said} />
          {person.email !== null && (
            // A password manager keeps the password under this name.
            <input type="hidden" name="username" autocomplete="username" value={person.email} />
          )}
          <PasswordField
            id={NEW.id}
            label={NEW.label}
            hint={PASSWORD_RULE}
            autocomplete="new-password"
            value={fresh}
            typed={setFresh}
            problem={problemOf(problems, NEW.id)}
          />
          <button type="submit" class="nhsuk-button" aria-disabled={sending.waits}>
            Set password
          </button>
        </form>
        <p>
          <button type="button" class="link-button" onClick={later}>
            {words.later}
          </button>
        </p>
        <p class="quiet">{words.hint}</p>
      </div>
    </Page>
  );
}
