/** The lot's rules in sentences and its items, behind one control. */
import { amount } from "../../words/numbers";
import { rulesSentences } from "../../words/rules";
import type { PartProps } from "./part";

export function RulesOfLot({ lot }: PartProps) {
  return (
    <details class="more">
      <summary>Rules and items of this lot</summary>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {rulesSentences(lot).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {lot.items.map((item) => (
          <li key={item.id}>
            {item.description}: {amount(item.volume)}, each a {item.unit}
          </li>
        ))}
      </ul>
    </details>
  );
}
