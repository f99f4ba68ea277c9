/** How the result is checked: the hash of the lot's last record, and the command that works it out again. */
import { historyPath } from "../../api/lots";
import { Section } from "../../parts/page/section";
import { isPractice } from "../../words/practice";
import { checkSentences, headSentence, mayReadRecord } from "../../words/result-files";
import type { ResultPartProps } from "./part";

export function Check({ result, person }: ResultPartProps) {
  const { lot, head, check } = result;
  if (isPractice(lot)) return null;
  return (
    <Section id="check" heading="How to check it">
      <p>
        {headSentence(result)} <code class="result__hash">{head.hash}</code>
      </p>
      {checkSentences(person.role).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p>
        <code class="result__command">{check}</code>
      </p>
      {mayReadRecord(person.role) && (
        <p class="ways">
          <a href={historyPath(lot)} download={`lot-${lot}.ndjson`}>
            Download the record of this lot
          </a>
        </p>
      )}
    </Section>
  );
}
