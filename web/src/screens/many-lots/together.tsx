/** What is said of all lots together: where the bidder stands, the connection, an absence, and the terms of the event. */
import { useMemo, useState } from "preact/hooks";
import type { BidderLots } from "../../live/many/bidder-lots";
import { awayFacts } from "../../live/state/away";
import { asAt, isOver } from "../../live/state/state";
import { Panel } from "../../parts/lot/panels";
import { awayChanges, lostTogether, termsWords } from "../../words/lot";
import { awayTogether, changesIn, manyLead, manyLeadWas } from "../../words/many-lots";
import { useTimed } from "./use-watched";

export function Together({ live }: { live: BidderLots }) {
  return (
    <>
      <Lead live={live} />
      <Lost live={live} />
      <Away live={live} />
      <Terms live={live} />
    </>
  );
}

/** Grey and in the past tense while nobody knows what is true now. */
function Lead({ live }: { live: BidderLots }) {
  const text = useMemo(() => () => leadText(live), [live]);
  const said = useTimed(live, text);
  return (
    <section aria-labelledby="stand" class="many__stand">
      <h2 class="nhsuk-u-visually-hidden" id="stand" tabIndex={-1}>
        Where you stand
      </h2>
      <p class={`lead${live.is_current ? "" : " quiet"}`}>{said}</p>
    </section>
  );
}

function leadText(live: BidderLots): string {
  const lots = live.known();
  if (lots.length === 0) return "Joining your lots.";
  const [first] = live.lots.filter(({ state }) => state.lot !== null);
  return live.is_current ? manyLead(lots, live.now()) : manyLeadWas(lots, first ? asAt(first.state) : null);
}

function Lost({ live }: { live: BidderLots }) {
  const text = useMemo(() => () => lostText(live), [live]);
  const said = useTimed(live, text);
  if (said === "") return null;
  return <Panel name="lost" say={{ heading: "You are not connected", text: said }} />;
}

function lostText(live: BidderLots): string {
  const [first] = live.known();
  // The page itself says that the session has ended.
  if (live.is_current || live.is_signed_out || first === undefined) return "";
  return lostTogether(first.event, live.next_try_ms);
}

function Away({ live }: { live: BidderLots }) {
  const back = live.lots.flatMap(({ state: { away, lot } }) =>
    away === null || lot === null ? [] : [{ lot, facts: awayFacts(away) }],
  );
  if (back.length === 0 || !live.is_fresh) return null;
  const hide = (): void => {
    document.getElementById("stand")?.focus();
    for (const lot of live.lots) lot.dispatch({ type: "away_read" });
  };
  const changes = back.flatMap(({ lot, facts }) => {
    const changed = awayChanges(facts, lot);
    return changed.length === 0 ? [] : [{ key: lot.lot, text: changesIn(lot.title, changed) }];
  });
  const longest = Math.max(...back.map(({ facts }) => facts.away_ms));
  return (
    <section class="panel panel--away">
      <h2 class="panel__heading">While you were away</h2>
      <p>{awayTogether(longest, changes.length)}</p>
      {changes.length > 0 && (
        <ul class="nhsuk-list many__changes">
          {changes.map(({ key, text }) => (
            <li key={key}>{text}</li>
          ))}
        </ul>
      )}
      <button type="button" class="plain-button" onClick={hide}>
        Hide this
      </button>
    </section>
  );
}

/** The terms are those of the event: accepting them once is enough for all lots. */
function Terms({ live }: { live: BidderLots }) {
  const [failed, setFailed] = useState(false);
  const waiting = live.lots.find(
    ({ state: { lot } }) => lot !== null && lot.you?.terms_accepted === false && !isOver(lot.state),
  );
  if (waiting === undefined) return null;
  const terms = waiting.state.lot?.event.terms ?? null;
  const accept = async (): Promise<void> => {
    const accepted = await waiting.acceptTerms();
    setFailed(!accepted);
    if (accepted) document.getElementById("stand")?.focus();
  };
  return (
    <Panel name="terms" say={termsWords()}>
      {terms !== null && (
        <div class="terms" tabIndex={0} role="region" aria-label="Terms of this event">
          {terms}
        </div>
      )}
      <button type="button" class="nhsuk-button" onClick={() => void accept()}>
        Accept the terms
      </button>
      {failed && <p class="beside">They could not be accepted just now. Try again.</p>}
    </Panel>
  );
}
