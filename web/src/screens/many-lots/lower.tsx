/** Lowers all prices of a lot together, by a percentage or an amount. The server rounds them; nothing is sent. */
import { useState } from "preact/hooks";
import { fitPrices } from "../../api/lots";
import { drop, read } from "../../live/bid";
import { lowering } from "../../live/many/lowering";
import { type BidPartProps, idOf, inLot } from "../../parts/bid/bid-part";
import {
  dropWords,
  LOWER_CANNOT,
  LOWER_HINT,
  LOWER_NEEDS_PRICES,
  LOWER_NO_ANSWER,
  loweredWords,
} from "../../words/many-lots";
import { currencySign } from "../../words/numbers";

interface Said {
  readonly words: string;
  /** The field that it is about; null where it is about none. */
  readonly field: "percent" | "amount" | null;
  readonly is_done: boolean;
}

export function Lower(part: BidPartProps) {
  const { live, state, lot } = part;
  const [percent, setPercent] = useState("");
  const [amount, setAmount] = useState("");
  const [said, setSaid] = useState<Said | null>(null);
  const [asking, setAsking] = useState(false);
  const { currency } = lot.event;
  const fail = (words: string, field: Said["field"] = null): void => {
    setSaid({ words, field, is_done: false });
    if (field !== null) document.getElementById(idOf(part, field))?.focus();
  };
  const work = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (asking) return;
    const reading = read(lot, state.typed);
    if (!reading.readable) return fail(LOWER_NEEDS_PRICES);
    const wanted = lowering(reading.total, percent, amount);
    if (!wanted.readable) return fail(wanted.text, wanted.field);
    setAsking(true);
    const answer = await fitPrices(lot.lot, reading.prices, wanted.total);
    setAsking(false);
    if (!answer.ok) return fail(LOWER_NO_ANSWER);
    const { prices, total } = answer.value;
    if (!prices || !total) return fail(LOWER_CANNOT);
    live.dispatch({ type: "filled", prices });
    const { by, percent: share } = drop(reading.total, total);
    setSaid({
      words: loweredWords(total, dropWords(by, share, currency), currency),
      field: null,
      is_done: true,
    });
  };
  const error = said !== null && !said.is_done;
  const fieldOf = (name: "percent" | "amount", label: string, value: string, set: (text: string) => void) => (
    <div
      class={`nhsuk-form-group lower__field${error && said.field === name ? " nhsuk-form-group--error" : ""}`}
    >
      <label class="nhsuk-label field__label" for={idOf(part, name)}>
        {label}
      </label>
      <input
        class="nhsuk-input nhsuk-input--width-5"
        id={idOf(part, name)}
        type="text"
        inputMode="decimal"
        spellcheck={false}
        aria-describedby={said === null ? undefined : idOf(part, "lowered")}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </div>
  );
  return (
    <details class="more">
      <summary>
        Lower all prices together<span class="nhsuk-u-visually-hidden">{inLot(part)}</span>
      </summary>
      <form class="lower" noValidate autoComplete="off" onSubmit={(event) => void work(event)}>
        <p class="quiet lower__hint">{LOWER_HINT}</p>
        {fieldOf("percent", "By a percentage (%)", percent, setPercent)}
        {fieldOf("amount", `Or the total by an amount (${currencySign(currency).trim()})`, amount, setAmount)}
        <button
          type="submit"
          class="nhsuk-button nhsuk-button--secondary lower__button"
          aria-disabled={asking}
        >
          Fill in lower prices
        </button>
        {said !== null && (
          <p
            class={`answer${said.is_done ? " answer--accepted" : " answer--unknown"} lower__said`}
            id={idOf(part, "lowered")}
          >
            {!said.is_done && <span class="nhsuk-u-visually-hidden">Error: </span>}
            {said.words}
          </p>
        )}
      </form>
    </details>
  );
}
