/** The button that tests the connection, and what came of it in words. */
import { useEffect, useRef, useState } from "preact/hooks";
import { noteConnection } from "../../api/lobby";
import type { Voice } from "../../live/announcer/speaker";
import { testConnection } from "../../live/connection-test";
import { measuredSentence, NOT_MEASURED, NOT_NOTED } from "../../words/lobby";

interface ConnectionTestProps {
  event: string;
  voice: Voice;
  again(): void;
}

export function ConnectionTest({ event, voice, again }: ConnectionTestProps) {
  const [tests, setTests] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const gone = useRef(false);
  useEffect(() => () => void (gone.current = true), []);
  const say = (words: string | null, spoken: string): void => {
    if (gone.current) return;
    setTests(false);
    setSaid(words);
    voice.polite(spoken);
  };
  const press = async (): Promise<void> => {
    if (tests) return;
    setTests(true);
    setSaid(null);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const measured = await testConnection(`${scheme}://${location.host}/ws`);
    if (measured === null) return say(NOT_MEASURED, NOT_MEASURED);
    const result = measuredSentence(measured.round_trip_ms, measured.clock_ms);
    const noted = await noteConnection(event, measured);
    // What was noted stands in the list, with its time.
    if (noted.ok) again();
    say(noted.ok ? null : `${result} ${NOT_NOTED}`, result);
  };
  return (
    <>
      <p>
        <button type="button" class="plain-button" aria-disabled={tests} onClick={() => void press()}>
          {tests ? "Testing the connection" : "Test the connection"}
        </button>
      </p>
      {said !== null && <p class="note">{said}</p>}
    </>
  );
}
