/**
 * The form of a bid: prices, their total, and one button, which stays in view with time and rank. It suggests prices;
 * only the server judges them.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { drop, fieldText, highestPrice, read } from "../../live/bid";
import { isFresh, now } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import type { Item } from "../../protocol/names";
import { dropSentence, firstOfferSentence, NOTHING_TYPED, priceHint, suggestionWords } from "../../words/bid";
import { currencySign } from "../../words/numbers";
import { allowedSentence, place, timeLeft } from "../../words/standing";
import { digits } from "../../words/time";
import { Answer } from "./answer";
import { Confirmation } from "./confirmation";
import { problemsOf } from "./problems";

export function BidForm(part: PartProps) {
  const { live, state, lot } = part;
  useFocusBack(state.confirming !== null, `price-${lot.items[0]?.id ?? ""}`);
  if (lot.state === "closed" || lot.state === "cancelled" || lot.you?.excluded) {
    return state.outcome === null && state.sent === null ? null : (
      <section class="card">
        <h2 class="card__heading">Your last offer</h2>
        <Answer {...part} />
      </section>
    );
  }
  if (state.confirming !== null) return <Confirmation {...part} confirming={state.confirming} />;
  const blocked = live.blocked();
  const several = lot.items.length > 1;
  const total_problem = problemsOf(state, lot).find(({ item }) => item === null);
  const submit = (event: Event): void => {
    event.preventDefault();
    live.send();
  };
  // On a narrow screen the button lies over the page, where it would cover the form that signs in again.
  const send = state.link.status === "signed_out" ? "send send--resting" : "send";
  return (
    <section class="card bid" aria-labelledby="bid">
      <h2 class="card__heading" id="bid">
        Your next offer
      </h2>
      <Answer {...part} />
      <form noValidate autoComplete="off" onSubmit={submit}>
        {several && isFresh(state) && <p class="quiet">{allowedSentence(lot)}</p>}
        <div class={several ? "fields--many" : "fields--one"}>
          {lot.items.map((item) => (
            <PriceField key={item.id} {...part} item={item} />
          ))}
        </div>
        {several && <Suggestion {...part} />}
        <div class={several ? "sending sending--many" : "sending"}>
          <div id="total" class={total_problem ? "nhsuk-form-group nhsuk-form-group--error" : ""}>
            {total_problem && (
              <span class="nhsuk-error-message" id="total-error">
                <span class="nhsuk-u-visually-hidden">Error:</span> {total_problem.text}
              </span>
            )}
            <p class="review" id="review">
              {reviewText(part)}
            </p>
          </div>
          <div class={send}>
            <span class="send__now" aria-hidden="true">
              {inBrief(part)}
            </span>
            <button
              type="submit"
              class="nhsuk-button send__button"
              aria-disabled={blocked !== null}
              aria-describedby={total_problem ? "total-error review blocked" : "review blocked"}
            >
              Send offer
            </button>
            <span class="beside" id="blocked">
              {blocked ?? ""}
            </span>
          </div>
        </div>
      </form>
    </section>
  );
}

/** "2nd of 3 · 0:58", beside the button on a narrow screen, where the clock bar has scrolled away. */
function inBrief({ state, lot }: PartProps): string {
  if (!isFresh(state)) return "Not connected";
  const left = timeLeft(lot, now(state));
  const rank = place(lot) ?? "No offer";
  return left === null ? rank : `${rank} \u00b7 ${digits(left)}`;
}

/** Moves the focus to the first price when the confirmation disappears together with the focused button. */
function useFocusBack(confirming: boolean, field: string): void {
  const was_confirming = useRef(false);
  useEffect(() => {
    const left = was_confirming.current && !confirming;
    was_confirming.current = confirming;
    if (left && document.activeElement === document.body) document.getElementById(field)?.focus();
  }, [confirming]);
}

/** The change of the total before the bid is sent. While a person types this is never an error. */
function reviewText({ state, lot }: PartProps): string {
  const reading = read(lot, state.typed);
  if (!reading.readable) return NOTHING_TYPED;
  const own = lot.you?.total ?? null;
  return own === null
    ? firstOfferSentence(reading.total, lot.event.currency)
    : dropSentence(drop(own, reading.total), lot.event.currency);
}

function PriceField({ live, state, lot, item }: PartProps & { item: Item }) {
  const id = `price-${item.id}`;
  const problem = problemsOf(state, lot).find((one) => one.item === item.id);
  const several = lot.items.length > 1;
  const [focused, setFocused] = useState(false);
  // The limit of one price stands only at the line that has the focus.
  const highest = several && focused ? highestPrice(lot, state.typed, item) : null;
  const keyed = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" || !lot.you?.suggested || !isFresh(state)) return;
    event.preventDefault();
    live.useSuggestedFor(item.id);
  };
  const describedBy = [`${id}-hint`, problem ? `${id}-error` : null, "review"].filter(Boolean).join(" ");
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
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
          />
        </div>
        {!several && <Suggestion live={live} state={state} lot={lot} />}
      </div>
    </div>
  );
}

function Suggestion({ live, state, lot }: PartProps) {
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
        <button type="button" class="plain-button undo" onClick={() => undo(live, lot)}>
          Undo
        </button>
      )}
    </span>
  );
}

/** The focus goes to the first price, because the focused button disappears. */
function undo(live: PartProps["live"], lot: PartProps["lot"]): void {
  live.undoFill();
  document.getElementById(`price-${lot.items[0]?.id ?? ""}`)?.focus();
}
