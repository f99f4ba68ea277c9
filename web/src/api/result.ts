/** The routes of a lot's result: the result itself, or the lot where it has none yet, and the files about it. */
import type { ResultAnswer } from "../protocol/http";
import type { LotMessage, OwnBid, Refusal } from "../protocol/names";
import { refusals } from "./acts";
import { recordAfter } from "./lots";
import { type Answer, getJson } from "./request";

/** The members of a lot that has not ended which its page of results shows. */
export type RunningLot = Pick<
  LotMessage,
  "title" | "state" | "opens_at" | "closes_at" | "resumes_at" | "event"
>;

/** The result, or the lot where it has not ended. */
export type ResultOrLot =
  | { readonly ended: true; readonly result: ResultAnswer }
  | { readonly ended: false; readonly lot: RunningLot };

/** A result with a long course, read while lots are open, comes slowly. */
const LONG_MS = 180_000;
/** How many lines are asked for at a time. */
const PAGE = 500;
/** No more of a list is loaded into a page: files have all of it. */
export const LISTED_MAX = 5_000;

function lotPath(lot: string): string {
  return `/api/v1/lots/${encodeURIComponent(lot)}`;
}

export async function resultOf(lot: string): Promise<Answer<ResultOrLot>> {
  const answer = await getJson<ResultAnswer>(`${lotPath(lot)}/result`, LONG_MS);
  if (answer.ok) return { ok: true, value: { ended: true, result: answer.value } };
  if (answer.status !== 409) return answer;
  const running = await getJson<RunningLot>(lotPath(lot));
  return running.ok ? { ok: true, value: { ended: false, lot: running.value } } : running;
}

/** The address of a file about the lot. */
export function lotFilePath(lot: string, file: string, ending: ".csv" | ".xlsx"): string {
  return `${lotPath(lot)}/${file}${ending}`;
}

/** The address of the workbook about all lots of an event that the person may see. */
export function eventReportPath(event: string): string {
  return `/api/v1/events/${encodeURIComponent(event)}/report.xlsx`;
}

/** A list, and whether there is more than it. */
export interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly has_more: boolean;
}

/** The refused bids of the lot, oldest first. */
export function refusedBids(lot: string): Promise<Answer<Listed<Refusal>>> {
  return listed((after) => refusals(lot, after, PAGE));
}

/** The bidder's own bids, oldest first. */
export function ownRecord(lot: string): Promise<Answer<Listed<OwnBid>>> {
  return listed((after) => recordAfter(lot, Number(after ?? 0)));
}

interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string | null;
}

async function listed<Row>(
  page: (after: string | null) => Promise<Answer<Page<Row>>>,
): Promise<Answer<Listed<Row>>> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const answer = await page(after);
    if (!answer.ok) return answer;
    rows.push(...answer.value.items);
    after = answer.value.next ?? null;
  } while (after !== null && rows.length < LISTED_MAX);
  return { ok: true, value: { rows, has_more: after !== null } };
}
