/** What buyers and the clock did, in order, with the reasons. Only buyers and auditors see persons. */
import { Section } from "../../parts/page/section";
import type { Column } from "../../parts/page/table";
import type { ActView, ResultAnswer } from "../../protocol/http";
import { timeIn } from "../../words/result";
import { actReason, actSentence, doerWords } from "../../words/result-acts";
import { LongTable } from "./long-table";
import type { ResultPartProps } from "./part";

export function Acts({ result }: ResultPartProps) {
  const { acts } = result;
  return (
    <Section id="acts" heading="What was done">
      <LongTable
        caption="What buyers and the clock did, in order"
        columns={columnsOf(result)}
        rows={acts}
        keyOf={({ seq }) => seq}
      />
    </Section>
  );
}

function columnsOf(result: ResultAnswer): Array<Column<ActView>> {
  const columns: Array<Column<ActView> | false> = [
    { name: "Time", cell: ({ at }) => <span class="nowrap">{timeIn(at, result)}</span> },
    {
      name: "What",
      names_row: true,
      cell: (act) => (
        <>
          {actSentence(act, result.event.currency)}
          {act.reason && <span class="block">{actReason(act)}</span>}
        </>
      ),
    },
    result.acts.some((act) => doerWords(act) !== null) && { name: "By", cell: (act) => doerWords(act) ?? "" },
  ];
  return columns.filter((column) => column !== false);
}
