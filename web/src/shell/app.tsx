/** Finds out who is signed in, then shows the screen that the address names. */
import { useEffect, useErrorBoundary } from "preact/hooks";
import { LocationProvider, useLocation } from "preact-iso/router";
import type { Voice } from "../live/announcer/speaker";
import type { Session } from "../live/session";
import { PageFault, ServiceError } from "../parts/page/error-pages";
import { Heading } from "../parts/page/heading";
import { Page } from "../parts/page/page";
import { SessionContext, useChanges } from "../parts/page/session-context";
import { SIGN_IN_AGAIN } from "../words/sign-in";
import { SCREENS } from "./routes";
import { OpenScreens, Screens } from "./screens";

interface AppProps {
  session: Session;
  voice: Voice;
}

export function App({ session, voice }: AppProps) {
  useChanges(session);
  useEffect(session.ask, [session]);
  // After a fault in the code of the pages a bidder must not see a blank screen.
  const [fault] = useErrorBoundary((error: unknown) => console.error(error));
  return (
    <SessionContext.Provider value={session}>
      {fault === undefined ? (
        <LocationProvider scope={SCREENS}>
          <LossSpoken session={session} voice={voice} />
          <Shown session={session} voice={voice} />
        </LocationProvider>
      ) : (
        <Page>
          <PageFault />
        </Page>
      )}
    </SessionContext.Provider>
  );
}

function Shown({ session, voice }: AppProps) {
  const { status, person } = session;
  if (person !== null) return <Screens person={person} voice={voice} />;
  if (status === "none") return <OpenScreens />;
  return (
    <Page>
      {status === "away" ? (
        <ServiceError again={session.ask} />
      ) : (
        <>
          <Heading>Loading</Heading>
          <p>Finding out who is signed in.</p>
        </>
      )}
    </Page>
  );
}

/** Says that the session has ended. In a lot the lot's own announcer says it. */
function LossSpoken({ session, voice }: AppProps) {
  const { path } = useLocation();
  const lost = session.status === "lost";
  useEffect(() => {
    if (lost && !path.startsWith("/lots/"))
      voice.assertive(`${SIGN_IN_AGAIN.heading}. ${SIGN_IN_AGAIN.text}`);
  }, [lost]);
  return null;
}
