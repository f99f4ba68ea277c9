/** Play this auction: the draft's lot with scripted bidders, faster than it will be. */
import { useState } from "preact/hooks";
import { same } from "../../json";
import { BeginPractice } from "../../parts/practice/begin-practice";
import { lotName } from "../../words/draft/names";
import { useForm } from "./form";
import { lotsOf } from "./lots";
import { Pick } from "./pick";

const SPEEDS: ReadonlyArray<[string, string]> = [
  ["1", "As fast as the auction"],
  ["2", "Twice as fast"],
  ["5", "5 times as fast"],
  ["10", "10 times as fast"],
  ["20", "20 times as fast"],
];
const SPEED_FIRST = "10";

export function PlayAuction() {
  const { event, editor, document } = useForm();
  const { state } = editor;
  const [nth, setNth] = useState("0");
  const [speed, setSpeed] = useState(SPEED_FIRST);
  const lots = lotsOf(document);
  const lot = state.lots[Number(nth)] ?? state.lots[0];
  if (lot === undefined || state.status === "template") return null;
  const saved = same(state.base, state.own) && state.disputed === null;
  return (
    <section class="card" aria-labelledby="play">
      <h2 class="card__heading" id="play">
        Play this auction
      </h2>
      <p>
        All bidders offer by a script, on the real rules. You see the page of the lot as buyers see it.
        Nothing follows from it, and nobody outside your partnership sees it.
      </p>
      <div class="set-up__acts">
        {lots.length > 1 && (
          <Pick
            id="play-lot"
            label="Lot to play"
            value={nth}
            options={lots.map((_, place): [string, string] => [String(place), lotName(document, place)])}
            pick={setNth}
          />
        )}
        <Pick id="play-speed" label="Speed" value={speed} options={SPEEDS} pick={setSpeed} />
      </div>
      <BeginPractice
        event={event}
        lot={lot}
        speed={Number(speed)}
        words="Play this auction"
        blocked={saved ? null : "Your last changes are not saved yet."}
      />
    </section>
  );
}
