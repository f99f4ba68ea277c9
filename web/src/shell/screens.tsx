/** The screens, each loaded when it is first needed, and the addresses at which they stand. */
import type { ComponentChildren, ComponentType, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import lazy from "preact-iso/lazy";
import { Route, Router, useLocation } from "preact-iso/router";
import type { Voice } from "../live/announcer/speaker";
import { asksForPassword } from "../live/password-later";
import { NoSuchPage, NotLoaded } from "../parts/page/error-pages";
import { LoadingNext } from "../parts/page/loading";
import { Page } from "../parts/page/page";
import type { Person } from "../protocol/names";
import type { PartyParts } from "../parts/lot/part";
import type { ReplayProps } from "../screens/replay/replay";
import type { SetUpProps } from "../screens/set-up/set-up";
import { arrive } from "./arrival";
import { afterSigningIn, isReadable, SCREENS, waitsForSignIn } from "./routes";

/** Without the chunk the page says so in place of it. */
function screen<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy<ComponentType<Props>>(() =>
    load().then(
      (found) => ({ default: found }),
      () => ({ default: () => framed(<NotLoaded />) }),
    ),
  );
}

const Home = screen(() => import("../screens/home/home").then((home) => home.HomeScreen));
const Bidding = screen(() => import("../screens/bidding/bidding").then((bidding) => bidding.BiddingScreen));
const ManyLots = screen(() => import("../screens/many-lots/many-lots").then((many) => many.ManyLotsScreen));
const Observing = screen(() => import("../screens/observing/observing").then((one) => one.ObservingScreen));
/** The parts of the pages that a bidder and a watcher have, for a preview and a replay. */
async function partyParts(): Promise<PartyParts> {
  const [bidding, observing] = await Promise.all([
    import("../screens/bidding/bidding"),
    import("../screens/observing/observing"),
  ]);
  return (role, part) => (role === "supplier" ? bidding.bidderParts(part) : observing.observerParts(part));
}

const SetUp = screen(() =>
  Promise.all([import("../screens/set-up/set-up"), partyParts()]).then(
    ([{ SetUpScreen }, parts]) =>
      (props: Omit<SetUpProps, "parts">) => <SetUpScreen {...props} parts={parts} />,
  ),
);
const Replay = screen(() =>
  Promise.all([import("../screens/replay/replay"), partyParts()]).then(
    ([{ ReplayScreen }, parts]) =>
      (props: Omit<ReplayProps, "parts">) => <ReplayScreen {...props} parts={parts} />,
  ),
);
const Result = screen(() => import("../screens/result/result").then((one) => one.ResultScreen));
const Console = screen(() => import("../screens/console/console").then((one) => one.ConsoleScreen));
const Lobby = screen(() => import("../screens/lobby/lobby").then((lobby) => lobby.LobbyScreen));
const LobbyAs = screen(() => import("../screens/lobby/as-bidder").then((one) => one.LobbyAsScreen));
const Readmission = screen(() =>
  import("../screens/readmission/readmission").then((one) => one.ReadmissionScreen),
);
const People = screen(() => import("../screens/people/people").then((one) => one.PeopleScreen));
const ChoosePassword = screen(() =>
  import("../screens/sign-in/choose-password").then((one) => one.ChoosePasswordScreen),
);
const ChooseFactor = screen(() =>
  import("../screens/sign-in/choose-factor").then((one) => one.ChooseFactorScreen),
);
const Settings = screen(() => import("../screens/settings/settings").then((one) => one.SettingsScreen));
const SignIn = screen(() => import("../screens/sign-in/sign-in").then((one) => one.SignInScreen));
const Forgotten = screen(() => import("../screens/sign-in/forgotten").then((one) => one.ForgottenScreen));
const Help = screen(() => import("../screens/help/help").then((one) => one.HelpScreen));
const Accessibility = screen(() =>
  import("../screens/help/accessibility").then((one) => one.AccessibilityScreen),
);

interface ScreensProps {
  person: Person;
  voice: Voice;
}

/** The screens for a person who is signed in. */
export function Screens({ person, voice }: ScreensProps) {
  const { path } = useLocation();
  const asks = !waitsForSignIn(path)
    ? null
    : person.second_factor_needed
      ? "factor"
      : asksForPassword(person);
  const asked = useRef(asks);
  useEffect(() => {
    // The page that the link led to takes the place of the one that asked.
    if (asked.current !== asks) arrive();
    asked.current = asks;
  }, [asks]);
  if (!isReadable(path)) return framed(<NoSuchPage />);
  if (asks === "factor") {
    return <Loaded key={asks}>{[<Route default component={ChooseFactor} person={person} />]}</Loaded>;
  }
  if (asks !== null) {
    return (
      <Loaded key={asks}>{[<Route default component={ChoosePassword} person={person} asks={asks} />]}</Loaded>
    );
  }
  return (
    <Loaded>
      <Route path="/" component={Home} person={person} />
      <Route path="/lots/:lot" component={LotRoute} person={person} voice={voice} />
      <Route path="/lots/:lot/result" component={ResultRoute} person={person} voice={voice} />
      <Route path="/lots/:lot/replay" component={ReplayRoute} person={person} voice={voice} />
      <Route path="/events/new" component={SetUpRoute} person={person} />
      <Route path="/events/templates" component={SetUpRoute} person={person} />
      <Route path="/events/:event/set-up/:task?" component={SetUpRoute} person={person} />
      <Route path="/events/:event/check" component={SetUpRoute} person={person} />
      <Route path="/events/:event/console" component={ConsoleRoute} person={person} voice={voice} />
      <Route path="/events/:event" component={LobbyRoute} person={person} voice={voice} />
      <Route path="/events/:event/bidding" component={ManyLotsRoute} person={person} voice={voice} />
      <Route path="/events/:event/readmit" component={ReadmissionRoute} person={person} />
      <Route path="/people/:id?/:act?" component={PeopleRoute} person={person} />
      <Route path="/settings/:page?" component={SettingsRoute} person={person} />
      <Route path="/sign-in" component={Onwards} />
      <Route path="/forgotten" component={Forgotten} />
      <Route path="/help" component={Help} />
      <Route path="/accessibility" component={Accessibility} />
      <Route default component={Nowhere} />
    </Loaded>
  );
}

/** The screens for a person who is not signed in. Every other address shows how to sign in, and what it is for after that. */
export function OpenScreens() {
  return (
    <Loaded>
      <Route path="/forgotten" component={Forgotten} />
      <Route path="/help" component={Help} />
      <Route path="/accessibility" component={Accessibility} />
      <Route default component={SignIn} />
    </Loaded>
  );
}

/** The screen of the address; while it is loaded, the one before it stays. */
function Loaded({ children }: { children: VNode[] }) {
  const [loads, setLoads] = useState(false);
  return (
    <>
      {loads && <LoadingNext />}
      <Router onRouteChange={arrive} onLoadStart={() => setLoads(true)} onLoadEnd={() => setLoads(false)}>
        {children}
      </Router>
    </>
  );
}

/** Begins to load the screen of an address while the server is still asked who is signed in. */
export function loadAhead(path: string): void {
  if (path === "/") void Home.preload();
  if (path === "/settings") void Settings.preload();
}

interface LotRouteProps extends ScreensProps {
  params?: { lot?: string };
}

/** Each lot begins anew: nothing of one may stand on the page of another. */
function LotRoute({ params, person, voice }: LotRouteProps) {
  const lot = params?.lot ?? "";
  const LotScreen = person.role === "supplier" ? Bidding : Observing;
  return <LotScreen key={lot} lot={lot} person={person} voice={voice} />;
}

function ResultRoute({ params, person, voice }: LotRouteProps) {
  const lot = params?.lot ?? "";
  return <Result key={lot} lot={lot} person={person} voice={voice} />;
}

/** The moment and the parties stand in the query: the replay stays while the person goes from one to the other. */
function ReplayRoute({ params, person, voice }: LotRouteProps) {
  const { query } = useLocation();
  const lot = params?.lot ?? "";
  return <Replay key={lot} lot={lot} query={query} person={person} voice={voice} />;
}

/** The page of an event is for its bidders. A buyer looks at that of one bidder, `?as=bidder:acme`. */
function LobbyRoute({ params, person, voice }: ScreensProps & { params?: { event?: string } }) {
  const event = params?.event ?? "";
  const { as } = useLocation().query;
  if (person.role === "supplier") return <Lobby key={event} event={event} person={person} voice={voice} />;
  const looks = as !== undefined && (person.role === "buyer" || person.role === "admin");
  return looks ? <LobbyAs key={`${event} ${as}`} event={event} as={as} /> : Nowhere();
}

/** One screen for all addresses of a set-up: its editor stays while the person goes from task to task. */
function SetUpRoute({ person }: { person: Person }) {
  const { url, route } = useLocation();
  return <SetUp address={url} person={person} go={(to) => route(to)} />;
}

interface ConsoleRouteProps extends ScreensProps {
  params?: { event?: string };
}

/** The lot and the act beside the list stand in the query: the list stays while the person goes from one to the other. */
function ConsoleRoute({ params, person, voice }: ConsoleRouteProps) {
  const { query } = useLocation();
  const event = params?.event ?? "";
  return <Console key={event} event={event} query={query} person={person} voice={voice} />;
}

interface EventRouteProps extends ScreensProps {
  params?: { event?: string };
}

function ManyLotsRoute({ params, person, voice }: EventRouteProps) {
  const event = params?.event ?? "";
  return <ManyLots key={event} event={event} person={person} voice={voice} />;
}

interface ReadmissionRouteProps {
  params?: { event?: string };
  person: Person;
}

function ReadmissionRoute({ params, person }: ReadmissionRouteProps) {
  const event = params?.event ?? "";
  return <Readmission key={event} event={event} person={person} />;
}

/** One screen for all addresses of the people: what it knows stays while the person goes from page to page. */
function PeopleRoute({ person }: { person: Person }) {
  const { url, route } = useLocation();
  return <People address={url} person={person} go={(to) => route(to)} />;
}

function SettingsRoute({ person }: { person: Person }) {
  const { url, route } = useLocation();
  return <Settings address={url} person={person} go={(to) => route(to)} />;
}

/** Leads on to what was asked for before signing in. */
function Onwards() {
  const { query, route } = useLocation();
  // This screen stays until the next one is loaded. By then the address is another one.
  const [target] = useState(() => afterSigningIn(query["to"]));
  useEffect(() => {
    // A download is no screen.
    if (SCREENS.test(target)) route(target, true);
    else location.replace(target);
  }, []);
  return null;
}

function Nowhere() {
  return framed(<NoSuchPage />);
}

function framed(content: ComponentChildren) {
  return <Page>{content}</Page>;
}
