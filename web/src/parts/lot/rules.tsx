/** The lot's rules and the bidder's formula, both in the server's words, and the items, behind one control. */
import { money, points, volumeWords } from "../../words/numbers";
import type { PartProps } from "./part";

export function RulesOfLot({ lot }: Pick<PartProps, "lot">) {
  const words = lot.words ?? [];
  return (
    <details class="more">
      <summary>Rules and items of this lot</summary>
      {words.length === 0 ? (
        <p class="quiet">The rules of this lot stand in your invitation.</p>
      ) : (
        <ul class="nhsuk-list nhsuk-list--bullet">
          {words.map(({ about, text }) => (
            <li key={`${about} ${text}`}>{text}</li>
          ))}
        </ul>
      )}
      <Formula lot={lot} />
      <h3 class="more__heading">Items</h3>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {lot.items.map((item) => (
          <li key={item.id}>
            {item.description}: {volumeWords(item.volume, item.unit)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** How the bidder's own offers are compared: the rule, its own figures, and one example. */
function Formula({ lot }: Pick<PartProps, "lot">) {
  const formula = lot.formula ?? null;
  if (formula === null) return null;
  const { currency } = lot.event;
  const figures: Array<[string, string]> = [];
  if (formula.kind !== "price") {
    if (formula.factor !== "1") figures.push(["Your factor", formula.factor]);
    if (formula.divisor !== "1") figures.push(["Your divisor", formula.divisor]);
    if (formula.addition !== "0") figures.push(["Your addition", money(formula.addition, currency)]);
  }
  if (formula.quality) figures.push(["Your quality points", points(formula.quality)]);
  if (formula.price_weight) figures.push(["Weight of the price", points(formula.price_weight)]);
  return (
    <>
      <h3 class="more__heading">How your offers are compared</h3>
      <p>{formula.text}</p>
      {figures.length > 0 && (
        <dl class="figures">
          {figures.map(([name, value]) => (
            <div class="figures__pair" key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="quiet">{formula.example.text}</p>
    </>
  );
}
