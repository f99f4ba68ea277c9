/** Finds out who looks, then shows the page of the address. Without a session it says how to get one. */
import { useEffect, useErrorBoundary, useState } from "preact/hooks";
import type { Person } from "../api/answers";
import { me } from "../api/person";
import type { Answer } from "../api/request";
import type { Voice } from "../live/announcer/speaker";
import { EventsPage } from "./events";
import { Frame } from "./frame";
import { LotPage } from "./lot";
import { SignedOut, Trouble } from "./plain";

export function lotInPath(path: string): string | null {
  const match = /^\/lots\/([^/]+)\/?$/.exec(path);
  return match?.[1] === undefined ? null : decodeURIComponent(match[1]);
}

export function App({ path, voice }: { path: string; voice: Voice }) {
  const [answer, setAnswer] = useState<Answer<Person> | null>(null);
  // A fault of the page itself must not leave a bidder before a blank screen.
  const [fault] = useErrorBoundary((error: unknown) => console.error(error));
  const ask = (): void => {
    setAnswer(null);
    void me().then(setAnswer);
  };
  useEffect(ask, []);

  if (fault !== undefined) {
    return (
      <Frame>
        <Trouble again={() => location.reload()} />
      </Frame>
    );
  }
  if (answer === null) {
    return (
      <Frame>
        <p>Loading.</p>
      </Frame>
    );
  }
  if (!answer.ok) return <Frame>{answer.status === 401 ? <SignedOut /> : <Trouble again={ask} />}</Frame>;
  const lot = lotInPath(path);
  return lot === null ? (
    <EventsPage person={answer.value} />
  ) : (
    <LotPage lot={lot} person={answer.value} voice={voice} />
  );
}
