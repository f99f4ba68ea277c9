/** The words of the controls of a replay, and of its states. Pure. */
import type { FailedLot } from "../../protocol/http";
import { count } from "../numbers";
import { clockTimeToMillisecond, date } from "../time";
import { grouped, recordPlace } from "./records";

export const SPEEDS = [1, 10, 100, 1_000] as const;
export type Speed = (typeof SPEEDS)[number];

/** What a person looks for among the records. */
export type Mark = "refusal" | "extension" | "act";

export const NEXT: Readonly<Record<Mark, string>> = {
  refusal: "Next refusal",
  extension: "Next extension",
  act: "Next act of a buyer",
};

const LATER: Readonly<Record<Mark, string>> = {
  refusal: "There is no later refusal.",
  extension: "The closing time was not moved later than here.",
  act: "There is no later act of a buyer.",
};

export function noneLater(mark: Mark): string {
  return LATER[mark];
}

export function looking(mark: Mark): string {
  return `Looking for the ${NEXT[mark].toLowerCase()}.`;
}

/** "10×", "1,000×" */
export function speedName(speed: number): string {
  return `${grouped(speed)}\u00d7`;
}

/** The moment that is shown, for one that lies between two records too. */
export function momentSentence(at: number): string {
  return `Shown as at ${clockTimeToMillisecond(at)} on ${date(at)}, UK time.`;
}

/** How much is loaded of what the lanes show; null once all is. */
export function loadedSentence(loaded: number, head: number): string | null {
  if (loaded >= head) return null;
  return `Loading the records: ${grouped(loaded)} of ${grouped(head)}. The lanes show those.`;
}

/** Why no more records come. */
export function recordsFailed(loaded: number): string {
  return `The other records could not be loaded just now; the lanes show ${count(loaded, "record")}. ${TRIES}`;
}

const TRIES = "This page tries again by itself.";

/** A journal that cannot be read is named with its first bad record, if a record is bad. `at_first`: before any of it came. */
export function streamFailed({ first_bad = null }: FailedLot, at_first: boolean): string {
  const where =
    first_bad === null ? "" : ` The first record that cannot be read is record ${grouped(first_bad)}.`;
  const shown = at_first
    ? "The record of this lot cannot be read, so nothing of it is shown."
    : "The record of this lot cannot be read any more. What is shown was loaded before.";
  return `${shown}${where} Nothing that was accepted is lost. Tell the people who run this service.`;
}

export const NEWER_FAILED = "The newer records could not be loaded just now. Try again in a moment.";

export const FOR_AUDITORS =
  "A replay is for auditors, and you are not signed in as one. What your organisation may see of a lot stands on the lot\u2019s own page.";

/** An address that names a record that the lot does not have. */
export function noSuchRecord(seq: number): string {
  return `There is no record ${grouped(seq)}. This is the last one.`;
}

/** Records that came after the page was opened. */
export function newerRecords(newer: number): string {
  return `${count(newer, "newer record")}. Load ${newer === 1 ? "it" : "them"}.`;
}

/** What the pane of a party shows, or waits for. */
export function paneWaits(party: string, seq: number): string {
  return `Loading what ${party} saw after record ${grouped(seq)}.`;
}

export function paneFailed(party: string): string {
  return `What ${party} saw could not be loaded just now. ${TRIES}`;
}

export const PANE_UNKNOWN = "This lot has no such party. Choose another one.";

/** Says whose view a pane shows, and after what record. */
export function paneTitle(party: string, seq: number, head: number): string {
  return `What ${party} saw after ${recordPlace(seq, head).toLowerCase()}`;
}

/** What stands in no pane, because no past view has it. */
export const NOT_REPLAYED: Readonly<Record<"supplier" | "observer" | "other", string>> = {
  supplier:
    "As the page showed it to a bidder that was connected. Not replayed: what was being typed, the answers to its own bids and the list of them. Each of its bids is a record.",
  observer:
    "As the page showed it to a trust that was connected. Not replayed: the saving over time, and downloads.",
  other: "As the page showed it to somebody who was connected.",
};
