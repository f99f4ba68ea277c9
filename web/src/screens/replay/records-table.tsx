/** The records as a table, in pages around the one at which the replay stands: the lanes for a keyboard and a reader. */
import { useState } from "preact/hooks";
import type { Replay } from "../../live/replay/replay";
import { PAGE_ROWS } from "../../parts/page/pages";
import { type Column, Table } from "../../parts/page/table";
import { recordLine } from "../../words/replay/records";
import { clockTimeToMillisecond } from "../../words/time";

export function RecordsTable({ replay }: { replay: Replay }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Show the records as a table</summary>
      {open && <Rows replay={replay} />}
    </details>
  );
}

function Rows({ replay }: { replay: Replay }) {
  const { head, playing, loader } = replay;
  const pages = Math.max(1, Math.ceil(head / PAGE_ROWS));
  // Null follows the replay.
  const [wanted, setWanted] = useState<number | null>(null);
  const page = Math.min(wanted ?? Math.floor((playing.seq - 1) / PAGE_ROWS), pages - 1);
  const first = page * PAGE_ROWS + 1;
  const rows = Array.from({ length: Math.min(PAGE_ROWS, head - first + 1) }, (_, nth) => first + nth);
  const turn = (to: number): void => {
    if (to < 0 || to >= pages) return;
    setWanted(to);
    loader.want(to * PAGE_ROWS + 1);
  };
  return (
    <>
      <Table
        caption={`Records ${first} to ${first + rows.length - 1} of ${head}`}
        columns={columnsOf(replay)}
        rows={rows}
        keyOf={(seq) => seq}
        classOf={(seq) => (seq === playing.seq ? "lanes__here" : "")}
      />
      <p class="pages">
        <button type="button" class="plain-button" aria-disabled={page === 0} onClick={() => turn(page - 1)}>
          Earlier
        </button>
        <span>
          Page {page + 1} of {pages}
        </span>
        <button
          type="button"
          class="plain-button"
          aria-disabled={page === pages - 1}
          onClick={() => turn(page + 1)}
        >
          Later
        </button>
        {wanted !== null && (
          <button type="button" class="plain-button" onClick={() => setWanted(null)}>
            Where the replay stands
          </button>
        )}
      </p>
    </>
  );
}

function columnsOf(replay: Replay): Array<Column<number>> {
  const { index, lot } = replay;
  const recordOf = (seq: number) => index.record(seq);
  return [
    {
      name: "Record",
      names_row: true,
      cell: (seq) => (
        <button
          type="button"
          class="plain-button"
          aria-current={seq === replay.playing.seq ? "true" : undefined}
          onClick={() => replay.seek(seq)}
        >
          <span class="nhsuk-u-visually-hidden">Go to record </span>
          {seq}
        </button>
      ),
    },
    {
      name: "Time",
      cell: (seq) => {
        const record = recordOf(seq);
        return (
          <span class="nowrap">{record === null ? "Not loaded yet" : clockTimeToMillisecond(record.at)}</span>
        );
      },
    },
    {
      name: "What happened",
      cell: (seq) => {
        const record = recordOf(seq);
        return record === null ? "Not loaded yet" : recordLine(record, lot.event.currency);
      },
    },
  ];
}
