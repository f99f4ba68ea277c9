/** The person's sessions on all devices, each with a button that ends it. */
import { useEffect, useState } from "preact/hooks";
import { endOtherSessions, endSession, sessions } from "../../api/account";
import type { Answer } from "../../api/request";
import { Said } from "../../parts/form/said";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { useSession } from "../../parts/page/session-context";
import type { OwnSession } from "../../protocol/names";
import { notDone } from "../../words/settings";
import { Section } from "../../parts/page/section";
import { SessionLines } from "../../parts/page/session-lines";

export function OwnSessions() {
  const { returns } = useSession();
  const [list, setList] = useState<readonly OwnSession[] | "loading" | "failed">("loading");
  const sending = useSending();
  const load = async (): Promise<void> => {
    const answer = await sessions();
    setList(answer.ok ? answer.value : "failed");
  };
  useEffect(() => void load(), [returns]);
  const end = (act: () => Promise<Answer<unknown>>, said: string): void => {
    sending.send([], async (): Promise<Outcome> => {
      const answer = await act();
      await load();
      return { said: answer.ok ? said : notDone(answer) };
    });
  };
  return (
    <Section id="own-sessions" heading="Where you are signed in">
      <Said text={sending.said} />
      {list === "loading" && <p>Loading your sessions.</p>}
      {list === "failed" && (
        <p>
          Your sessions could not be loaded just now.{" "}
          <button type="button" class="link-button" onClick={() => void load()}>
            Try again
          </button>
        </p>
      )}
      {typeof list !== "string" && <Sessions list={list} end={end} />}
    </Section>
  );
}

interface SessionsProps {
  list: readonly OwnSession[];
  end(act: () => Promise<Answer<unknown>>, said: string): void;
}

function Sessions({ list, end }: SessionsProps) {
  const others = list.filter(({ current }) => !current);
  return (
    <>
      <SessionLines sessions={list} end={(id) => end(() => endSession(id), "The session has ended.")} />
      {others.length > 1 && (
        <button
          type="button"
          class="plain-button"
          onClick={() => end(endOtherSessions, "All other sessions have ended.")}
        >
          End all other sessions
        </button>
      )}
      {others.length === 0 && <p class="quiet">You are signed in nowhere else.</p>}
    </>
  );
}
