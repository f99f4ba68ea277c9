/**
 * What asks for the session or its second factor above a page, which stays as it is. The forms are loaded once the page
 * is shown: few people need them, and nobody has to wait for them before the first bid.
 */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../../live/session";
import { SIGN_IN_AGAIN } from "../../words/sign-in";
import { useSeen } from "../sign-in/use-seen";

type Asking = ComponentType<{ session: Session }>;

interface Forms {
  readonly SessionEnded: Asking;
  readonly CodeNeeded: Asking;
}

let known: Forms | null = null;

async function load(): Promise<Forms | null> {
  try {
    const [{ SessionEnded }, { CodeNeeded }] = await Promise.all([
      import("../sign-in/session-ended"),
      import("../sign-in/code-needed"),
    ]);
    known = { SessionEnded, CodeNeeded };
  } catch {
    // Without a network they are asked for again when they are needed.
  }
  return known;
}

export function SessionAsks({ session, code }: { session: Session; code: boolean }) {
  const [forms, setForms] = useState(known);
  useSeen(session);
  const lost = session.status === "lost";
  const asks_code = code && session.status === "here" && session.needs_code;
  useEffect(() => {
    let over = false;
    // Another page may have loaded them since this one was drawn.
    void (known === null ? load() : Promise.resolve(known)).then((found) => {
      if (found === null) session.elsewhere();
      if (!over) setForms(found);
    });
    return () => {
      over = true;
    };
  }, [lost, asks_code]);
  if (!lost && !asks_code) return null;
  if (forms === null) return lost ? <NotLoadedYet /> : null;
  return lost ? <forms.SessionEnded session={session} /> : <forms.CodeNeeded session={session} />;
}

function NotLoadedYet() {
  return (
    <section class="panel panel--lost" aria-labelledby="session-asks">
      <h2 class="panel__heading" id="session-asks">
        {SIGN_IN_AGAIN.heading}
      </h2>
      <p>Load the page again to sign in. What you typed is kept.</p>
    </section>
  );
}
