/** What the first record of a lot says of it. It never changes, so it is loaded once for the lot that is looked at. */
import type { Answer } from "../../api/request";
import { type RecordedLot, recordedLot, UNKNOWN_LOT } from "../../words/record-lot";
import { loadRecord } from "./shown-record";

let known: { readonly lot: string; readonly answer: Promise<Answer<RecordedLot>> } | null = null;

export function loadRecordedLot(lot: string): Promise<Answer<RecordedLot>> {
  if (known?.lot === lot) return known.answer;
  const asked = { lot, answer: load(lot) };
  known = asked;
  void asked.answer.then((answer) => {
    // What failed is asked for again.
    if (!answer.ok && known === asked) known = null;
  });
  return asked.answer;
}

async function load(lot: string): Promise<Answer<RecordedLot>> {
  const answer = await loadRecord(lot, 1);
  if (!answer.ok) return answer;
  const record = answer.value.found ? answer.value.record : null;
  return { ok: true, value: record === null ? UNKNOWN_LOT : recordedLot(record.data) };
}
