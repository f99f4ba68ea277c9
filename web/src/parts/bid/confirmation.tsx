/** The panel that asks for a confirmation before an offer is sent. It shows nothing but the change and two buttons. */
import { useEffect, useRef } from "preact/hooks";
import { drop } from "../../live/bid";
import type { Confirming } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { confirmationReason, dropSentence, firstOfferSentence, priceWords } from "../../words/bid";
import { money } from "../../words/numbers";

export function Confirmation({ live, lot, confirming }: PartProps & { confirming: Confirming }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { currency } = lot.event;
  const own = lot.you?.total ?? null;
  const blocked = live.blocked();
  return (
    <section class="interruption" aria-labelledby="check">
      <h2 class="interruption__heading" id="check" tabIndex={-1} ref={heading}>
        Check this offer
      </h2>
      <p class="interruption__figures">
        {own === null
          ? firstOfferSentence(confirming.total, currency)
          : dropSentence(drop(own, confirming.total), currency)}
      </p>
      {lot.items.length === 1 && <p>Your price is {priceWords(lot, confirming.prices)}.</p>}
      <p>{confirmationReason(lot, confirming.because)}</p>
      <div class="interruption__acts">
        <button
          type="button"
          class="nhsuk-button nhsuk-button--reverse"
          aria-disabled={blocked !== null}
          onClick={() => live.confirm()}
        >
          Send {money(confirming.total, currency)}
        </button>
        <button type="button" class="interruption__change" onClick={() => live.changeIt()}>
          Change it
        </button>
      </div>
      {blocked !== null && <p>{blocked}</p>}
    </section>
  );
}
