/**
 * The panel that asks for a confirmation before an offer is sent. It shows nothing but the change and two buttons. Escape
 * does what "Change it" does.
 */
import { useEffect, useRef } from "preact/hooks";
import { drop } from "../../live/bid";
import type { Confirming } from "../../live/state/state";
import { confirmationReason, dropSentence, firstOfferSentence, priceWords } from "../../words/bid";
import { money } from "../../words/numbers";
import { type BidPartProps, idOf, inLot } from "./bid-part";

export function Confirmation({ confirming, ...part }: BidPartProps & { confirming: Confirming }) {
  const { live, lot, one_of_many } = part;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // On a page of many lots only where the focus was in this one: it fell to the page as its form went.
    if (!one_of_many || document.activeElement === document.body) heading.current?.focus();
  }, []);
  const keyed = ({ key }: KeyboardEvent): void => {
    if (key === "Escape") live.changeIt();
  };
  const Heading = one_of_many ? "h3" : "h2";
  const { currency } = lot.event;
  const own = lot.you?.total ?? null;
  const blocked = live.blocked();
  return (
    <section class="interruption" aria-labelledby={idOf(part, "check")} onKeyDown={keyed}>
      <Heading class="interruption__heading" id={idOf(part, "check")} tabIndex={-1} ref={heading}>
        Check this offer{inLot(part)}
      </Heading>
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
