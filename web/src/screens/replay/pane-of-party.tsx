/** One pane of a replay: the live page of a party, as it was after the record at which the replay stands. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Pane } from "../../live/replay/pane";
import type { PaneName, Replay } from "../../live/replay/replay";
import { ClockBar } from "../../parts/lot/clock-bar";
import { Panels } from "../../parts/lot/panels";
import type { PartProps, PartyParts } from "../../parts/lot/part";
import { type Party, partyName } from "../../words/replay/party";
import { NOT_REPLAYED, PANE_UNKNOWN, paneFailed, paneTitle, paneWaits } from "../../words/replay/player";
import { useDrawn } from "./use-drawn";
import { useStill } from "./use-still";

/** While it plays a pane is drawn this often; nobody reads faster. */
const DRAWN_MS = 100;
/** What is wanted may be this late before the pane says that it waits. */
const LATE_MS = 400;

interface PaneProps {
  replay: Replay;
  name: PaneName;
  parties: readonly Party[];
  pick: (as: string) => void;
  parts: PartyParts;
}

export function PaneOfParty({ replay, name, parties, pick, parts }: PaneProps) {
  useDrawn(replay, DRAWN_MS);
  const pane = replay.panes[name];
  return (
    <div class="replay__pane">
      <label class="nhsuk-label replay__label" for={`replay-as-${name}`}>
        As seen by
      </label>
      <select
        class="nhsuk-input replay__select"
        id={`replay-as-${name}`}
        value={pane?.as ?? ""}
        onChange={(event) => pick(event.currentTarget.value)}
      >
        {parties.map(({ as, name: words }) => (
          <option key={as} value={as}>
            {words}
          </option>
        ))}
      </select>
      {pane !== null && (
        <View
          key={pane.as}
          replay={replay}
          pane={pane}
          name={name}
          party={partyName(parties, pane.as)}
          parts={parts}
        />
      )}
    </div>
  );
}

interface ViewProps {
  replay: Replay;
  pane: Pane;
  name: PaneName;
  party: string;
  parts: PartyParts;
}

function View({ replay, pane, name, party, parts }: ViewProps) {
  const { seq, playing } = replay.playing;
  const { shown } = pane;
  const late = useLate(shown?.seq !== seq);
  const lot = shown?.state.lot ?? null;
  if (shown === null || lot === null || (late && shown.seq !== seq)) {
    return <p class="replay__waits">{waitingFor(pane, party, seq)}</p>;
  }
  const part: PartProps = {
    live: pane.live,
    state: shown.state,
    lot,
    replayed: playing ? "moving" : "resting",
  };
  return <Replayed part={part} name={name} title={paneTitle(party, shown.seq, replay.head)} parts={parts} />;
}

function waitingFor({ problem }: Pane, party: string, seq: number): string {
  if (problem === null) return paneWaits(party, seq);
  return problem.status === 404 ? PANE_UNKNOWN : paneFailed(party);
}

interface ReplayedProps {
  part: PartProps;
  name: PaneName;
  title: string;
  parts: PartyParts;
}

function Replayed({ part, name, title, parts }: ReplayedProps) {
  const place = useRef<HTMLDivElement>(null);
  const end = `--replay-${name}`;
  useStill(place, end);
  const { role } = part.state.person;
  const kind = role === "supplier" || role === "observer" ? role : "other";
  return (
    <div class="replay__view" ref={place} role="group" aria-labelledby={`view${end}`}>
      <p class="replay__mark">
        <strong class="replay__tag">REPLAY</strong> <strong id={`view${end}`}>{title}.</strong> Nothing here
        can be sent.
      </p>
      <p class="quiet">{NOT_REPLAYED[kind]}</p>
      <ClockBar {...part} level={2} />
      <Panels {...part} />
      {parts(role, part)}
    </div>
  );
}

/** Whether it has been so for a while. */
function useLate(is_so: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!is_so) return;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, [is_so]);
  return is_so && late;
}
