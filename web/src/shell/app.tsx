/** Asks who is signed in, then shows the screen that the address names. Shows how to sign in without a session. */
import { useEffect, useErrorBoundary, useState } from "preact/hooks";
import type { Person } from "../api/answers";
import { me } from "../api/person";
import type { Answer } from "../api/request";
import type { Voice } from "../live/announcer/speaker";
import { ServiceError, SignedOut } from "../parts/page/error-pages";
import { Page } from "../parts/page/page";
import { BiddingScreen } from "../screens/bidding/bidding";
import { EventsScreen } from "../screens/events/events";
import { ObservingScreen } from "../screens/observing/observing";
import { lotInPath } from "./routes";

export function App({ path, voice }: { path: string; voice: Voice }) {
  const [answer, setAnswer] = useState<Answer<Person> | null>(null);
  // After a fault in the code of the pages a bidder must not see a blank screen.
  const [fault] = useErrorBoundary((error: unknown) => console.error(error));
  const ask = (): void => {
    setAnswer(null);
    void me().then(setAnswer);
  };
  useEffect(ask, []);

  if (fault !== undefined) {
    return (
      <Page>
        <ServiceError again={() => location.reload()} />
      </Page>
    );
  }
  if (answer === null) {
    return (
      <Page>
        <p>Loading.</p>
      </Page>
    );
  }
  if (!answer.ok) return <Page>{answer.status === 401 ? <SignedOut /> : <ServiceError again={ask} />}</Page>;
  const person = answer.value;
  const lot = lotInPath(path);
  if (lot === null) return <EventsScreen person={person} />;
  const Screen = person.role === "supplier" ? BiddingScreen : ObservingScreen;
  return <Screen lot={lot} person={person} voice={voice} />;
}
