/** Where the person is signed in, with a button that ends each session. */
import { endSessionOf, endSessionsOf, sessionsOf } from "../../api/people";
import type { Answer } from "../../api/request";
import { Said } from "../../parts/form/said";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { LoadState } from "../../parts/page/load-state";
import { Section } from "../../parts/page/section";
import { SessionLines } from "../../parts/page/session-lines";
import { useLoaded } from "../../parts/page/use-loaded";
import { actRefused } from "../../words/people";
import type { PersonSectionProps } from "./person-section";

export function PersonSessions({ person: { id } }: PersonSectionProps) {
  const sessions = useLoaded(id, () => sessionsOf(id));
  const sending = useSending();
  const end = (act: () => Promise<Answer<unknown>>, said: string): void => {
    sending.send([], async (): Promise<Outcome> => {
      const answer = await act();
      sessions.again();
      return { said: answer.ok ? said : actRefused(answer) };
    });
  };
  if (sessions.refused !== null) return null;
  const list = sessions.value;
  return (
    <Section id="sessions" heading="Where they are signed in">
      <Said text={sending.said} />
      <LoadState what="the sessions" loaded={sessions} />
      {list?.length === 0 && <p>Nowhere just now.</p>}
      {list !== null && list.length > 0 && (
        <SessionLines
          sessions={list}
          end={(session) => end(() => endSessionOf(id, session), "The session has ended.")}
        />
      )}
      {list !== null && list.length > 1 && (
        <button
          type="button"
          class="plain-button"
          onClick={() => end(() => endSessionsOf(id), "All sessions have ended.")}
        >
          End all sessions
        </button>
      )}
    </Section>
  );
}
