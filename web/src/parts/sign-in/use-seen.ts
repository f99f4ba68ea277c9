/** Asks whether the session is back whenever the person comes back to this tab. */
import { useEffect } from "preact/hooks";
import type { Session } from "../../live/session";

export function useSeen(session: Session): void {
  useEffect(() => {
    const seen = (): void => {
      if (document.visibilityState === "visible") session.seen();
    };
    document.addEventListener("visibilitychange", seen);
    addEventListener("focus", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("focus", seen);
    };
  }, [session]);
}
