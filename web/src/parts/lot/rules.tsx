/** The lot's rules and the bidder's formula, both in the server's words, and the items, behind one control. */
import { volumeWords } from "../../words/numbers";
import { formulaFigures } from "../../words/scoring";
import type { LobbyLot } from "../../protocol/names";

interface RulesProps {
  lot: LobbyLot;
  open?: boolean;
}

export function RulesOfLot({ lot, open = false }: RulesProps) {
  const words = lot.words ?? [];
  return (
    <details class="more rules" open={open}>
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
function Formula({ lot }: RulesProps) {
  const formula = lot.formula ?? null;
  if (formula === null) return null;
  const figures = formulaFigures(formula, lot.event.currency);
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
