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
import { EMAIL_IS_NONE, notAsked } from "../../words/forgotten";
import { EMAIL_NEEDED } from "../../words/sign-in";

const EMAIL = "reset-email";

export function ForgottenScreen() {
  const about = useAbout();
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <Page>
      <div class="card narrow">
        <Heading error={problems.length > 0}>I cannot sign in</Heading>
        {about?.mail && asked === null && (
          <AskForLink problems={problems} found={setProblems} asked={setAsked} />
        )}
        {asked !== null && <Asked email={asked} again={() => setAsked(null)} />}
        <h2 class="card__heading">If you have no password, or have forgotten it</h2>
        <p>
          {about?.mail === false && "E-mail is not set up here, so this page cannot send you a link. "}
          The lead of your organisation, or an administrator, can make a new link for you.{" "}
          {whomToAsk(about?.contact ?? null)}
        </p>
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
  /** The server took the request for this address. */
  asked(email: string): void;
}

function AskForLink({ problems, found, asked }: AskForLinkProps) {
  const [email, setEmail] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [waits, setWaits] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (waits) return;
    setSaid(null);
    const missing = email.trim() === "" ? [{ field: EMAIL, text: EMAIL_NEEDED }] : [];
    found(missing);
    if (missing.length > 0) return;
    setWaits(true);
    const answer = await askForReset(email.trim());
    setWaits(false);
    if (answer.ok) asked(email.trim());
    else if (answer.status === 422) found([{ field: EMAIL, text: EMAIL_IS_NONE }]);
    else setSaid(notAsked(answer));
  };
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)}>
      <ErrorSummary problems={problems} />
      <Said text={said} />
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
      <button type="submit" class="nhsuk-button" aria-disabled={waits}>
        Send me a link
      </button>
    </form>
  );
}

/** Never says whether anybody has the address. */
function Asked({ email, again }: { email: string; again(): void }) {
  return (
    <>
      <Said
        text={`If somebody has the address ${email} here, a link is on its way to it. It works once, for 1 hour.`}
      />
      <p>Open the link in this browser. It leads to a page on which you choose a new password.</p>
      <p>The link does not take the place of the code from your app.</p>
      <p>Nothing has come after 5 minutes? Look in your junk e-mail folder, and check the address.</p>
      <p>
        <button type="button" class="link-button" onClick={again}>
          Ask for another link
        </button>
      </p>
    </>
  );
}
