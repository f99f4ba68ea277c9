/** Loads the screen of a set-up when it is first needed: bidders never load it. */
import { useEffect, useState } from "preact/hooks";
import type { Person } from "../api/answers";
import { Page } from "../parts/page/page";
import { ServiceError } from "../parts/page/error-pages";
import { titled, useTitle } from "../parts/page/title";
import { bidderParts } from "../screens/bidding/bidding";
import { observerParts } from "../screens/observing/observing";
import type { SetUpScreen } from "../screens/set-up/set-up";

interface LazySetUpProps {
  address: string;
  person: Person;
  go: (address: string) => void;
}

export function LazySetUp(props: LazySetUpProps) {
  const [Screen, setScreen] = useState<{ of: typeof SetUpScreen } | null>(null);
  const [failed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    import("../screens/set-up/set-up").then(
      ({ SetUpScreen: of }) => setScreen({ of }),
      () => setFailed(true),
    );
  };
  useEffect(load, []);
  if (Screen !== null) {
    return (
      <Screen.of
        {...props}
        parts={(role, part) => (role === "supplier" ? bidderParts(part) : observerParts(part))}
      />
    );
  }
  return <Page person={props.person}>{failed ? <ServiceError again={load} /> : <Loading />}</Page>;
}

function Loading() {
  useTitle(titled("Loading the set-up"));
  return <p>Loading the set-up.</p>;
}
