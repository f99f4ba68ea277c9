/** The sentence that matters most, under a heading that is one jump away, and its figures in large type. */
import type { PartProps } from "../page/lot";
import { asAt, isFresh, now, shownLot } from "../state/state";
import * as words from "../words";

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
      {fresh && <p class="stand__sentence">{words.standing(lot, now(state))}</p>}
    </section>
  );
}

function Figures({ lot }: Pick<PartProps, "lot">) {
  const you = lot.you ?? null;
  const lead = lot.market?.lead ?? null;
  const differs = you?.evaluated && you.total && words.money(you.evaluated) !== words.money(you.total);
  return (
    <div class="stand__figures">
      <p class="stand__place">
        {words.place(lot) ?? "No offer yet"}
        {you?.rank === 1 && lot.state !== "closed" && <span class="stand__leading">You lead</span>}
      </p>
      <dl class="figures">
        <Figure name="Your offer" value={you?.total ? words.money(you.total) : "No offer yet"} />
        {differs && you?.evaluated && (
          <Figure name="Your offer as compared" value={words.money(you.evaluated)} />
        )}
        {you?.score && <Figure name="Your score" value={you.score} />}
        <Figure
          name={differs ? "Lowest offer as compared" : "Lowest offer"}
          value={lead === null ? "Not shown" : words.money(lead)}
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

/** Never an old rank in large type: what was known stands small, with its time. */
function Stale({ lot, at }: { lot: PartProps["lot"]; at: number | null }) {
  const place = words.place(lot);
  const when = at === null ? "" : ` as at ${words.clockTimeToSecond(at)}`;
  return (
    <>
      <p class="stand__unknown">Not known now</p>
      <p class="quiet">
        {place === null ? "No offer" : `You were ${place}`}
        {when}. This may have changed.
      </p>
    </>
  );
}

export function WhereTheLotStands({ state, lot }: PartProps) {
  const fresh = isFresh(state);
  const at = asAt(state);
  const savings = shownLot(state)?.savings ?? null;
  const own = savings?.trusts.find(({ ods }) => ods === state.person.org);
  return (
    <section class={`card stand${fresh ? "" : " stand--stale"}`} aria-labelledby="stand">
      <h2 class="card__heading" id="stand" tabIndex={-1}>
        Where the lot stands
      </h2>
      <p class="stand__sentence stand__sentence--large">
        {words.leadSentence(lot)} {fresh ? words.timeSentence(lot, now(state)) : ""}
      </p>
      {!fresh && at !== null && (
        <p class="quiet">As at {words.clockTimeToSecond(at)}. This may have changed.</p>
      )}
      {own && savings && (
        <p class={`verdict${words.loses(own) ? " verdict--loss" : ""}`}>
          {words.trustSentence(own, savings)}
        </p>
      )}
      {state.person.role === "observer" && lot.state === "open" && (
        <p class="quiet">You can watch this lot. You cannot send offers.</p>
      )}
    </section>
  );
}
