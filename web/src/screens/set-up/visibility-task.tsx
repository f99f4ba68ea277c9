/** Who sees what while the lot runs and after it. */
import { Choice, YES_OR_NO } from "./fields";
import { lotPath, LotPicker, SameForAll } from "./lots";
import { useRuleWords } from "./rules-task";

const GATES = [
  { value: "none", label: "From the opening on" },
  { value: "first_bid", label: "After its own first accepted offer" },
];
const BUYERS = [
  { value: "always", label: "Buyers see the names all the time" },
  { value: "after_close", label: "Buyers see aliases until the close" },
];

export function VisibilityTask({ lot, pick }: { lot: number; pick: (lot: number) => void }) {
  return (
    <LotPicker lot={lot} pick={pick}>
      <LotVisibility lot={lot} />
      <SameForAll lot={lot} members={["/rules/show"]} />
    </LotPicker>
  );
}

function LotVisibility({ lot }: { lot: number }) {
  const show = `${lotPath(lot)}/rules/show`;
  const words = useRuleWords(lot, "visibility");
  return (
    <>
      <section class="card">
        <h3 class="card__heading">What a bidder sees of the others</h3>
        <p>A bidder always sees its own rank, and never the name of another bidder.</p>
        <Choice
          path={`${show}/lead_price`}
          options={YES_OR_NO("It sees the leading offer", "It does not see it")}
        />
        <Choice
          path={`${show}/all_prices`}
          options={YES_OR_NO("It sees every offer, without names", "It does not see them")}
        />
        <Choice
          path={`${show}/bidder_count`}
          options={YES_OR_NO("It sees how many bidders are invited", "It does not see that")}
        />
        <Choice path={`${show}/gate`} options={GATES} />
        {words && <p class="set-up__fact">In the words that bidders read: {words}</p>}
      </section>
      <section class="card">
        <h3 class="card__heading">What buyers and trusts see</h3>
        <Choice path={`${show}/identities_to_buyer`} options={BUYERS} />
        <Choice
          path={`${show}/identities_to_observer`}
          options={YES_OR_NO("Trusts see the names after the close", "Trusts see aliases only")}
        />
        <Choice
          path={`${show}/other_trusts`}
          options={YES_OR_NO(
            "A trust sees the volumes, prices and savings of the other trusts",
            "A trust sees its own figures and the totals only",
          )}
        />
      </section>
    </>
  );
}
