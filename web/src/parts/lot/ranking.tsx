/** The standing offers in order of rank. The table has no other order. */
import { isFresh, shownLot, type State } from "../../live/state/state";
import { bidderName } from "../../words/buyer-acts";
import { rankingOf, reserveSentence } from "../../words/lot";
import { money, ordinal } from "../../words/numbers";
import { clockTimeToSecond, millis } from "../../words/time";
import type { PartProps } from "./part";

interface Row {
  readonly rank: number;
  readonly alias: string;
  readonly bidder?: string | null;
  readonly total?: string | null;
  readonly evaluated: string;
  readonly at?: string;
}

function rows(lot: PartProps["lot"]): readonly Row[] {
  const closed = lot.state === "closed" && lot.result;
  const offers: readonly Row[] = closed ? rankingOf(lot) : (lot.market.offers ?? []);
  return offers.toSorted((a, b) => a.rank - b.rank);
}

/** The bidder's name; null if the viewer may not know it. */
function nameOf(lot: PartProps["lot"], row: Row): string | null {
  const name = bidderName(lot, row);
  return name === row.alias ? null : name;
}

export function Ranking({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const { currency } = lot.event;
  const ranked = rows(lot);
  const named = ranked.some((row) => nameOf(lot, row));
  const compared = ranked.some(
    ({ total, evaluated }) => total && money(total, currency) !== money(evaluated, currency),
  );
  const reserve = reserveSentence(lot);
  const timed = ranked.some(({ at }) => at);
  return (
    <section class={`card${isFresh(state) ? "" : " card--stale"}`} aria-labelledby="ranking">
      <h2 class="card__heading" id="ranking">
        {heading(state, lot)}
      </h2>
      {ranked.length === 0 ? (
        <p class="quiet">No offers yet.</p>
      ) : (
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="ranking">
          <table class="list">
            <caption class="nhsuk-u-visually-hidden">{caption(state, lot)}</caption>
            <thead>
              <tr>
                <th scope="col">Place</th>
                <th scope="col">Bidder</th>
                {named && <th scope="col">Name</th>}
                <th scope="col" class="number">
                  Total
                </th>
                {compared && (
                  <th scope="col" class="number">
                    As compared
                  </th>
                )}
                {timed && (
                  <th scope="col" class="number">
                    Since
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {ranked.map((row) => (
                <tr key={row.alias} class={row.rank === 1 ? "first" : ""}>
                  <td>{ordinal(row.rank)}</td>
                  <th scope="row">{row.alias}</th>
                  {named && <td>{nameOf(lot, row) ?? "Not shown"}</td>}
                  <td class="number">{row.total ? money(row.total, currency) : "Not shown"}</td>
                  {compared && <td class="number">{money(row.evaluated, currency)}</td>}
                  {timed && (
                    <td class="number nowrap">
                      {row.at ? clockTimeToSecond(millis(row.at)) : "No offer yet"}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {reserve && <p>{reserve}</p>}
    </section>
  );
}

function heading(state: State, lot: PartProps["lot"]): string {
  if (lot.state === "closed") return "Result";
  return state.frozen === null ? "Places now" : `Places at ${clockTimeToSecond(state.frozen.at)}`;
}

function caption(state: State, lot: PartProps["lot"]): string {
  const when = state.frozen === null ? "" : `, held as at ${clockTimeToSecond(state.frozen.at)}`;
  return `Standing offers in ${lot.title} in order of rank${when}`;
}
