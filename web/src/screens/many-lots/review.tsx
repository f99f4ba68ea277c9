/** The list of all typed offers, read before they are sent. Only ticked ones are sent, and a large drop has to be ticked. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { BidderLots } from "../../live/many/bidder-lots";
import { type ReviewRow, type Reviewed, reviewRow } from "../../live/many/review";
import { type Column, Table } from "../../parts/page/table";
import { confirmationReason } from "../../words/bid";
import {
  aboveLimit,
  dropWords,
  FIRST_OFFER,
  LARGE_STEP,
  NOTHING_TICKED,
  sendButton,
} from "../../words/many-lots";
import { money } from "../../words/numbers";
import type { GoTo } from "./go-to";

interface Line extends ReviewRow {
  readonly reviewed: Reviewed;
  readonly is_ticked: boolean;
}

export function Review({ live, goTo }: { live: BidderLots; goTo: GoTo }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // A tick of an offer that was no large drop says nothing once it is one.
  const [ticks, setTicks] = useState<Readonly<Record<string, boolean>>>({});
  useEffect(() => heading.current?.focus(), []);
  const lines = (live.reviewing ?? []).flatMap((reviewed): Line[] => {
    const one = live.lot(reviewed.lot);
    if (one?.state.lot == null) return [];
    const row = reviewRow(reviewed, one.state.lot, one.blocked());
    const is_ticked = row.held === null && (ticks[tickOf(row)] ?? !row.is_large);
    return [{ ...row, reviewed, is_ticked }];
  });
  const chosen = lines.filter(({ is_ticked }) => is_ticked);
  const send = (): void => {
    if (chosen.length === 0) return;
    live.sendReviewed(chosen.map(({ reviewed, is_large }) => ({ reviewed, confirmed: is_large })));
  };
  return (
    <section class="card review-list" aria-labelledby="review-offers">
      <h2 class="card__heading" id="review-offers" tabIndex={-1} ref={heading}>
        Check your offers before you send them
      </h2>
      <Table
        caption="Offers that you have typed, in the order of the lots"
        columns={columns((row, on) => setTicks((before) => ({ ...before, [tickOf(row)]: on })), goTo)}
        rows={lines}
        keyOf={({ lot }) => lot.lot}
      />
      <div class="review-list__acts">
        <button
          type="button"
          class="nhsuk-button review-list__send"
          aria-disabled={chosen.length === 0}
          aria-describedby={chosen.length === 0 ? "nothing-ticked" : undefined}
          onClick={send}
        >
          {sendButton(chosen.length)}
        </button>
        <button type="button" class="plain-button review-list__change" onClick={() => leave(live)}>
          Change them
        </button>
        {chosen.length === 0 && <span id="nothing-ticked">{NOTHING_TICKED}</span>}
      </div>
    </section>
  );
}

/** The focus goes to where it was: the lots come back with the bar. */
function leave(live: BidderLots): void {
  live.endReview();
  document.getElementById("stand")?.focus();
}

function tickOf({ lot, is_large }: ReviewRow): string {
  return `${lot.lot} ${is_large}`;
}

function columns(tick: (row: ReviewRow, on: boolean) => void, goTo: GoTo): Array<Column<Line>> {
  return [
    { name: "Send", cell: (row) => <Tick row={row} tick={tick} /> },
    { name: "Lot", names_row: true, cell: (row) => <Named row={row} goTo={goTo} /> },
    {
      name: "From",
      number: true,
      cell: ({ lot, drop }) => (drop ? money(drop.from, lot.event.currency) : FIRST_OFFER),
    },
    {
      name: "To",
      number: true,
      cell: ({ lot, offer }) =>
        offer ? <strong>{money(offer.total, lot.event.currency)}</strong> : "Not readable",
    },
    {
      name: "Change",
      number: true,
      cell: ({ lot, drop }) => (drop ? dropWords(drop.by, drop.percent, lot.event.currency) : FIRST_OFFER),
    },
  ];
}

function Tick({ row, tick }: { row: Line; tick: (row: ReviewRow, on: boolean) => void }) {
  if (row.held !== null) return <>Not now</>;
  return (
    <label class="review-list__tick">
      <input
        type="checkbox"
        checked={row.is_ticked}
        aria-describedby={`note-${row.lot.lot}`}
        onChange={(event) => tick(row, event.currentTarget.checked)}
      />
      <span class="nhsuk-u-visually-hidden">Send the offer in {row.lot.title}</span>
    </label>
  );
}

function Named({ row, goTo }: { row: Line; goTo: GoTo }) {
  const { lot, held, above, is_large, problems } = row;
  const [problem] = problems;
  const mend = (event: Event): void => {
    event.preventDefault();
    goTo(lot.lot, `price-${problem?.item ?? ""}`);
  };
  return (
    <>
      {lot.title}
      <span class="review-list__notes" id={`note-${lot.lot}`}>
        {problem !== undefined ? (
          <a href={`#${lot.lot}-price-${problem.item ?? ""}`} onClick={mend}>
            {problem.text}
          </a>
        ) : (
          held !== null && <span>{held}</span>
        )}
        {is_large && held === null && (
          <span>
            {confirmationReason(lot, "rule")} {LARGE_STEP}
          </span>
        )}
        {above !== null && held === null && <span>{aboveLimit(above, lot.event.currency)}</span>}
      </span>
    </>
  );
}
