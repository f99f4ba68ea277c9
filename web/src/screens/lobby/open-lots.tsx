/** The lots that run, each with the way to it. It appears by itself and leaves the focus where it is. */
import type { LobbyLot } from "../../protocol/names";
import { allLotsAddress } from "../../words/address";
import { lotTimes } from "../../words/home";
import { TERMS_NEEDED, waitsForTerms } from "../../words/lobby";
import { stateName } from "../../words/standing";

interface OpenLotsProps {
  lots: readonly LobbyLot[];
  now: number;
}

export function OpenLots({ lots, now }: OpenLotsProps) {
  const running = lots.filter(({ state }) => state === "open" || state === "paused");
  if (running.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="open-now">
      <h2 class="panel__heading" id="open-now">
        {running.some(({ state }) => state === "open") ? "Open now" : "Paused now"}
      </h2>
      {waitsForTerms(running) && (
        <p>
          <strong>{TERMS_NEEDED}</strong> <a href="#terms">Read and accept them</a>
        </p>
      )}
      <ul class="nhsuk-list lots">
        {running.map((lot) => (
          <li key={lot.lot}>
            <strong class={`tag tag--${lot.state}`}>{stateName(lot.state)}</strong>
            <a href={`/lots/${encodeURIComponent(lot.lot)}`}>Go to {lot.title}</a>
            <span class="quiet">{lotTimes(lot, PUBLISHED, now)}</span>
          </li>
        ))}
      </ul>
      {lots.length > 1 && (
        <p>
          <a href={allLotsAddress(running[0]?.event.id ?? "")}>All your lots in this event</a>
        </p>
      )}
    </section>
  );
}

/** Only a published event has a lobby. */
const PUBLISHED = { title: "", status: "published", lots: [] };
