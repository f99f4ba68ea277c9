/** The result of a lot: how it ended, what that saves, how it came to that, and how it is checked and taken out. */
import "../../styles/result.scss";
import { useEffect, useRef } from "preact/hooks";
import { resultOf, type ResultOrLot, type RunningLot } from "../../api/result";
import type { Voice } from "../../live/announcer/speaker";
import { CannotSee } from "../../parts/page/error-pages";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { Page } from "../../parts/page/page";
import { OnPaper } from "../../parts/page/paper";
import { type Loading, useLoaded } from "../../parts/page/use-loaded";
import { LotPractice } from "../../parts/practice/lot-practice";
import type { Person } from "../../protocol/names";
import { failedWords } from "../../words/lot";
import { isPractice, lotAddress } from "../../words/practice";
import { notEndedWords, resultSentence } from "../../words/result";
import { Shown } from "./shown";

/** How often a lot that has not ended is asked for again. */
const ASK_MS = 10_000;
const WHAT = "the result";

interface ResultScreenProps {
  lot: string;
  person: Person;
  voice: Voice;
}

export function ResultScreen({ lot, person, voice }: ResultScreenProps) {
  const loaded = useLoaded(lot, () => resultOf(lot));
  useSpoken(loaded.value, person, voice);
  if (loaded.refused !== null) {
    if (isPractice(lot)) return <LotPractice event={null} lot={lot} shows="over" />;
    return (
      <Page>
        <CannotSee />
      </Page>
    );
  }
  if (loaded.value === null) {
    return (
      <Page>
        <Heading>Result</Heading>
        <LoadState what={WHAT} loaded={loaded} />
        {loaded.next_try !== null && <NotRead failed={loaded.failed !== null} />}
      </Page>
    );
  }
  if (!loaded.value.ended) return <NotEnded id={lot} lot={loaded.value.lot} loaded={loaded} />;
  const { result } = loaded.value;
  return (
    <Page event={result.event} lot_title={result.title}>
      <OnPaper>
        <LoadState what={WHAT} loaded={loaded} />
        <Shown result={result} person={person} />
      </OnPaper>
    </Page>
  );
}

/** What is known where the result could not be loaded. */
function NotRead({ failed }: { failed: boolean }) {
  if (!failed) return <p>Nothing that was accepted is lost.</p>;
  const { heading, text } = failedWords(null, null);
  return (
    <p class="answer answer--unknown">
      {heading}. {text}
    </p>
  );
}

/** A result that takes the place of a lot that had not ended is spoken. */
function useSpoken(value: ResultOrLot | null, person: Person, voice: Voice): void {
  const waited = useRef(false);
  useEffect(() => {
    if (value?.ended && waited.current) voice.polite(resultSentence(value.result, person.role, Date.now()));
    waited.current = value?.ended === false;
  }, [value]);
}

interface NotEndedProps {
  id: string;
  lot: RunningLot;
  loaded: Loading<ResultOrLot>;
}

/** Asks again while the page can be seen, so that the result comes by itself. */
function NotEnded({ id, lot, loaded }: NotEndedProps) {
  const { again } = loaded;
  useEffect(() => {
    const asking = setInterval(() => document.visibilityState === "visible" && again(), ASK_MS);
    return () => clearInterval(asking);
  }, [id]);
  const { heading, text } = notEndedWords(lot, loaded.loaded_at ?? Date.now());
  return (
    <Page event={lot.event} lot_title={lot.title}>
      <div class="card narrow">
        <Heading>{heading}</Heading>
        <LoadState what={WHAT} loaded={loaded} />
        <p>{text} This page looks again by itself.</p>
        <p>
          <a href={lotAddress(id)}>Follow {lot.title}</a>
        </p>
      </div>
    </Page>
  );
}
