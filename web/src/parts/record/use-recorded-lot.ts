/** What the lot's first record says of it: names, items, currency. Until that is loaded, everything is called by its id. */
import { loadRecordedLot } from "../../live/record/recorded-lot";
import { type RecordedLot, UNKNOWN_LOT } from "../../words/record-lot";
import { useLoaded } from "../page/use-loaded";

export function useRecordedLot(lot: string): RecordedLot {
  return useLoaded(`${lot} first record`, () => loadRecordedLot(lot)).value ?? UNKNOWN_LOT;
}
