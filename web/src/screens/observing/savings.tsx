/** What each trust gains or loses against its spend today. The viewer's own trust comes first. */
import { shownLot } from "../../live/state/state";
import type { PartProps } from "../../parts/lot/part";
import type { SpendFigures } from "../../protocol/names";
import type { Savings, TrustSaving } from "../../protocol/ws";
import { loses, notCounted, percentWords, savingWords, totalSentence } from "../../words/market";
import { wholeMoney } from "../../words/numbers";

export function SavingsTable({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const savings = lot.savings ?? null;
  if (savings === null) return null;
  const { currency } = lot.event;
  const left_out = notCounted(savings);
  return (
    <section class="card" aria-labelledby="savings">
      <h2 class="card__heading" id="savings">
        Saving per trust
      </h2>
      <p>{totalSentence(savings, currency)}</p>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="savings">
        <table class="list">
          <caption class="nhsuk-u-visually-hidden">
            What each trust spends a year today and{" "}
            {savings.basis === "result" ? "by the result" : "at the present lead"}
          </caption>
          <thead>
            <tr>
              <th scope="col">Trust</th>
              <th scope="col" class="number">
                Difference a year
              </th>
              <th scope="col" class="number">
                Spend today
              </th>
              <th scope="col" class="number">
                {savings.basis === "result" ? "By the result" : "At the lead"}
              </th>
            </tr>
          </thead>
          <tbody>
            {ownFirst(savings, state.person.org).map((trust) => (
              <tr key={trust.ods} class={trust.ods === state.person.org ? "own" : ""}>
                <th scope="row">
                  {trust.name}
                  {trust.ods === state.person.org && <span class="quiet block">Your trust</span>}
                </th>
                <Figures of={trust} currency={currency} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All trusts</th>
              <Figures of={savings.total} currency={currency} />
            </tr>
          </tfoot>
        </table>
      </div>
      {left_out && <p class="quiet">{left_out}</p>}
      {lot.event.contract_months && (
        <p class="quiet">Figures are for one year of a contract of {lot.event.contract_months} months.</p>
      )}
    </section>
  );
}

function Figures({ of, currency }: { of: SpendFigures; currency: string }) {
  return (
    <>
      <td class="number">
        <span class={loses(of) ? "no" : "yes"}>{savingWords(of, currency)}</span>
        <span class="quiet block">{percentWords(of)}</span>
      </td>
      <td class="number">{wholeMoney(of.baseline_spend, currency)}</td>
      <td class="number">{wholeMoney(of.spend, currency)}</td>
    </>
  );
}

function ownFirst(savings: Savings, org: string): TrustSaving[] {
  const own = savings.trusts.filter(({ ods }) => ods === org);
  return [...own, ...savings.trusts.filter(({ ods }) => ods !== org)];
}
