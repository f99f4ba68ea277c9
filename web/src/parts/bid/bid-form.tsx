/**
 * The form of a bid: prices, their total, and one button, which stays in view with time and rank. It suggests prices;
 * only the server judges them.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { drop, fieldText, highestPrice, read } from "../../live/bid";
import { canLowerAll, fillHighest, lowerAll, priceDrop } from "../../live/fill";
import { isFresh, now } from "../../live/state/state";
import type { Item } from "../../protocol/names";
import { dropSentence, firstOfferSentence, NOTHING_TYPED, priceChange } from "../../words/bid";
import { currencySign, money } from "../../words/numbers";
import { FIRST_OF_SEVERAL, LOWER_ALL, priceHint, suggestionWords } from "../../words/price-lines";
import { allowedSentence, place, timeLeft } from "../../words/standing";
import { digits } from "../../words/time";
import { Answer } from "./answer";
import { type BidPartProps, idOf, inLot } from "./bid-part";
import { Confirmation } from "./confirmation";
import { problemsOf } from "./problems";

export function BidForm(part: BidPartProps) {
  const { live, state, lot, one_of_many } = part;
  useFocusBack(state.confirming !== null, idOf(part, `price-${lot.items[0]?.id ?? ""}`));
  // The line that had the focus last. It keeps its limit when a button gets the focus: a line that grew shorter under a
  // pressed button would move the button away before it is released.
  const [line, setLine] = useState<string | null>(null);
  if (lot.state === "closed" || lot.state === "cancelled" || lot.you?.excluded) {
    return state.outcome === null && state.sent === null ? null : (
      <section class="card">
        <Heading part={part}>Your last offer</Heading>
        <Answer {...part} />
      </section>
    );
  }
  if (state.confirming !== null) return <Confirmation {...part} confirming={state.confirming} />;
  const blocked = live.blocked();
  const several = lot.items.length > 1;
  const total_problem = problemsOf(state, lot).find(({ item }) => item === null);
  const described = total_problem ? ["total-error", "review", "blocked"] : ["review", "blocked"];
  const submit = (event: Event): void => {
    event.preventDefault();
    live.send();
  };
  // On a narrow screen the button lies over the page, where it would cover the form that signs in again.
  const send = state.link.status === "signed_out" ? "send send--resting" : "send";
  return (
    <section class="card bid" aria-labelledby={idOf(part, "bid")}>
      <Heading part={part} id={idOf(part, "bid")}>
        Your next offer
      </Heading>
      <Answer {...part} />
      <form noValidate autoComplete="off" onSubmit={submit}>
        {several && isFresh(state) && (
          <p class="quiet">
            {allowedSentence(lot)} {lot.you?.suggested || !lot.you?.highest_allowed ? "" : FIRST_OF_SEVERAL}
          </p>
        )}
        {several && <Suggestion {...part} />}
        <div class={several ? "fields--many" : "fields--one"}>
          {lot.items.map((item) => (
            <PriceField
              key={item.id}
              {...part}
              item={item}
              chosen={line === item.id}
              choose={() => setLine(item.id)}
            />
          ))}
        </div>
        <div class={several ? "sending sending--many" : "sending"}>
          <div
            id={idOf(part, "total")}
            class={total_problem ? "nhsuk-form-group nhsuk-form-group--error" : ""}
          >
            {total_problem && (
              <span class="nhsuk-error-message" id={idOf(part, "total-error")}>
                <span class="nhsuk-u-visually-hidden">Error:</span> {total_problem.text}
              </span>
            )}
            <p class="review" id={idOf(part, "review")}>
              {reviewText(part)}
            </p>
            {several && <LowerAll {...part} />}
          </div>
          <div class={send}>
            {!one_of_many && (
              <span class="send__now" aria-hidden="true">
                {inBrief(part).map((text) => (
                  <span key={text}>{text}</span>
                ))}
              </span>
            )}
            <button
              type="submit"
              class="nhsuk-button send__button"
              aria-disabled={blocked !== null}
              aria-describedby={described.map((name) => idOf(part, name)).join(" ")}
            >
              <SendWords {...part} />
              {one_of_many && <span class="nhsuk-u-visually-hidden">{inLot(part)}</span>}
            </button>
            <span class="beside" id={idOf(part, "blocked")}>
              {blocked ?? ""}
            </span>
          </div>
        </div>
      </form>
    </section>
  );
}

interface HeadingProps {
  part: BidPartProps;
  id?: string;
  children: string;
}

/** One level lower below the heading of its lot. */
function Heading({ part, id, children: text }: HeadingProps) {
  const Level = part.one_of_many ? "h3" : "h2";
  return (
    <Level class="card__heading" id={id}>
      {text}
      {part.one_of_many && <span class="nhsuk-u-visually-hidden">{inLot(part)}</span>}
    </Level>
  );
}

/** "Send offer"; on a narrow screen, where the review line may have scrolled away, the total that is sent. */
function SendWords({ state, lot }: BidPartProps) {
  const reading = read(lot, state.typed);
  if (!reading.readable) return <>Send offer</>;
  return (
    <>
      <span class="send__wide">Send offer</span>
      <span class="send__narrow">Send {money(reading.total, lot.event.currency)}</span>
    </>
  );
}

/** "2nd of 3" and "0:58", beside the button on a narrow screen, where the clock bar has scrolled away. */
function inBrief({ state, lot }: BidPartProps): string[] {
  if (!isFresh(state)) return [state.link.status === "failed" ? "Cannot be read" : "Not connected"];
  const left = timeLeft(lot, now(state));
  const rank = place(lot) ?? "No offer";
  return left === null ? [rank] : [rank, digits(left)];
}

/** Moves the focus to the first price when what is shown disappears together with the focused button. */
function useFocusBack(shown: boolean, field: string): void {
  const was_shown = useRef(false);
  useEffect(() => {
    const left = was_shown.current && !shown;
    was_shown.current = shown;
    if (left && document.activeElement === document.body) document.getElementById(field)?.focus();
  }, [shown]);
}

/** The change of the total before the bid is sent. While a person types this is never an error. */
function reviewText({ state, lot }: BidPartProps): string {
  const reading = read(lot, state.typed);
  if (!reading.readable) return NOTHING_TYPED;
  const own = lot.you?.total ?? null;
  return own === null
    ? firstOfferSentence(reading.total, lot.event.currency)
    : dropSentence(drop(own, reading.total), lot.event.currency);
}

interface PriceFieldProps extends BidPartProps {
  item: Item;
  /** It had the focus last. */
  chosen: boolean;
  choose(): void;
}

function PriceField({ item, chosen, choose, ...part }: PriceFieldProps) {
  const { live, state, lot } = part;
  const id = idOf(part, `price-${item.id}`);
  const problem = problemsOf(state, lot).find((one) => one.item === item.id);
  const several = lot.items.length > 1;
  // The limit of one price stands at one line only.
  const highest = several && chosen ? highestPrice(lot, state.typed, item) : null;
  const keyed = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" || !isFresh(state)) return;
    event.preventDefault();
    fillHighest(live, item);
  };
  const change = several ? priceChange(priceDrop(lot, state.typed, item.id), lot.event.currency) : "";
  const describedBy = [
    `${id}-hint`,
    problem ? `${id}-error` : null,
    change === "" ? null : `${id}-change`,
    idOf(part, "review"),
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <div class={`nhsuk-form-group field${problem ? " nhsuk-form-group--error" : ""}`}>
      <label class="nhsuk-label field__label" for={id}>
        Price for {item.description}
      </label>
      <div class="nhsuk-hint field__hint" id={`${id}-hint`}>
        {priceHint(lot, item, highest, isFresh(state))}
      </div>
      {problem && (
        <span class="nhsuk-error-message" id={`${id}-error`}>
          <span class="nhsuk-u-visually-hidden">Error:</span> {problem.text}
        </span>
      )}
      <div class="field__row">
        <div class="nhsuk-input-wrapper">
          <div class="nhsuk-input-wrapper__prefix" aria-hidden="true">
            {currencySign(lot.event.currency)}
          </div>
          <input
            class={`nhsuk-input nhsuk-input--width-5 field__input${problem ? " nhsuk-input--error" : ""}`}
            id={id}
            name={id}
            type="text"
            inputMode="decimal"
            spellcheck={false}
            aria-describedby={describedBy}
            value={fieldText(lot, state.typed, item.id)}
            onInput={(event) => live.type(item.id, event.currentTarget.value)}
            onKeyDown={keyed}
            onFocus={choose}
          />
        </div>
        {!several && <Suggestion {...part} />}
        {change !== "" && (
          <span class="field__change" id={`${id}-change`}>
            {change}
          </span>
        )}
      </div>
    </div>
  );
}

function Suggestion(part: BidPartProps) {
  const { live, state, lot } = part;
  const use = suggestionWords(lot);
  const fill = use !== null && isFresh(state);
  if (!fill && state.before_fill === null) return null;
  return (
    <span class="suggestions">
      {fill && (
        <button
          type="button"
          class="nhsuk-button nhsuk-button--secondary suggestion"
          onClick={() => live.useSuggested()}
        >
          {use}
        </button>
      )}
      {state.before_fill !== null && (
        <button type="button" class="plain-button undo" onClick={() => undo(part)}>
          Undo
        </button>
      )}
    </span>
  );
}

/** Beside the total, where a person sees that it is too high. */
function LowerAll(part: BidPartProps) {
  const { live, state, lot } = part;
  const lower = isFresh(state) && canLowerAll(lot, state.typed, read(lot, state.typed));
  useFocusBack(lower, idOf(part, `price-${lot.items[0]?.id ?? ""}`));
  if (!lower) return null;
  return (
    <span class="suggestions">
      <button
        type="button"
        class="nhsuk-button nhsuk-button--secondary suggestion"
        onClick={() => void lowerAll(live)}
      >
        {LOWER_ALL}
      </button>
      {state.not_lowered !== null && <span class="beside">{state.not_lowered}</span>}
    </span>
  );
}

/** The focus goes to the first price, because the focused button disappears. */
function undo(part: BidPartProps): void {
  part.live.undoFill();
  document.getElementById(idOf(part, `price-${part.lot.items[0]?.id ?? ""}`))?.focus();
}
