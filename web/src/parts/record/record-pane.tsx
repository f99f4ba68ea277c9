/** One record of a lot's journal: in plain words, and as the exact text that is hashed. For an auditor. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { recordLineFile, searchRecords } from "../../api/record";
import { loadRecord, type NoRecord, type ShownRecord } from "../../live/record/shown-record";
import { textOf } from "../../json";
import {
  type JournalRecord,
  kindName,
  momentWords,
  NO_SUCH_RECORD,
  ownHashWords,
  pricesOf,
  RECORD_NOT_FOR_YOU,
  recordHeading,
  UNREADABLE_RECORD,
  wholeRecordSentence,
  whoWords,
} from "../../words/record";
import type { RecordedLot } from "../../words/record-lot";
import { LoadState } from "../page/load-state";
import { useLoaded } from "../page/use-loaded";
import { useRecordedLot } from "./use-recorded-lot";
import { Verdict } from "./verdict";
import "../../styles/record.scss";

/** A record that is left again sooner than this is not asked for. */
const STAYS_MS = 150;

interface RecordPaneProps {
  lot: string;
  seq: number;
  /** The number of the newest record; null where it is not known. */
  head: number | null;
}

export function RecordPane({ lot, seq, head }: RecordPaneProps) {
  const named = useRecordedLot(lot);
  const wanted = useStaying(seq);
  const loaded = useLoaded(`${lot} ${wanted}`, () => loadRecord(lot, wanted));
  const last = useRef<ShownRecord | NoRecord | null>(null);
  if (loaded.value?.seq === seq) last.current = loaded.value;
  // The record before stays, in grey, until the next one is there: while a lot is played the page does not jump.
  const shown = loaded.refused === null ? last.current : null;
  const is_current = shown?.seq === seq;
  return (
    <section
      class={`card record${is_current || shown === null ? "" : " card--stale"}`}
      aria-labelledby="record"
    >
      <h2 class="card__heading" id="record">
        {recordHeading(shown?.seq ?? seq, head)}
      </h2>
      {loaded.refused !== null && <p>{RECORD_NOT_FOR_YOU}</p>}
      {shown?.found === false && <p>{NO_SUCH_RECORD}</p>}
      {shown?.found && <Shown lot={lot} shown={shown} named={named} />}
      {loaded.refused === null && !is_current && (
        <LoadState what={`record ${seq}`} loaded={{ ...loaded, value: null }} />
      )}
    </section>
  );
}

/** The value once it has stayed the same for a moment; the first one at once. */
function useStaying(value: number): number {
  const [stays, setStays] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStays(value), STAYS_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return stays;
}

interface ShownProps {
  lot: string;
  shown: ShownRecord;
  named: RecordedLot;
}

function Shown({ lot, shown, named }: ShownProps) {
  const { seq, record, text } = shown;
  const own = ownHashWords(shown.own_hash);
  const person = usePersonName(lot, record);
  return (
    <>
      <p class="record__says">
        {record === null ? UNREADABLE_RECORD : wholeRecordSentence(record, named, person ?? null)}
      </p>
      {record !== null && <Members record={record} named={named} person={person} />}
      <Verdict tone={own.tone}>
        <p>{own.text}</p>
      </Verdict>
      <h3 class="record__heading" id="record-text">
        Exact text
      </h3>
      <div class="scroll record__scroll" tabIndex={0} role="group" aria-labelledby="record-text">
        <pre class="record__text">{text}</pre>
      </div>
      <p>
        <a href={recordLineFile(lot, seq)} download={`record-${seq}.ndjson`}>
          Download this record<span class="nhsuk-u-visually-hidden"> {seq}</span>
        </a>
      </p>
    </>
  );
}

interface MembersProps {
  record: JournalRecord;
  named: RecordedLot;
  person: string | null | undefined;
}

function Members({ record, named, person }: MembersProps) {
  const received = textOf(record.data["received_at"]);
  const ref = textOf(record.data["ref"]);
  const prices = pricesOf(record, named);
  return (
    <dl class="record__members">
      <Member name="What">{kindName(record.kind)}</Member>
      <Member name="Who">{whoWords(record, named, person)}</Member>
      {received !== "" && (
        <Member name="Received">
          <Moment instant={received} />
        </Member>
      )}
      <Member name="Decided">
        <Moment instant={record.at} />
      </Member>
      {ref !== "" && <Member name="Reference">{ref}</Member>}
      {prices.length > 0 && (
        <Member name="Prices">
          <ul class="record__prices">
            {prices.map(({ item, price }) => (
              <li key={item}>
                {item}: {price}
              </li>
            ))}
          </ul>
        </Member>
      )}
      <Member name="Hash">
        <code class="record__hash">{record.hash}</code>
      </Member>
      <Member name="Hash of the record before">
        <code class="record__hash">{record.prev}</code>
      </Member>
    </dl>
  );
}

function Member({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** In UK time, and exactly. */
function Moment({ instant }: { instant: string }) {
  return (
    <>
      {momentWords(instant)} <span class="quiet record__exact">{instant}</span>
    </>
  );
}

/** The record holds the person's id only. Undefined until it is known whether there is a name, null where there is none. */
function usePersonName(lot: string, record: JournalRecord | null): string | null | undefined {
  const seq = record?.seq ?? 0;
  const key = record?.actor?.person === undefined ? null : `${lot} ${seq} person`;
  const { value } = useLoaded(key, () => searchRecords(lot, {}, String(seq - 1), 1));
  if (value === null) return undefined;
  return value.items.find((one) => one.seq === seq)?.actor.person_name ?? null;
}
