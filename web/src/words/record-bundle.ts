/** What the bundle for a complaint has in it, and how to check it. Pure. */
import { amount } from "./numbers";
import { partyName, type RecordedLot } from "./record-lot";

export function bundleSentence(lot: RecordedLot, party: string, at: number): string {
  return `One file with the whole record and with what ${partyName(lot, party)} was sent up to record ${amount(String(at))}, for whoever decides about a complaint. It names bidders and people: keep it safe.`;
}

export const CHECK_A_BUNDLE = "To check it, take the files out of it, and run:";

export function bundleParts(
  lot: RecordedLot,
  party: string,
  at: number,
): ReadonlyArray<{ readonly file: string; readonly holds: string }> {
  return [
    { file: "history.ndjson", holds: "Every record of the lot, a line each, with all hashes." },
    {
      file: "views.ndjson",
      holds: `What ${partyName(lot, party)} was sent, message by message, from the opening to record ${amount(String(at))}.`,
    },
    { file: "result.json", holds: "The result, if the lot has ended." },
    { file: "README.txt", holds: "What each file holds, and how to check the record." },
  ];
}
