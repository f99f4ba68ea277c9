/** The lots that a buyer has ticked: how many, ways to tick many at once, and the acts on them. */
import { useState } from "preact/hooks";
import { ONE_COLUMN, useNarrow } from "../../parts/page/use-narrow";
import type { EventMessage, LotSummary } from "../../protocol/names";
import { FINAL, linkName, ORDINARY } from "../../words/console/acts";
import { consoleAddress } from "../../words/console/address";
import { count } from "../../words/numbers";

interface ChosenProps {
  event: EventMessage;
  ticked: ReadonlySet<string>;
  setTicked(ticked: ReadonlySet<string>): void;
}

export function Chosen({ event, ticked, setTicked }: ChosenProps) {
  const narrow = useNarrow(ONE_COLUMN);
  const some = ticked.size > 0;
  const chooseAll = (wanted: LotSummary["state"]): void =>
    setTicked(new Set(event.lots.filter(({ state }) => state === wanted).map(({ lot }) => lot)));
  const way = (text: string, whole: string, choose: () => void) => (
    <button type="button" class="plain-button" aria-label={whole} onClick={choose}>
      {text}
    </button>
  );
  return (
    <div class="console__chosen">
      {!narrow && <p class="console__count">{howMany(ticked.size)}</p>}
      <div class="console__choose">
        <span aria-hidden="true">Choose</span>
        {way("all open", "Choose all open lots", () => chooseAll("open"))}
        {way("all paused", "Choose all paused lots", () => chooseAll("paused"))}
        {way("none", "Choose none", () => setTicked(new Set()))}
      </div>
      <div class={`console__acts${some ? " console__acts--some" : ""}`}>
        {!narrow && <Unfolded event={event.event} />}
        {narrow && some && <Folded event={event.event} chosen={ticked.size} />}
      </div>
    </div>
  );
}

function Unfolded({ event }: { event: string }) {
  return (
    <>
      <Links event={event} kinds={ORDINARY} />
      <details class="more">
        <summary>Acts that nothing takes back</summary>
        <Links event={event} kinds={FINAL_OF_SEVERAL} final />
      </details>
    </>
  );
}

/** On a narrow screen the acts stand at the bottom, and are unfolded by one press. */
function Folded({ event, chosen }: { event: string; chosen: number }) {
  const [unfolded, setUnfolded] = useState(false);
  return (
    <>
      <p class="console__fold">
        <span>{howMany(chosen)}</span>{" "}
        <button
          type="button"
          class="plain-button"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? "Hide the acts" : "Show the acts"}
        </button>
      </p>
      {unfolded && (
        <>
          <Links event={event} kinds={ORDINARY} />
          <p class="quiet console__apart">Nothing takes these back:</p>
          <Links event={event} kinds={FINAL_OF_SEVERAL} final />
        </>
      )}
    </>
  );
}

/** An annulment is about one offer, so it is not for several lots. */
const FINAL_OF_SEVERAL = FINAL.filter((act) => act !== "annul");

function howMany(chosen: number): string {
  return chosen === 0 ? "No lot is chosen." : `${count(chosen, "lot")} chosen:`;
}

function Links({ event, kinds, final = false }: { event: string; kinds: typeof ORDINARY; final?: boolean }) {
  return (
    <ul class={`acts${final ? " acts--final" : ""}`}>
      {kinds.map((act) => (
        <li key={act}>
          <a class="act-link" href={consoleAddress(event, { act })}>
            {linkName(act)}
            <span class="nhsuk-u-visually-hidden"> in the chosen lots</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
