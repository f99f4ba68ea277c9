/** Sessions, each with its times and a button that ends it. The session that asks has none. */
import type { OwnSession } from "../../protocol/names";
import { sessionName, sessionTimes } from "../../words/sessions";

interface SessionLinesProps {
  sessions: readonly OwnSession[];
  end(id: string): void;
}

export function SessionLines({ sessions, end }: SessionLinesProps) {
  return (
    <ul class="nhsuk-list lots lots--ends">
      {sessions.map((one) => (
        <li key={one.id}>
          <span>
            <strong>{sessionName(one)}</strong>
            {one.current && " (this one)"}
          </span>
          <span class="quiet">{sessionTimes(one, Date.now())}</span>
          {!one.current && (
            <button type="button" class="plain-button" onClick={() => end(one.id)}>
              End <span class="nhsuk-u-visually-hidden">the session {sessionName(one)}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
