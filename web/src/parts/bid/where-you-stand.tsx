/**
 * Where the bidder stands: its rank and its totals in large type, and one sentence. Never shows an old rank as current.
 * After the close the panel says how the lot ended.
 */
import { asAt, isCurrent, isOver, now } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { money, points } from "../../words/numbers";
import { COMPARED_TOTAL, leadName, ownScore } from "../../words/scoring";
import { place, standing } from "../../words/standing";
import { clockTimeToSecond } from "../../words/time";

export function WhereYouStand({ state, lot }: PartProps) {
  const current = isCurrent(state);
  const first = current && lot.you?.rank === 1;
  const score = ownScore(lot);
  return (
    <section
      class={`card stand${first ? " stand--first" : ""}${current ? "" : " stand--stale"}`}
      aria-labelledby="stand"
    >
      <h2 class="card__heading" id="stand" tabIndex={-1}>
        {lot.state === "closed"
          ? "Where you finished"
          : current && !isOver(lot.state)
            ? "Where you stand"
            : "Where you stood"}
        {first && !isOver(lot.state) && <span class="stand__leading">You lead</span>}
      </h2>
      {current ? <Figures lot={lot} /> : <Stale lot={lot} at={asAt(state)} />}
      {current && lot.state !== "closed" && <p class="stand__sentence">{standing(lot, now(state))}</p>}
      {current && score !== null && <p>{score}</p>}
    </section>
  );
}

function Figures({ lot }: Pick<PartProps, "lot">) {
  const { currency } = lot.event;
  const you = lot.you ?? null;
  const none = noOffer(lot);
  const differs =
    you?.evaluated && you.total && money(you.evaluated, currency) !== money(you.total, currency);
  return (
    <div class="stand__figures">
      <p class="stand__place">{place(lot) ?? none}</p>
      <dl class="figures">
        {you?.total && !you.excluded && <Figure name="Your offer" value={money(you.total, currency)} />}
        {differs && you?.evaluated && <Figure name={COMPARED_TOTAL} value={money(you.evaluated, currency)} />}
        {you?.score && <Figure name="Your score" value={points(you.score)} />}
        <Figure
          name={differs ? `${leadName(lot)}, with whole-life cost` : leadName(lot)}
          value={leadValue(lot)}
        />
      </dl>
    </div>
  );
}

/** What stands in place of a rank. */
export function noOffer(lot: PartProps["lot"]): string {
  if (lot.you?.excluded) return "Excluded";
  if (isOver(lot.state)) return lot.you?.annulled ? "No place" : "No offer";
  return lot.you?.annulled ? "No offer now" : "No offer yet";
}

/** The lead's figure, or why there is none. */
export function leadValue(lot: PartProps["lot"]): string {
  const lead = lot.market.lead ?? null;
  if (lead !== null) return money(lead, lot.event.currency);
  const { lead_price, gate } = lot.rules.show;
  if (!lead_price) return "Not shown";
  if (gate === "first_bid" && !lot.you?.total) return "Shown after your first offer";
  return isOver(lot.state) ? "No offer" : "No offer yet";
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div class="figures__pair">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The last known rank, in small type and with its time. */
function Stale({ lot, at }: { lot: PartProps["lot"]; at: number | null }) {
  const was = place(lot);
  const when = at === null ? "" : ` at ${clockTimeToSecond(at)}`;
  return (
    <>
      <p class="stand__unknown">Not known now</p>
      <p class="quiet">
        {was === null ? "You had no offer" : `You were ${was}`}
        {when}. This may have changed.
      </p>
    </>
  );
}
