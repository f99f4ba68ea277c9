/** How the lead went, as one sentence, a graph and a table; for a bidder before that its own offer. */
import { useMemo } from "preact/hooks";
import type { Picture } from "../../parts/lot/graph-canvas";
import type { Line } from "../../parts/lot/graph-lines";
import { Graph } from "../../parts/lot/offers-graph";
import { Folded } from "../../parts/page/folded";
import type { Column } from "../../parts/page/table";
import type { PathPoint, ResultAnswer } from "../../protocol/http";
import { amount, money, ordinal } from "../../words/numbers";
import { ownPlace, timeIn } from "../../words/result";
import {
  changeWords,
  comparesOtherwise,
  type Course,
  leaderIn,
  type PathRow,
  pathRows,
  pathSentence,
} from "../../words/result-path";
import { millis } from "../../words/time";
import { LongTable } from "./long-table";
import type { ResultPartProps } from "./part";

export function Courses({ result, person }: ResultPartProps) {
  const supplies = person.role === "supplier";
  const lead = supplies ? (result.lead_path ?? null) : result.path;
  const own = supplies ? result.path : null;
  const picture = useMemo(() => pictureOf(result, lead, own), [result]);
  return (
    <figure class="card graph result__course" aria-labelledby="course">
      <div class="result__picture">
        <h2 class="card__heading" id="course">
          {lead === null ? "How your offer went" : "How the lead went"}
        </h2>
        {lead !== null && <p>{pathSentence(lead, "lead", result)}</p>}
        {own !== null && <p>{pathSentence(own, "own", result)}</p>}
        {picture.lines.some(({ steps }) => steps.length > 0) && (
          <Graph picture={picture} currency={result.event.currency} choose={() => {}} />
        )}
      </div>
      {lead !== null && lead.length > 0 && <AsTable path={lead} course="lead" result={result} />}
      {own !== null && own.length > 0 && <AsTable path={own} course="own" result={result} />}
    </figure>
  );
}

function pictureOf(
  result: ResultAnswer,
  lead: readonly PathPoint[] | null,
  own: readonly PathPoint[] | null,
): Picture {
  const until = millis(result.ended_at);
  const place = ownPlace(result);
  const rank = place ? `${ordinal(place.rank)} ` : "";
  const [first] = result.ranking;
  const leader = first && own === null ? `${ordinal(first.rank)} ${first.name ?? first.alias}` : "Lead";
  const lines = [
    lead === null ? null : lineOf("lead", leader, lead, until),
    own === null ? null : lineOf("own", `${rank}You`, own, until),
  ].filter((line) => line !== null);
  const from = Math.min(millis(result.opens_at), ...lines.flatMap(({ steps }) => steps[0]?.at ?? until));
  return { lines, from, until, levels: levelsOf(result), chosen: null };
}

function lineOf(alias: string, label: string, path: readonly PathPoint[], until: number): Line {
  const steps = path.map(({ at, evaluated }) => ({ at: millis(at), value: evaluated ?? null }));
  const last = steps.at(-1);
  if (last?.value != null && last.at < until) steps.push({ at: until, value: last.value });
  return { alias, label, short_label: label, rank: null, steps, crosses: [] };
}

/** What all trusts spend today, where that is known and the graph draws totals. */
function levelsOf({ savings, path }: ResultAnswer): Picture["levels"] {
  if (!savings || savings.not_counted > 0 || comparesOtherwise(path)) return [];
  return [{ name: "Spend today", value: savings.total.baseline_spend }];
}

interface AsTableProps {
  path: readonly PathPoint[];
  course: Course;
  result: ResultAnswer;
}

function AsTable({ path, course, result }: AsTableProps) {
  const caption =
    course === "own" ? "Your offer after each change of it" : "The lead after each change of it";
  const summary = course === "own" ? "Your offer as a table" : "The lead as a table";
  return (
    <Folded summary={`${summary} (${amount(String(path.length))})`}>
      <LongTable
        caption={caption}
        columns={columnsOf(path, course, result)}
        rows={pathRows(path)}
        keyOf={({ nth }) => nth}
      />
    </Folded>
  );
}

function columnsOf(path: readonly PathPoint[], course: Course, result: ResultAnswer): Array<Column<PathRow>> {
  const { currency } = result.event;
  const figure = (value: string | null | undefined): string => (value ? money(value, currency) : "None");
  // A bidder may not see the totals of others.
  const totals = path.every(({ total, evaluated }) => total || !evaluated);
  const columns: Array<Column<PathRow> | false> = [
    {
      name: "Since",
      names_row: true,
      cell: ({ point }) => (
        <>
          <span class="nowrap">{timeIn(point.at, result)}</span>
          {point.seq && <span class="quiet result__beside">{`Entry ${point.seq}`}</span>}
        </>
      ),
    },
    course === "lead" && { name: "Led", cell: ({ point }) => leaderIn(point) },
    totals && {
      name: "Total",
      number: true,
      cell: ({ point }) => figure(point.total),
    },
    (!totals || comparesOtherwise(path)) && {
      name: "As compared",
      number: true,
      cell: ({ point }) => figure(point.evaluated),
    },
    { name: "Change", number: true, cell: (row) => changeWords(row, currency) ?? "None before" },
  ];
  return columns.filter((column) => column !== false);
}
