/** Who finished where, best first, with what was compared and why equal offers stand as they do; then the excluded. */
import type { ComponentChildren } from "preact";
import type { Column } from "../../parts/page/table";
import { Section } from "../../parts/page/section";
import { compare, sent } from "../../money";
import type { ExcludedBidder, PlaceInResult, ResultAnswer } from "../../protocol/http";
import { ALIASES_ARE_YOURS, offerName } from "../../words/names";
import { amount, money, sentenceCase } from "../../words/numbers";
import { excludedNote, isWeightedResult, nameIn, rankWords, reserveWords, timeIn } from "../../words/result";
import { COMPARED_TOTAL, dearerSentence } from "../../words/scoring";
import { LongTable } from "./long-table";
import type { ResultPartProps } from "./part";

/** A place, or an excluded bidder, which has none. */
type Row = PlaceInResult | ExcludedBidder;

export function Places({ result, person }: ResultPartProps) {
  const { ranking, excluded, event } = result;
  const rows: Row[] = [...ranking, ...excluded];
  const why = isWeightedResult(result)
    ? dearerSentence(ranking, nameIn, event.currency, { leads: "finished 1st", is: "was" })
    : null;
  const reserve = reserveWords(result);
  return (
    <Section id="places" heading={person.role === "supplier" ? "Your place" : "Ranking"}>
      {rows.length === 0 ? (
        <p class="quiet">There is no place to show.</p>
      ) : (
        <LongTable
          caption={`The offers that stood at the close of ${result.title}, in order of rank`}
          columns={columnsOf(result, person.role === "supplier")}
          rows={rows}
          keyOf={({ alias }) => alias}
          classOf={lookOf}
          before="Places before"
          after="Places after"
        />
      )}
      {why && <p class="card__foot">{why}</p>}
      {reserve && <p class="card__foot">{reserve}</p>}
      {rows.some(({ own, name }) => !own && !name) && <p class="quiet card__foot">{ALIASES_ARE_YOURS}</p>}
    </Section>
  );
}

function isPlace(row: Row): row is PlaceInResult {
  return "rank" in row;
}

function lookOf(row: Row): string {
  if (!isPlace(row)) return "void";
  return row.own ? "own" : row.rank === 1 ? "first" : "";
}

function columnsOf(result: ResultAnswer, supplies: boolean): Array<Column<Row>> {
  const { ranking, event } = result;
  const rows: Row[] = [...ranking, ...result.excluded];
  const figure = (row: Row, value: string | null | undefined): ComponentChildren => {
    if (!value) return isPlace(row) ? "Not shown" : "No offer";
    return isPlace(row) ? money(value, event.currency) : <s>{money(value, event.currency)}</s>;
  };
  const totals = rows.some(({ total }) => total);
  const columns: Array<Column<Row> | false> = [
    { name: "Rank", cell: (row) => (isPlace(row) ? rankWords(row, ranking) : "Excluded") },
    { name: "Bidder", names_row: true, cell: (row) => <Who row={row} result={result} /> },
    isWeightedResult(result) && {
      name: "Score",
      number: true,
      cell: (row) => (isPlace(row) ? (row.score ? amount(row.score) : "Not shown") : "None"),
    },
    totals && {
      name: "Total",
      number: true,
      cell: (row) => (
        <>
          {figure(row, row.total)}
          <Each row={row} result={result} />
        </>
      ),
    },
    (!totals || rows.some(isComparedOtherwise)) && {
      name: supplies ? "Total as compared" : COMPARED_TOTAL,
      number: true,
      cell: (row) => figure(row, row.evaluated),
    },
    { name: "Accepted", number: true, cell: (row) => <Accepted row={row} result={result} /> },
  ];
  return columns.filter((column) => column !== false);
}

function isComparedOtherwise({ total, evaluated }: Row): boolean {
  return Boolean(evaluated && (!total || compare(sent(total), sent(evaluated)) !== 0));
}

interface CellProps {
  row: Row;
  result: ResultAnswer;
}

/** The name, the alias beside it, and below it why the bidder stands where it does. */
function Who({ row, result }: CellProps) {
  const name = nameIn(row);
  return (
    <>
      {row.own ? <strong>{name}</strong> : name}
      {name !== row.alias && <span class="quiet block">{row.alias}</span>}
      {isPlace(row) && row.tie && <span class="block result__note">{row.tie.text}.</span>}
      {!isPlace(row) && <span class="block result__note">{excludedNote(row, result)}</span>}
    </>
  );
}

/** The unit price, where the lot has one line only. */
function Each({ row, result: { items, event } }: CellProps) {
  const [item] = items;
  const price = isPlace(row) && item && items.length === 1 ? row.prices?.[item.id] : undefined;
  if (price === undefined || item === undefined) return null;
  return (
    <span class="quiet block">
      {money(price, event.currency)} a {item.unit}
    </span>
  );
}

function Accepted({ row, result }: CellProps) {
  if (!isPlace(row)) return <>Does not count</>;
  if (!row.seq) return <>Opening offer</>;
  return (
    <>
      <span class="nowrap">{timeIn(row.at, result)}</span>
      <span class="quiet block">{sentenceCase(offerName(row.seq))}</span>
    </>
  );
}
