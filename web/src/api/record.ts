/** The routes of a lot's record: its lines as they are hashed, a search in it, and the bundle for a complaint. */
import type { LotRecordList } from "../protocol/http";
import { type Answer, failureOf, get, getJson } from "./request";

/** What is looked for. All of it has to fit. */
export type RecordQuery = Partial<
  Record<
    "kind" | "bidder" | "reason" | "ref" | "person" | "from_at" | "to_at" | "total_from" | "total_to",
    string
  >
>;

/** So long without any byte means that nothing more comes. */
const SILENCE_MS = 60_000;

function lotPath(lot: string): string {
  return `/api/v1/lots/${encodeURIComponent(lot)}`;
}

/** The address of the line of one record. */
export function recordLineFile(lot: string, seq: number): string {
  return `${recordFile(lot)}?after=${seq - 1}&limit=1`;
}

/** The line of one record, byte for byte, with its line end. Empty where there is no such record. */
export async function recordLine(lot: string, seq: number): Promise<Answer<Uint8Array>> {
  const response = await get(recordLineFile(lot, seq));
  if (response === null || !response.ok) return failureOf(response);
  try {
    return { ok: true, value: new Uint8Array(await response.arrayBuffer()) };
  } catch {
    return failureOf(null);
  }
}

/** All lines, in chunks as they come. However long that takes in all, it ends after a minute without any. */
export async function recordLines(
  lot: string,
  stop: AbortSignal,
): Promise<Answer<AsyncIterable<Uint8Array>>> {
  const silence = new AbortController();
  const signal = AbortSignal.any([stop, silence.signal]);
  const wait = (): ReturnType<typeof setTimeout> => setTimeout(() => silence.abort(), SILENCE_MS);
  const first = wait();
  try {
    const headers = { accept: "application/x-ndjson" };
    const response = await fetch(recordFile(lot), { headers, signal });
    if (!response.ok || response.body === null) return await failureOf(response);
    return { ok: true, value: chunksOf(response.body, wait) };
  } catch {
    return failureOf(null);
  } finally {
    clearTimeout(first);
  }
}

async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  wait: () => ReturnType<typeof setTimeout>,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const timer = wait();
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    // Without this the server would go on sending after a check has ended.
    void reader.cancel().catch(() => {});
  }
}

export function searchRecords(
  lot: string,
  query: RecordQuery,
  after: string | null,
  limit: number,
): Promise<Answer<LotRecordList>> {
  const asked = new URLSearchParams(query);
  asked.set("limit", String(limit));
  if (after !== null) asked.set("after", after);
  return getJson(`${lotPath(lot)}/records?${asked}`);
}

/** The address of the whole record. */
export function recordFile(lot: string): string {
  return `${lotPath(lot)}/history`;
}

/** The address of all that a complaint is decided by: the record, and what that party saw up to then. */
export function bundleFile(lot: string, as: string, at: string): string {
  return `${lotPath(lot)}/bundle.zip?${new URLSearchParams({ as, at })}`;
}
