/** What stands beside the list of lots: one lot, an act, or the bidders of the event. */
import type { LiveConsole } from "../../live/console/live-console";
import type { EventMessage, LotSummary, Person } from "../../protocol/names";
import type { ConsolePlace } from "../../words/console/address";
import { resultAddress, resultName } from "../../words/address";
import { consoleAddress } from "../../words/console/address";
import { hasEnded } from "../../words/console/lead";
import { ActPage } from "./act-page";
import { LotPane } from "./lot-pane";
import { RingList } from "./ring-list";
import type { Acts } from "./use-acts";
import { PANE, toPane } from "./use-focus";
import { useKeptFocus } from "./use-kept-focus";

interface PaneProps {
  live: LiveConsole;
  event: EventMessage;
  place: ConsolePlace;
  person: Person;
  ticked: ReadonlySet<string>;
  acts: Acts;
  current: boolean;
}

export function Pane(props: PaneProps) {
  const { event, place } = props;
  const shown = event.lots.find(({ lot }) => lot === place.lot);
  useKeptFocus(PANE, toPane);
  return (
    <section class="console__pane" id={PANE} aria-label="Beside the list">
      {(place.lot !== null || place.act !== null) && (
        <p class="console__back">
          <a href={consoleAddress(event.event)}>Back to the list of lots</a>
        </p>
      )}
      <Content {...props} shown={shown} />
    </section>
  );
}

function Content({ shown, ...props }: PaneProps & { shown: LotSummary | undefined }) {
  const { live, event, place, person, ticked, acts, current } = props;
  if (place.lot !== null && shown === undefined) {
    return (
      <section class="card">
        <h2 class="card__heading" tabIndex={-1}>
          This event has no such lot
        </h2>
        <p>Choose a lot in the list.</p>
      </section>
    );
  }
  if (shown !== undefined) {
    return <LotPane key={shown.lot} {...{ live, event, place, person, acts, current }} lot={shown} />;
  }
  if (place.act !== null && person.role === "buyer") {
    const lots = event.lots.filter(({ lot }) => ticked.has(lot));
    return (
      <ActPage
        key={place.act}
        {...{ live, event, lots, acts, current }}
        kind={place.act}
        is_chosen
        about={null}
        lot={null}
        here={consoleAddress(event.event, place)}
        back={consoleAddress(event.event)}
      />
    );
  }
  return <WholeEvent {...props} />;
}

function WholeEvent({ live, event, current }: PaneProps) {
  return (
    <>
      {hasEnded(event) && (
        <section class="card">
          <h2 class="card__heading" tabIndex={-1}>
            Results
          </h2>
          <ul class="nhsuk-list nhsuk-list--bullet">
            {event.lots.map((lot) => (
              <li key={lot.lot}>
                <a href={resultAddress(lot.lot)}>{resultName(lot)}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <RingList live={live} bidders={event.presence ?? []} event={event} current={current} />
    </>
  );
}
