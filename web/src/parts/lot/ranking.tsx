/** The standing offers in order of rank, then the excluded bidders. The table has no other order. */
import type { ComponentChildren } from "preact";
import { isCurrent, isOver, shownAsAt, shownLot, shownOffers, type State } from "../../live/state/state";
import type { LotMessage, Offer } from "../../protocol/names";
import { rankingOf, reserveSentence } from "../../words/lot";
import { ALIASES_ARE_YOURS, bidderName } from "../../words/names";
import { amount, money, ordinal } from "../../words/numbers";
import { comparedName, isWeighted, whyDearerLeads } from "../../words/scoring";
import { clockTimeToSecond, millis } from "../../words/time";
import { type Column, Table } from "../page/table";
import type { PartProps } from "./part";

interface Row {
  /** Null for an excluded bidder. */
  readonly rank: number | null;
  readonly alias: string;
  readonly name?: string | null;
  readonly own?: boolean | null;
  readonly total?: string | null;
  readonly evaluated?: string | null;
  readonly score?: string | null;
  readonly at?: string;
  /** Why the bidder was excluded. */
  readonly excluded?: string;
}

function ranked(lot: LotMessage) {
  const closed = lot.state === "closed" && lot.result;
  const offers = closed ? rankingOf(lot) : (lot.market.offers ?? []);
  return offers.toSorted((a, b) => a.rank - b.rank);
}

/** Who is excluded. The list of the invited says it; who does not see that list learns it from the offers that no longer count. */
function excluded(lot: LotMessage, offers: readonly Offer[]): Row[] {
  return lot.bidders ? excludedBidders(lot) : excludedOffers(lot, offers);
}

function excludedOffers(lot: LotMessage, offers: readonly Offer[]): Row[] {
  const last = new Map(
    offers.filter(({ void: gone }) => gone === "excluded").map((offer) => [offer.alias, offer]),
  );
  return [...last.values()].map(({ alias, name, total, evaluated, void_at, own, at }) => {
    const act = lot.notices.find((one) => one.kind === "bidder_excluded" && one.at === void_at);
    return {
      rank: null,
      alias,
      name: name ?? null,
      own: own ?? null,
      total: total ?? null,
      evaluated,
      at,
      excluded: act?.reason ?? "",
    };
  });
}

function excludedBidders(lot: LotMessage): Row[] {
  return (lot.bidders ?? [])
    .filter((bidder) => bidder.excluded)
    .map(({ alias, name, total, evaluated, exclusion }) => ({
      rank: null,
      alias,
      name: name ?? null,
      total: total ?? null,
      evaluated: evaluated ?? null,
      excluded: exclusion?.reason ?? "",
    }));
}

export function Ranking({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const places = ranked(lot);
  const rows: Row[] = [...places, ...excluded(lot, shownOffers(state))];
  const reserve = reserveSentence(lot);
  const why = whyDearerLeads(lot, places, shownAsAt(state));
  const heading = headingOf(state, lot);
  return (
    <section class={`card${isCurrent(state) ? "" : " card--stale"}`} aria-labelledby="ranking">
      <h2 class="card__heading" id="ranking">
        {heading}
      </h2>
      {rows.length === 0 ? (
        <p class="quiet">{isOver(lot.state) ? "Nobody made an offer." : "No offer yet."}</p>
      ) : (
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="ranking">
          <Table
            caption={`${heading}: standing offers in ${lot.title} in order of rank`}
            columns={columnsOf(lot, rows)}
            rows={rows}
            keyOf={({ alias }) => alias}
            classOf={(row) => (row.own ? "own" : row.rank === 1 ? "first" : row.rank === null ? "void" : "")}
          />
        </div>
      )}
      {why && <p class="card__foot">{why}</p>}
      {reserve && <p>{reserve}</p>}
      {rows.length > 0 && <p class="quiet card__foot">{ALIASES_ARE_YOURS}</p>}
    </section>
  );
}

function columnsOf(lot: LotMessage, rows: readonly Row[]): Array<Column<Row>> {
  const { currency } = lot.event;
  const totals = rows.some(({ total, own }) => total && !own);
  const compared = rows.some(
    ({ total, evaluated }) => evaluated && (!total || money(total, currency) !== money(evaluated, currency)),
  );
  const figure = (row: Row, value: string | null | undefined): ComponentChildren => {
    if (!value) return row.rank === null ? "No offer" : "Not shown";
    return row.rank === null ? <s>{money(value, currency)}</s> : money(value, currency);
  };
  const columns: Array<Column<Row> | false> = [
    { name: "Rank", cell: ({ rank }) => (rank === null ? "Excluded" : ordinal(rank)) },
    { name: "Bidder", names_row: true, cell: (row) => <Who row={row} lot={lot} /> },
    isWeighted(lot) &&
      rows.some(({ score }) => score) && {
        name: "Score",
        number: true,
        cell: ({ score }) => (score ? amount(score) : "Not shown"),
      },
    totals && { name: "Total", number: true, cell: (row) => figure(row, row.total) },
    (compared || !totals) && {
      name: comparedName(lot),
      number: true,
      cell: (row) => figure(row, row.evaluated),
    },
    rows.some(({ at }) => at) && {
      name: "Since",
      number: true,
      cell: ({ at, rank }) =>
        at ? (
          <span class="nowrap">{clockTimeToSecond(millis(at))}</span>
        ) : rank === null ? (
          "No offer"
        ) : (
          "Not shown"
        ),
    },
  ];
  return columns.filter((column) => column !== false);
}

/** The name, and beside it the alias under which the bidder stands in other places of the page. */
function Who({ row, lot }: { row: Row; lot: LotMessage }) {
  const name = bidderName(lot, row);
  return (
    <>
      {row.own ? <strong>You</strong> : name}
      {(row.own || name !== row.alias) && <span class="quiet block">{row.alias}</span>}
      {row.excluded !== undefined && row.excluded !== "" && (
        <span class="quiet block">Reason: {row.excluded}</span>
      )}
    </>
  );
}

function headingOf(state: State, lot: LotMessage): string {
  if (lot.state === "closed") return "Result";
  if (lot.state === "cancelled") return "Last ranking";
  if (state.frozen !== null) return `Ranking at ${clockTimeToSecond(state.frozen.at)}`;
  const at = shownAsAt(state);
  return at === null ? "Ranking" : `Ranking at ${clockTimeToSecond(at)}`;
}
