/** The routes of an auditor who replays a lot: its records in short, and what a party was sent. */
import type { LotRecordList } from "../protocol/http";
import type { LotMessage, Offer } from "../protocol/names";
import { type Answer, type Failure, failureOf, get, getJson } from "./request";

function lotPath(lot: string): string {
  return `/api/v1/lots/${encodeURIComponent(lot)}`;
}

/** The lot as the caller sees it now. */
export function lotNow(lot: string): Promise<Answer<LotMessage>> {
  return getJson<LotMessage>(lotPath(lot));
}

/** Records after that one, in the journal's order. `next` is null on the last page. */
export function recordsAfter(lot: string, after: number, limit: number): Promise<Answer<LotRecordList>> {
  return getJson<LotRecordList>(`${lotPath(lot)}/records?after=${after}&limit=${limit}`);
}

export interface ViewsAsked {
  readonly as: string;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/**
 * Reads what a party was sent, line by line as it comes. `read` takes each piece of text, which may end in the middle of
 * a line. The answer is null where the text came to its end.
 */
export async function readViews(
  lot: string,
  { as, from, to, limit }: ViewsAsked,
  read: (text: string) => Promise<void>,
  signal: AbortSignal,
): Promise<Failure | null> {
  const query = `as=${encodeURIComponent(as)}&from=${from}&to=${to}&limit=${limit}`;
  const response = await get(`${lotPath(lot)}/views?${query}`, signal);
  if (response === null || !response.ok || response.body === null) return failureOf(response);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      await read(decoder.decode(value, { stream: true }));
    }
  } catch {
    return failureOf(null);
  }
  return null;
}

/** The accepted offers after `seq`, as that party saw them right after the record `at`. */
export function offersThen(
  lot: string,
  as: string,
  at: number,
  seq: number,
): Promise<Answer<{ offers: Offer[] }>> {
  return getJson(`${lotPath(lot)}/offers?at=seq:${at}&as=${encodeURIComponent(as)}&after=${seq}`);
}
