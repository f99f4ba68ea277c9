/** Signs a person in again on the very page whose session has ended. The page below keeps what was typed. */
import type { Session } from "../../live/session";
import { SIGN_IN_AGAIN } from "../../words/sign-in";
import { SignInForm } from "./sign-in-form";
import { useSignIn } from "./use-sign-in";

export function SessionEnded({ session }: { session: Session }) {
  const signing = useSignIn((person) => session.signedIn(person), session.person?.email ?? "");
  return (
    <section class="panel panel--lost" aria-labelledby="session-ended">
      <h2 class="panel__heading" id="session-ended">
        {SIGN_IN_AGAIN.heading}
      </h2>
      <p>{SIGN_IN_AGAIN.text}</p>
      <SignInForm signing={signing} level={3} />
      <p>
        If you have no password, open a new link that was sent to you in this browser. This page goes on by
        itself then. <a href="/forgotten">I cannot sign in</a>
      </p>
    </section>
  );
}
