/** The page that signs in. It also stands in place of any other page while nobody is signed in. */
import { useLocation } from "preact-iso/router";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import { SignInForm } from "../../parts/sign-in/sign-in-form";
import { useSeen } from "../../parts/sign-in/use-seen";
import { useSignIn } from "../../parts/sign-in/use-sign-in";
import { ENTER_CODE, SIGN_IN } from "../../words/sign-in";

export function SignInScreen() {
  const session = useSession();
  const { query } = useLocation();
  const signing = useSignIn((person) => session.signedIn(person));
  useSeen(session);
  const { step, problems, again, wait_ms } = signing;
  const untried = step === "password" && problems.length === 0 && again === null && wait_ms === null;
  return (
    <Page>
      <div class="card narrow">
        {"signed-out" in query && untried && (
          <p class="note">You have signed out. To come back, sign in again.</p>
        )}
        <Heading error={signing.problems.length > 0}>
          {signing.step === "code" ? ENTER_CODE : SIGN_IN}
        </Heading>
        <SignInForm signing={signing} level={2} />
        <p>
          <a href="/forgotten">I cannot sign in</a>
        </p>
        <h2 class="card__heading">If you were sent a link</h2>
        <p>
          Open the link in this browser; it signs you in without a password. Each link works once. What you
          typed on this computer before is kept.
        </p>
      </div>
    </Page>
  );
}
