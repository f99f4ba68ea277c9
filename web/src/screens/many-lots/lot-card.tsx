/** One lot among many: its heading with state, place and time, then figures, form, and what is seldom needed. */
import { useMemo } from "preact/hooks";
import type { BidderLots } from "../../live/many/bidder-lots";
import type { LotOfMany } from "../../live/many/lot-of-many";
import { asAt, isCurrent, isOver, now, type State } from "../../live/state/state";
import type { BidPartProps } from "../../parts/bid/bid-part";
import { BidForm } from "../../parts/bid/bid-form";
import { leadValue, noOffer } from "../../parts/bid/where-you-stand";
import { Extended } from "../../parts/lot/panels";
import { later } from "../../parts/page/later";
import type { LotMessage } from "../../protocol/names";
import { resultAddress, resultInShort } from "../../words/address";
import {
  annulledSentence,
  cancelledWords,
  closedWords,
  excludedWords,
  pausedWords,
  scheduledWords,
  type StateWords,
} from "../../words/lot";
import { FAILED_LOT } from "../../words/many-lots";
import { noticeSentence } from "../../words/notices";
import { money } from "../../words/numbers";
import { lotAddress } from "../../words/practice";
import { leadName, ownScore } from "../../words/scoring";
import { clockCaption, place, stateName, timeLeft, wasState } from "../../words/standing";
import { clockTimeToSecond, digits, millis } from "../../words/time";
import { headingId } from "./go-to";
import { Lower } from "./lower";
import { PastePrices } from "./paste-prices";
import { useTimed, useWatched } from "./use-watched";

const RulesOfLot = later(() => import("../../parts/lot/rules").then((part) => part.RulesOfLot));

interface LotCardProps {
  live: BidderLots;
  one: LotOfMany;
  open: boolean;
  /** Opens and closes the lot on a narrow screen; null on a wide one, where every lot is open. */
  toggle: (() => void) | null;
}

export function LotCard({ live, one, open, toggle }: LotCardProps) {
  useWatched(one);
  const { state, failed } = one;
  const { lot } = state;
  const title = lot?.title ?? one.title;
  const id = headingId(one.lot);
  return (
    <section class={lookOf(state)} aria-labelledby={id} data-lot={one.lot}>
      <div class="many-lot__head">
        <h2
          class="many-lot__title"
          id={toggle === null ? id : undefined}
          tabIndex={toggle === null ? -1 : undefined}
        >
          {toggle === null ? (
            title
          ) : (
            <button type="button" class="many-lot__toggle" id={id} aria-expanded={open} onClick={toggle}>
              {title}
            </button>
          )}
        </h2>
        {lot !== null && !failed && <Marks live={live} state={state} lot={lot} />}
      </div>
      {open &&
        (failed || lot === null ? <Unknown failed={failed} /> : <Inside one={one} state={state} lot={lot} />)}
    </section>
  );
}

function lookOf(state: State): string {
  if (state.lot === null) return "many-lot";
  if (!isCurrent(state)) return "many-lot many-lot--stale";
  return leads(state.lot) ? "many-lot many-lot--first" : "many-lot";
}

function Unknown({ failed }: { failed: boolean }) {
  return <p class={failed ? "many-lot__note" : "quiet"}>{failed ? FAILED_LOT : "Loading this lot."}</p>;
}

interface LotProps {
  state: State;
  lot: LotMessage;
}

function Marks({ live, state, lot }: LotProps & { live: BidderLots }) {
  const current = isCurrent(state);
  const text = useMemo(() => () => leftText(live, lot), [live, lot]);
  const left = useTimed(live, text);
  const runs = lot.state === "open" || lot.state === "paused";
  return (
    <p class="many-lot__marks">
      <strong class={`tag tag--${lot.state}`}>{current ? stateName(lot.state) : wasState(lot.state)}</strong>
      {current && runs && <strong class="many-lot__place">{place(lot) ?? noOffer(lot)}</strong>}
      {current && leads(lot) && <span class="many-lot__leading">You lead</span>}
      {left !== "" && (
        <span>
          {timeName(lot)}{" "}
          <span role="timer" aria-label={timeName(lot)} class="many-lot__digits">
            {left}
          </span>
        </span>
      )}
    </p>
  );
}

function leads({ state, you }: LotMessage): boolean {
  return !isOver(state) && you?.rank === 1;
}

function timeName({ state }: LotMessage): string {
  if (state === "scheduled") return "Opens in";
  return state === "paused" ? "Time left, stopped" : "Time left";
}

function leftText(live: BidderLots, lot: LotMessage): string {
  const left = timeLeft(lot, live.now());
  return left === null || (left === 0 && !live.is_current) ? "" : digits(left);
}

function Inside({ one, state, lot }: LotProps & { one: LotOfMany }) {
  const part: BidPartProps = { live: one, state, lot, one_of_many: true };
  const at = now(state);
  const current = isCurrent(state);
  const can_type = !isOver(lot.state) && !lot.you?.excluded;
  return (
    <>
      {current ? <Figures lot={lot} /> : <p class="many-lot__note">{wasSentence(state, lot)}</p>}
      {stateWords(lot, at).map((say) => (
        <p class="many-lot__note" key={say.heading}>
          <strong>{say.heading}.</strong> {say.text}
        </p>
      ))}
      <Annulled one={one} state={state} lot={lot} />
      <BidForm {...part} />
      <Extended state={state} lot={lot} />
      <div class="many-lot__parts">
        {can_type && <Lower {...part} />}
        {can_type && <PastePrices {...part} />}
        <RulesOfLot lot={lot} />
        <NoticesOfLot lot={lot} />
      </div>
      <p class="many-lot__more">
        <span class="quiet">{clockCaption(lot, at, current)}.</span>{" "}
        <a href={lotAddress(lot.lot)}>
          Your offers and receipts<span class="nhsuk-u-visually-hidden"> in {lot.title}</span>
        </a>{" "}
        {isOver(lot.state) && (
          <a href={resultAddress(lot.lot)}>
            {resultInShort(lot.state)}
            <span class="nhsuk-u-visually-hidden"> ({lot.title})</span>
          </a>
        )}
      </p>
    </>
  );
}

function Figures({ lot }: { lot: LotMessage }) {
  const { currency } = lot.event;
  const you = lot.you ?? null;
  const score = ownScore(lot);
  const highest = isOver(lot.state) || you?.excluded ? null : (you?.highest_allowed ?? null);
  const pairs: Array<[string, string] | null> = [
    you?.total && !you.excluded ? ["Your offer", money(you.total, currency)] : null,
    [leadName(lot), leadValue(lot)],
    highest === null ? null : ["Highest you can send", money(highest, currency)],
  ];
  return (
    <>
      <dl class="figures many-lot__figures">
        {pairs
          .filter((pair) => pair !== null)
          .map(([name, value]) => (
            <div class="figures__pair" key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {score !== null && <p>{score}</p>}
    </>
  );
}

function wasSentence(state: State, lot: LotMessage): string {
  const was = place(lot);
  const at = asAt(state);
  const when = at === null ? "" : ` at ${clockTimeToSecond(at)}`;
  return `${was === null ? "You had no offer" : `You were ${was}`}${when}. This may have changed.`;
}

function stateWords(lot: LotMessage, at: number): StateWords[] {
  const words: StateWords[] = [];
  if (lot.state === "paused") words.push(pausedWords(lot, at, true));
  if (lot.state === "scheduled") words.push(scheduledWords(lot, at, true));
  if (lot.state === "closed") words.push(closedWords(lot, at, true));
  if (lot.state === "cancelled") words.push(cancelledWords(lot));
  if (lot.you?.excluded) words.push(excludedWords(lot));
  return words;
}

function Annulled({ one, state, lot }: LotProps & { one: LotOfMany }) {
  const text = annulledSentence(lot);
  const annulled_at = lot.you?.annulled?.annulled_at ?? null;
  if (text === null || annulled_at === null || annulled_at === state.annulment_read || lot.you?.excluded)
    return null;
  const hide = (): void => {
    document.getElementById(headingId(lot.lot))?.focus();
    one.dispatch({ type: "annulment_read", annulled_at });
  };
  return (
    <p class="many-lot__note">
      <strong>Your offer was annulled.</strong> {text}{" "}
      <button type="button" class="plain-button" onClick={hide}>
        Hide this
      </button>
    </p>
  );
}

function NoticesOfLot({ lot }: { lot: LotMessage }) {
  if (lot.notices.length === 0) return null;
  return (
    <details class="more">
      <summary>Notices of this lot ({lot.notices.length})</summary>
      <ul class="notices">
        {lot.notices.toReversed().map((notice) => (
          <li key={notice.seq}>
            <span class="notices__time">{clockTimeToSecond(millis(notice.at))}</span>
            <span>{noticeSentence(lot, notice)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
