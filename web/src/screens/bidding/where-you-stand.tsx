/** Where the bidder stands: its rank and its totals in large type, and one sentence. Never shows an old rank as current. */
import { asAt, isFresh, now } from "../../live/state/state";
import type { PartProps } from "../../parts/lot/part";
import { money } from "../../words/numbers";
import { place, standing } from "../../words/standing";
import { clockTimeToSecond } from "../../words/time";

export function WhereYouStand({ state, lot }: PartProps) {
  const fresh = isFresh(state);
  const first = fresh && lot.you?.rank === 1;
  return (
    <section
      class={`card stand${first ? " stand--first" : ""}${fresh ? "" : " stand--stale"}`}
      aria-labelledby="stand"
    >
      <h2 class="card__heading" id="stand" tabIndex={-1}>
        {lot.state === "closed" ? "Where you finished" : "Where you stand"}
      </h2>
      {fresh ? <Figures {...{ lot }} /> : <Stale lot={lot} at={asAt(state)} />}
      {fresh && <p class="stand__sentence">{standing(lot, now(state))}</p>}
    </section>
  );
}

function Figures({ lot }: Pick<PartProps, "lot">) {
  const { currency } = lot.event;
  const you = lot.you ?? null;
  const lead = lot.market?.lead ?? null;
  const differs =
    you?.evaluated && you.total && money(you.evaluated, currency) !== money(you.total, currency);
  return (
    <div class="stand__figures">
      <p class="stand__place">
        {place(lot) ?? "No offer yet"}
        {you?.rank === 1 && lot.state !== "closed" && <span class="stand__leading">You lead</span>}
      </p>
      <dl class="figures">
        <Figure name="Your offer" value={you?.total ? money(you.total, currency) : "No offer yet"} />
        {differs && you?.evaluated && (
          <Figure name="Your offer as compared" value={money(you.evaluated, currency)} />
        )}
        {you?.score && <Figure name="Your score" value={you.score} />}
        <Figure
          name={differs ? "Lowest offer as compared" : "Lowest offer"}
          value={lead === null ? "Not shown" : money(lead, currency)}
        />
      </dl>
    </div>
  );
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
  const when = at === null ? "" : ` as at ${clockTimeToSecond(at)}`;
  return (
    <>
      <p class="stand__unknown">Not known now</p>
      <p class="quiet">
        {was === null ? "No offer" : `You were ${was}`}
        {when}. This may have changed.
      </p>
    </>
  );
}
