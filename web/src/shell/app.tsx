/** Asks who is signed in, then shows the screen that the address names. Shows how to sign in without a session. */
import { useEffect, useErrorBoundary, useState } from "preact/hooks";
import type { Person } from "../api/answers";
import { me } from "../api/person";
import type { Answer } from "../api/request";
import type { Voice } from "../live/announcer/speaker";
import { NoSuchPage, PageFault, ServiceError, SignedOut, SignedOutByHand } from "../parts/page/error-pages";
import { Page } from "../parts/page/page";
import { titled, useTitle } from "../parts/page/title";
import { BiddingScreen } from "../screens/bidding/bidding";
import { EventsScreen } from "../screens/events/events";
import { ObservingScreen } from "../screens/observing/observing";
import { useAddress } from "./address";
import { LazySetUp } from "./lazy-set-up";
import { route } from "./routes";

const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 30_000;

interface AppProps {
  path: string;
  /** The page was opened by signing out. */
  left: boolean;
  voice: Voice;
}

export function App({ path, left, voice }: AppProps) {
  const [answer, setAnswer] = useState<Answer<Person> | null>(null);
  // After a fault in the code of the pages a bidder must not see a blank screen.
  const [fault] = useErrorBoundary((error: unknown) => console.error(error));
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let over = false;
    void me().then((found) => over || setAnswer(found));
    return () => {
      over = true;
    };
  }, [tries]);
  const again = (): void => setTries((n) => n + 1);
  useRetry(answer !== null && !answer.ok && answer.status !== 401, tries, again);

  if (fault !== undefined) {
    return (
      <Page>
        <PageFault again={() => location.reload()} />
      </Page>
    );
  }
  if (answer === null) {
    return (
      <Page>
        <Loading />
      </Page>
    );
  }
  if (!answer.ok) return <Page>{withoutAPerson(answer.status, left, again)}</Page>;
  return <Screen path={path} person={answer.value} voice={voice} />;
}

/** Asks again by itself with growing pauses while the service does not answer. */
function useRetry(failed: boolean, tries: number, again: () => void): void {
  useEffect(() => {
    if (!failed) return;
    const timer = setTimeout(again, Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** tries));
    return () => clearTimeout(timer);
  }, [failed, tries]);
}

function Screen({ path, person, voice }: { path: string; person: Person; voice: Voice }) {
  const { address, go } = useAddress(path);
  const named = route(address.split("?")[0] ?? "/");
  if (named.screen === "events") return <EventsScreen person={person} />;
  if (named.screen === "lot") {
    const LotScreen = person.role === "supplier" ? BiddingScreen : ObservingScreen;
    return <LotScreen lot={named.lot} person={person} voice={voice} />;
  }
  if (named.screen === "set-up") return <LazySetUp address={address} person={person} go={go} />;
  return (
    <Page person={person}>
      <NoSuchPage />
    </Page>
  );
}

function withoutAPerson(status: number, left: boolean, again: () => void) {
  if (status !== 401) return <ServiceError again={again} />;
  return left ? <SignedOutByHand /> : <SignedOut />;
}

function Loading() {
  useTitle(titled("Loading"));
  return <p>Finding out who is signed in.</p>;
}
