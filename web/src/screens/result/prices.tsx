/**
 * The unit prices of one offer at the close, line by line: of the first one, or of another one that is chosen. On paper,
 * where nothing can be chosen, those of all.
 */
import { useState } from "preact/hooks";
import { multiply, sent } from "../../money";
import { Folded } from "../../parts/page/folded";
import { usePaper } from "../../parts/page/paper";
import { Section } from "../../parts/page/section";
import type { Column } from "../../parts/page/table";
import type { PlaceInResult, ResultAnswer } from "../../protocol/http";
import type { Item } from "../../protocol/names";
import { amount, money, volumeWords } from "../../words/numbers";
import { nameIn, otherPricesLeftOut, ownPlace, rankWords } from "../../words/result";
import { LongTable, PAPER_LINES_MAX } from "./long-table";
import type { ResultPartProps } from "./part";

export function Prices({ result, person }: ResultPartProps) {
  const paper = usePaper();
  const priced = result.ranking.filter(({ prices }) => prices);
  const [chosen, setChosen] = useState<string | null>(null);
  const of = priced.find(({ alias }) => alias === chosen) ?? ownPlace(result) ?? priced[0];
  if (of === undefined || result.items.length < 2) return null;
  const heading = person.role === "supplier" ? "Your unit prices" : "Unit prices";
  const fits = priced.length * result.items.length <= PAPER_LINES_MAX;
  const shown = paper && fits ? priced : [of];
  return (
    <Section id="prices" heading={heading}>
      <Folded summary={`The prices of each line (${amount(String(result.items.length))})`}>
        {priced.length > 1 && (
          <p class="result__choose">
            <label for="prices-of">Prices of</label>
            <select
              class="nhsuk-select"
              id="prices-of"
              value={of.alias}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              {priced.map((one) => (
                <option key={one.alias} value={one.alias}>
                  {named(one, result)}
                </option>
              ))}
            </select>
          </p>
        )}
        {shown.map((one) => (
          <PricesOf key={one.alias} of={one} result={result} />
        ))}
        {paper && !fits && priced.length > 1 && <p>{otherPricesLeftOut(priced.length - 1)}</p>}
      </Folded>
    </Section>
  );
}

function PricesOf({ of, result }: { of: PlaceInResult; result: ResultAnswer }) {
  return (
    <>
      <p class="result__of">{named(of, result)}</p>
      <LongTable
        caption={`Unit prices of ${nameIn(of)}`}
        columns={columnsOf(of, result)}
        rows={result.items}
        keyOf={({ id }) => id}
        before="Lines before"
        after="Lines after"
      />
    </>
  );
}

/** "Acme Medical Ltd, 1st" */
function named(one: PlaceInResult, { ranking }: ResultAnswer): string {
  return `${nameIn(one)}, ${rankWords(one, ranking)}`;
}

function columnsOf({ prices }: PlaceInResult, { event }: ResultAnswer): Array<Column<Item>> {
  const priceOf = ({ id }: Item): string | null => prices?.[id] ?? null;
  const total = (item: Item): string => {
    const price = priceOf(item);
    return price === null ? "No price" : money(multiply(sent(price), sent(item.volume)), event.currency);
  };
  return [
    { name: "Item", names_row: true, cell: ({ description }) => description },
    {
      name: "Price of one",
      number: true,
      cell: (item) => {
        const price = priceOf(item);
        return price === null ? "No price" : `${money(price, event.currency)} a ${item.unit}`;
      },
    },
    { name: "Volume a year", number: true, cell: ({ volume, unit }) => volumeWords(volume, unit) },
    { name: "Total of the line", number: true, cell: total },
  ];
}
