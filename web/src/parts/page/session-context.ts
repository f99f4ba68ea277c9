/** Gives every part of a page the person's session, and draws the part again when it changes. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Session } from "../../live/session";

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("no session stands around this part");
  useChanges(session);
  return session;
}

/** Draws the part again at each change of the session. */
export function useChanges(session: Session): void {
  const [, redraw] = useState(0);
  useEffect(() => session.watch(() => redraw((n) => n + 1)), [session]);
}
