/** The bidder's lots: state and times, the rules and its formula in words, the items; after the close how it ended. */
import { RulesOfLot } from "../../parts/lot/rules";
import { BeginPractice } from "../../parts/practice/begin-practice";
import type { LobbyLot, LotMessage } from "../../protocol/names";
import { resultAddress, resultName } from "../../words/address";
import { lotTimes } from "../../words/home";
import { isOver, timesSentence } from "../../words/lobby";
import { cancelledWords, closedWords } from "../../words/lot";
import { stateName } from "../../words/standing";

/** Of this many lots the rules are open at once, so that each bidder reads them. */
const OPEN_MAX = 3;

interface LotsProps {
  event: string;
  lots: readonly LobbyLot[];
  unreadable: ReadonlyArray<{ readonly lot: string; readonly title: string }>;
  now: number;
}

export function Lots({ event, lots, unreadable, now }: LotsProps) {
  const coming = lots.filter((lot) => !isOver(lot));
  return (
    <section aria-labelledby="your-lots">
      <h2 class="group" id="your-lots" tabIndex={-1}>
        {lots.length + unreadable.length === 1 ? "Your lot" : "Your lots"}
      </h2>
      {lots.map((lot) => (
        <OneLot
          key={lot.lot}
          event={event}
          lot={lot}
          now={now}
          open={coming.length <= OPEN_MAX}
          many={lots.length > 1}
        />
      ))}
      {unreadable.map(({ lot, title }) => (
        <section class="card" key={lot} aria-labelledby={`lot-${lot}`}>
          <h3 class="card__heading" id={`lot-${lot}`}>
            {title}
          </h3>
          <p>This lot cannot be read at the moment. Nothing that was accepted is lost.</p>
        </section>
      ))}
    </section>
  );
}

interface OneLotProps {
  event: string;
  lot: LobbyLot;
  now: number;
  /** Whether its rules are open at once. */
  open: boolean;
  many: boolean;
}

function OneLot({ event, lot, now, open, many }: OneLotProps) {
  const address = `/lots/${encodeURIComponent(lot.lot)}`;
  return (
    <section class="card" aria-labelledby={`lot-${lot.lot}`}>
      <h3 class="card__heading" id={`lot-${lot.lot}`}>
        <a href={address}>{lot.title}</a>
      </h3>
      <p>
        <strong class={`tag tag--${lot.state}`}>{stateName(lot.state)}</strong>
      </p>
      <p>{whatOf(lot, now)}</p>
      {isOver(lot) ? (
        <p class="ways">
          <a href={resultAddress(lot.lot)}>{resultName(lot)}</a>
          <a href={address}>Your offers in {lot.title}</a>
        </p>
      ) : (
        <>
          {many && (
            <p>
              <BeginPractice
                event={event}
                lot={lot.lot}
                words="Practise this lot"
                about={`(${lot.title})`}
                plain
              />
            </p>
          )}
          <RulesOfLot lot={lot} open={open} />
        </>
      )}
    </section>
  );
}

/** The words of a lot that has ended need nothing of the market. */
function whatOf(lot: LobbyLot, now: number): string {
  if (lot.state === "closed") return closedWords(lot as LotMessage, now, true).text;
  if (lot.state === "cancelled") return cancelledWords(lot as LotMessage).text;
  if (lot.state === "scheduled") return timesSentence(lot, now);
  return `${lotTimes(lot, { title: "", status: "published", lots: [] }, now)}.`;
}
