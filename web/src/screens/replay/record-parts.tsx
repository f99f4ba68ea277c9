/** Below the panes: the record at which the replay stands, the check of the chain, the search, and the bundle. */
import type { Replay } from "../../live/replay/replay";
import { BundleLink } from "../../parts/record/bundle-link";
import { ChainCheck } from "../../parts/record/chain-check";
import { RecordPane } from "../../parts/record/record-pane";
import { RecordSearch } from "../../parts/record/record-search";
import { toLead } from "./lead";
import { useDrawn } from "./use-drawn";

/** A record that is passed sooner while it plays need not be shown. */
const DRAWN_MS = 500;

interface RecordPartsProps {
  replay: Replay;
  /** Whose view goes into the bundle. */
  party: string;
}

export function RecordParts({ replay, party }: RecordPartsProps) {
  useDrawn(replay, DRAWN_MS);
  const { index, head, lot, playing } = replay;
  const go = (seq: number): void => {
    replay.seek(seq);
    toLead();
  };
  const known = index.head_hash === null ? undefined : { seq: head, hash: index.head_hash };
  return (
    <div class="columns columns--even">
      <div class="columns__main">
        <RecordPane lot={lot.lot} seq={playing.seq} head={head} />
        <ChainCheck lot={lot.lot} head={known} onGo={go} />
      </div>
      <div class="columns__side">
        <RecordSearch lot={lot.lot} onGo={go} />
        <BundleLink lot={lot.lot} party={party} at={playing.seq} />
      </div>
    </div>
  );
}

/** The ways to these parts, which stand below two long panes. */
export function WaysDown() {
  const parts: ReadonlyArray<[string, string]> = [
    ["record", "The record in full"],
    ["search", "Search the record"],
    ["chain", "Is the record unchanged?"],
    ["bundle", "Bundle for a complaint"],
  ];
  return (
    <nav aria-label="Further down on this page">
      <ul class="nhsuk-list replay__links">
        {parts.map(([id, words]) => (
          <li key={id}>
            <a href={`#${id}`}>{words}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
