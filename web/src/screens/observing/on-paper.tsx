/** What an observer can take from the page: a print of it, which says its moment, its savings, and the lot's record. */
import { historyPath, savingsPath } from "../../api/lots";
import { asAt, now } from "../../live/state/state";
import type { PartProps } from "../../parts/lot/part";
import { clockTimeToSecond, date } from "../../words/time";

export function TakeAway({ lot }: Pick<PartProps, "lot">) {
  return (
    <p class="ways">
      <button type="button" class="plain-button" onClick={() => print()}>
        Print this page
      </button>{" "}
      <span>
        Download the savings line by line:{" "}
        <a href={savingsPath(lot.lot, ".xlsx")} download>
          Excel workbook
        </a>{" "}
        or{" "}
        <a href={savingsPath(lot.lot, ".csv")} download>
          CSV
        </a>
      </span>{" "}
      <a href={historyPath(lot.lot)} download={`lot-${lot.lot}.ndjson`}>
        Download the record of this lot
      </a>{" "}
      <span class="quiet">One entry a line. What is not for you is left out, and marked as redacted.</span>
    </p>
  );
}

/** Stands on paper only. */
export function AsAt({ state }: Pick<PartProps, "state">) {
  const at = asAt(state) ?? now(state);
  return (
    <p class="on-paper">
      As at {clockTimeToSecond(at)} on {date(at)}, UK time.
    </p>
  );
}
