/** The rules in the server's words, what was priced, and the digest of what was published. */
import { Folded } from "../../parts/page/folded";
import { Section } from "../../parts/page/section";
import type { Column } from "../../parts/page/table";
import type { Item } from "../../protocol/names";
import { amount, volumeWords } from "../../words/numbers";
import { LongTable } from "./long-table";
import type { ResultPartProps } from "./part";

const COLUMNS: ReadonlyArray<Column<Item>> = [
  { name: "Item", names_row: true, cell: ({ description }) => description },
  { name: "GTIN", cell: ({ gtin }) => gtin ?? "None given" },
  { name: "Volume a year", number: true, cell: ({ volume, unit }) => volumeWords(volume, unit) },
];

export function Rules({ result: { words, items, digest } }: ResultPartProps) {
  return (
    <Section id="rules" heading="Rules of this lot">
      {words.length === 0 ? (
        <p class="quiet">The rules of this lot stand in the invitation.</p>
      ) : (
        <ul class="nhsuk-list nhsuk-list--bullet">
          {words.map(({ about, text }) => (
            <li key={`${about} ${text}`}>{text}</li>
          ))}
        </ul>
      )}
      <p>
        They were fixed at publication. Digest of what was published:{" "}
        <code class="result__hash">{digest}</code>
      </p>
      <Folded summary={`Items of this lot (${amount(String(items.length))})`}>
        <LongTable
          caption="What was priced"
          columns={COLUMNS}
          rows={items}
          keyOf={({ id }) => id}
          before="Items before"
          after="Items after"
        />
      </Folded>
    </Section>
  );
}
