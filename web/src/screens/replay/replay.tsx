/** The replay of a lot, for auditors: its records on lanes, and beside each other what two parties saw then. */
import { useEffect, useRef, useState } from "preact/hooks";
import { lotNow } from "../../api/replay";
import type { Voice } from "../../live/announcer/speaker";
import { type PaneName, Replay } from "../../live/replay/replay";
import type { PartyParts } from "../../parts/lot/part";
import { Back } from "../../parts/page/back";
import { CannotSee } from "../../parts/page/error-pages";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import { titled, useTitle } from "../../parts/page/title";
import { useLoaded } from "../../parts/page/use-loaded";
import { ONE_COLUMN, useNarrow } from "../../parts/page/use-narrow";
import "../../styles/replay.scss";
import type { LotMessage, Person } from "../../protocol/names";
import { lotAddress } from "../../words/practice";
import { replayPlaceIn } from "../../words/replay/address";
import { partiesOf } from "../../words/replay/party";
import { FOR_AUDITORS, streamFailed } from "../../words/replay/player";
import { recordPlace } from "../../words/replay/records";
import { Controls } from "./controls";
import { LanesFigure } from "./lanes-figure";
import { Lead } from "./lead";
import { PaneOfParty } from "./pane-of-party";
import { RecordParts, WaysDown } from "./record-parts";
import { useAddress } from "./use-address";
import { useAnnouncer } from "./use-announcer";
import { useDrawn } from "./use-drawn";

export interface ReplayProps {
  lot: string;
  query: Readonly<Record<string, string>>;
  person: Person;
  voice: Voice;
  parts: PartyParts;
}

export function ReplayScreen(props: ReplayProps) {
  const allowed = props.person.role === "auditor";
  // The lot as of now; what comes later is asked for when the person wants it.
  const loaded = useLoaded(allowed ? props.lot : null, () => lotNow(props.lot));
  const first = useRef<LotMessage | null>(null);
  first.current ??= loaded.value;
  if (!allowed || loaded.refused !== null) {
    return (
      <Page>
        <CannotSee {...(!allowed && { why: FOR_AUDITORS })} />
      </Page>
    );
  }
  const lot = first.current;
  if (lot !== null) return <Shown {...props} now={lot} />;
  return (
    <Page>
      <Heading>Replay</Heading>
      {loaded.failed && <p class="answer answer--unknown">{streamFailed(loaded.failed, true)}</p>}
      <LoadState what="the lot" loaded={loaded} />
    </Page>
  );
}

function Shown({ query, voice, parts, now: lot }: ReplayProps & { now: LotMessage }) {
  const parties = partiesOf(lot);
  const place = replayPlaceIn(query);
  const [replay] = useState(() => new Replay(lot, place.seq));
  const [chosen, setChosen] = useState(() =>
    chosenAtFirst(
      place,
      parties.map(({ as }) => as),
    ),
  );
  const narrow = useNarrow(ONE_COLUMN);
  useEffect(() => {
    replay.start();
    return () => replay.stop();
  }, [replay]);
  useEffect(() => {
    replay.pick("a", chosen.a);
    replay.pick("b", narrow ? null : chosen.b);
  }, [replay, chosen, narrow]);
  useReturns(replay);
  useAddress(replay, chosen, query, (wanted) => {
    if (wanted.seq !== null) replay.seek(wanted.seq);
    setChosen((before) => ({ a: wanted.a ?? before.a, b: wanted.b ?? before.b }));
  });
  const announcer = useAnnouncer(replay, voice);
  const pick = (name: PaneName) => (as: string) => setChosen({ ...chosen, [name]: as });
  return (
    <Page event={lot.event} lot_title={lot.title}>
      <Back to={lotAddress(lot.lot)} words="The lot" />
      <Title replay={replay} />
      <h1 class="nhsuk-heading-l replay__heading" tabIndex={-1}>
        Replay of {lot.title}
      </h1>
      <Lead replay={replay} />
      <Failed replay={replay} />
      <Controls replay={replay} announcer={announcer} />
      <WaysDown />
      <LanesFigure replay={replay} />
      <div class={narrow ? "" : "columns columns--even"}>
        <PaneOfParty replay={replay} name="a" parties={parties} pick={pick("a")} parts={parts} />
        {!narrow && <PaneOfParty replay={replay} name="b" parties={parties} pick={pick("b")} parts={parts} />}
      </div>
      <RecordParts replay={replay} party={chosen.a} />
    </Page>
  );
}

/** What was loaded stays, and the page says that no more of it can come. */
function Failed({ replay }: { replay: Replay }) {
  useDrawn(replay, 1_000);
  const { failed } = replay;
  return failed && <p class="answer answer--unknown">{streamFailed(failed, false)}</p>;
}

/** Whose views are shown before the person has chosen: the first bidder's, and a buyer's. */
function chosenAtFirst(
  { a, b }: { a: string | null; b: string | null },
  parties: readonly string[],
): Record<PaneName, string> {
  return { a: a ?? parties[0] ?? "auditor", b: b ?? "buyer" };
}

/** The title of a moment; while it plays the moment changes too often for one. */
function Title({ replay }: { replay: Replay }) {
  useDrawn(replay, 1_000);
  const { playing, seq } = replay.playing;
  const where = playing ? "playing" : recordPlace(seq, replay.head).toLowerCase();
  useTitle(titled(`Replay of ${replay.lot.title}`, where));
  return null;
}

/** Asks again for what failed once the session is back. */
function useReturns(replay: Replay): void {
  const { returns } = useSession();
  useEffect(() => {
    if (returns > 0) replay.tryNow();
  }, [returns]);
  useEffect(() => {
    const online = (): void => replay.tryNow();
    addEventListener("online", online);
    return () => removeEventListener("online", online);
  }, [replay]);
}
