/** A result in its order: the lead, then who stood where and what that saves, then how it came to that. */
import { Back } from "../../parts/page/back";
import { Heading } from "../../parts/page/heading";
import { usePaper } from "../../parts/page/paper";
import { ReplayLink } from "../../parts/replay/replay-link";
import { resultName } from "../../words/address";
import { loses } from "../../words/market";
import { lotAddress } from "../../words/practice";
import { printedWords, reasonSentence, resultFacts, resultSentence } from "../../words/result";
import { ownResultSentence, ownTrust } from "../../words/result-savings";
import { Acts } from "./acts";
import { Check } from "./check";
import { Courses } from "./course";
import { Offers } from "./offers";
import type { ResultPartProps } from "./part";
import { Places } from "./places";
import { Prices } from "./prices";
import { Rules } from "./rules";
import { SavingsByTrust } from "./savings";
import { TakeAway } from "./take-away";

export function Shown(part: ResultPartProps) {
  const { result, person } = part;
  const supplies = person.role === "supplier";
  return (
    <div class="result">
      <Back to={lotAddress(result.lot)} words="The page of this lot" />
      <Heading>{resultName(result)}</Heading>
      <Lead {...part} />
      <ReplayLink lot={result.lot} person={person} />
      <div class="columns columns--even">
        <div class="columns__main">
          {result.state === "closed" && <Places {...part} />}
          {result.state === "closed" && <Prices {...part} />}
          {!supplies && <SavingsByTrust {...part} />}
          {supplies && <Offers {...part} />}
          <TakeAway {...part} />
        </div>
        <div class="columns__side">
          <Courses {...part} />
          <Acts {...part} />
          {!supplies && <Offers {...part} />}
          <Rules {...part} />
          <Check {...part} />
        </div>
      </div>
    </div>
  );
}

function Lead({ result, person }: ResultPartProps) {
  const now = Date.now();
  const paper = usePaper();
  const reason = reasonSentence(result);
  return (
    <section class="card stand" aria-label="How the lot ended">
      <p class="stand__sentence stand__sentence--large">{resultSentence(result, person.role, now)}</p>
      {reason && <p class="stand__sentence">{reason}</p>}
      {person.role === "observer" && <OwnSaving result={result} person={person} />}
      <dl class="result__facts">
        {resultFacts(result, person.role).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet card__foot">All times are UK time.</p>
      {paper && <p class="on-paper">Printed at {printedWords(now)}.</p>}
    </section>
  );
}

/** Gain and loss differ by their words; the colour beside them repeats it. */
function OwnSaving({ result, person }: ResultPartProps) {
  const sentence = ownResultSentence(result, person.org);
  if (sentence === null) return null;
  const own = ownTrust(result.savings ?? null, person.org);
  return <p class={`stand__sentence verdict${own && loses(own) ? " verdict--loss" : ""}`}>{sentence}</p>;
}
