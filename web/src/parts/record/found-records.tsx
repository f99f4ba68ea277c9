/** The records that a search has found, in pages. More are looked for when the person turns to them. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ROWS_OF_A_PAGE, type SearchRun } from "../../live/record/search-run";
import type { LotRecord } from "../../protocol/http";
import { NAMELESS_PERSON } from "../../words/names";
import { kindName } from "../../words/record";
import { nameOf, type RecordedLot } from "../../words/record-lot";
import { foundWords, NO_MORE, outcomeWords, searchFailed, searchingWords } from "../../words/record-search";
import { clockTimeToMillisecond, date, millis } from "../../words/time";
import { type Column, Table } from "../page/table";

interface FoundRecordsProps {
  run: SearchRun;
  named: RecordedLot;
  onGo(seq: number): void;
}

export function FoundRecords({ run, named, onGo }: FoundRecordsProps) {
  const [page, setPage] = useState(0);
  const { rows, looked_at, searching, failed, faults } = run.state;
  const shown = rows.slice(page * ROWS_OF_A_PAGE, (page + 1) * ROWS_OF_A_PAGE);
  const said = useFocusAfter(searching);
  // What is wrong is told at the fields.
  if (faults.length > 0) return null;
  const find = (of: number): void => void run.find((of + 1) * ROWS_OF_A_PAGE);
  const turn = (to: number): void => {
    setPage(to);
    if (rows.length < (to + 1) * ROWS_OF_A_PAGE && looked_at !== null) find(to);
  };
  const counts = { rows: rows.length, looked_at };
  const goes_on = !searching && looked_at !== null && shown.length < ROWS_OF_A_PAGE;
  return (
    <div class="record__found">
      <p tabIndex={-1} ref={said}>
        {searching
          ? searchingWords(counts)
          : (foundWords(counts) ?? (failed !== null && searchFailed(failed)))}
      </p>
      {failed !== null && looked_at !== 0 && <p class="note">{searchFailed(failed)}</p>}
      {searching && (
        <button type="button" class="plain-button" onClick={() => run.stop()}>
          Stop looking
        </button>
      )}
      {goes_on && (
        <button type="button" class="plain-button" onClick={() => find(page)}>
          {failed === null ? "Go on looking" : "Try again"}
        </button>
      )}
      {shown.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-label="Records found">
          <Table
            caption="Records found, the oldest first"
            columns={columnsOf(named, onGo)}
            rows={shown}
            keyOf={({ seq }) => seq}
          />
        </div>
      )}
      {page > 0 && shown.length === 0 && !searching && <p>{NO_MORE}</p>}
      <Turn page={page} more={rows.length > (page + 1) * ROWS_OF_A_PAGE || looked_at !== null} turn={turn} />
    </div>
  );
}

/** What was found is told once, where the person looks next. */
function useFocusAfter(searching: boolean) {
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!searching) said.current?.focus();
  }, [searching]);
  return said;
}

function Turn({ page, more, turn }: { page: number; more: boolean; turn(to: number): void }) {
  if (page === 0 && !more) return null;
  return (
    <p class="pages">
      <button
        type="button"
        class="plain-button"
        aria-disabled={page === 0}
        onClick={() => page > 0 && turn(page - 1)}
      >
        Earlier
      </button>
      <span>Page {page + 1}</span>
      <button type="button" class="plain-button" aria-disabled={!more} onClick={() => more && turn(page + 1)}>
        Later
      </button>
    </p>
  );
}

/** What happened, and below it to whom and with what outcome: columns of their own have no room beside the record. */
function What({ row, named }: { row: LotRecord; named: RecordedLot }) {
  const bidder = row.name ?? (row.bidder ? nameOf(named, row.bidder) : "");
  const outcome = outcomeWords(row, named);
  return (
    <>
      {kindName(row.kind)}
      {bidder !== "" && <span class="block">{bidder}</span>}
      {outcome !== "" && <span class="block">{outcome}</span>}
    </>
  );
}

function columnsOf(named: RecordedLot, onGo: (seq: number) => void): Array<Column<LotRecord>> {
  return [
    {
      name: "Record",
      names_row: true,
      cell: ({ seq }) => (
        <button type="button" class="link-button" onClick={() => onGo(seq)}>
          <span class="nhsuk-u-visually-hidden">Go to </span>
          record {seq}
        </button>
      ),
    },
    {
      name: "When",
      cell: ({ at }) => (
        <>
          <span class="nowrap">{clockTimeToMillisecond(millis(at))}</span>{" "}
          <span class="quiet block">{date(millis(at))}</span>
        </>
      ),
    },
    { name: "What", cell: (row) => <What row={row} named={named} /> },
    {
      name: "Who",
      cell: ({ actor }) => (actor.role === "system" ? "The server" : (actor.person_name ?? NAMELESS_PERSON)),
    },
  ];
}
