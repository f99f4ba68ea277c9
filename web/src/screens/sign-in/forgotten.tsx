/** Help for a person who cannot sign in: a link to set a new password, and whom to ask. */
import { useState } from "preact/hooks";
import { askForReset } from "../../api/person";
import { ErrorSummary, type FieldProblem, problemOf } from "../../parts/form/error-summary";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useAbout } from "../../parts/page/use-about";
import { whomToAsk } from "../../words/about";
import { EMAIL_NEEDED } from "../../words/sign-in";

const EMAIL = "reset-email";

export function ForgottenScreen() {
  const about = useAbout();
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  return (
    <Page>
      <div class="card narrow">
        <Heading error={problems.length > 0}>I cannot sign in</Heading>
        {about?.mail && <AskForLink problems={problems} found={setProblems} />}
        <h2 class="card__heading">If you have no password, or have forgotten it</h2>
        <p>The lead of your organisation can send you a new link. {whomToAsk(about?.contact ?? null)}</p>
        <h2 class="card__heading">If you do not have your code</h2>
        <p>
          Use one of the recovery codes that you printed when you set up the app. If you have none left, the
          person to ask can take the app off your account.
        </p>
        <h2 class="card__heading">If you were told to wait</h2>
        <p>
          After several wrong tries you have to wait for some minutes, also with the right password. A link
          that was sent to you works at once.
        </p>
        <p>
          <a href="/sign-in">Back to sign in</a>
        </p>
      </div>
    </Page>
  );
}

interface AskForLinkProps {
  problems: readonly FieldProblem[];
  found(problems: readonly FieldProblem[]): void;
}

function AskForLink({ problems, found }: AskForLinkProps) {
  const [email, setEmail] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setSaid(null);
    const missing = email.trim() === "" ? [{ field: EMAIL, text: EMAIL_NEEDED }] : [];
    found(missing);
    if (missing.length > 0) return;
    const answer = await askForReset(email.trim());
    setSaid(
      answer.ok
        ? "If somebody has this e-mail address here, a link is on its way to it. It works once, for 1 hour."
        : "fairlot did not answer just now, so no link was sent. Try again.",
    );
  };
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)}>
      <ErrorSummary problems={problems} />
      <p>Enter your e-mail address. You get a link with which you set a new password.</p>
      <TextField
        id={EMAIL}
        label="E-mail address"
        type="email"
        inputmode="email"
        autocomplete="username"
        value={email}
        typed={setEmail}
        problem={problemOf(problems, EMAIL)}
      />
      <button type="submit" class="nhsuk-button">
        Send me a link
      </button>
      <Said text={said} />
    </form>
  );
}
