/** What each trust gains or loses against its spend today. The viewer's own trust comes first, others where they are shown. */
import { isCurrent, shownAsAt, shownLot } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { fullYearSentence, notCounted, totalSentence } from "../../words/market";
import { TrustSavings } from "./trust-savings";

export function SavingsTable({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const savings = lot.savings ?? null;
  if (savings === null) return null;
  const { currency } = lot.event;
  const current = isCurrent(state);
  const left_out = notCounted(savings);
  const shows_all = lot.rules.show.other_trusts !== false || state.person.role !== "observer";
  const basis = savings.basis === "result" ? "by the result" : current ? "at the lead" : "at the lead then";
  return (
    <section class={`card${current ? "" : " card--stale"}`} aria-labelledby="savings">
      <h2 class="card__heading" id="savings">
        Saving per trust
      </h2>
      <p>{totalSentence(savings, currency, shownAsAt(state), shows_all)}</p>
      {!shows_all && (
        <p class="quiet">In this lot each trust sees its own figures and those of all together.</p>
      )}
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="savings">
        <TrustSavings
          trusts={savings.trusts}
          total={savings.total}
          basis={basis}
          currency={currency}
          org={state.person.org}
        />
      </div>
      {left_out && <p class="quiet">{left_out}</p>}
      <p class="quiet card__foot">{fullYearSentence(lot.event)}</p>
    </section>
  );
}
