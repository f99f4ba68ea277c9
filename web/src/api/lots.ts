/** The routes of one lot: its offers, its history, and a request to annul an offer. */
import type { LeadPoint, Offer, Prices } from "../protocol/names";
import type { JournalRecord } from "./answers";
import { type Answer, failureOf, get, getJson, post } from "./request";

function lotPath(lot: string): string {
  return `/api/v1/lots/${encodeURIComponent(lot)}`;
}

/** The status of an answer about the lot: whether the session may see it, where no connection says so. */
export async function lotStatus(lot: string): Promise<number> {
  const answer = await getJson<unknown>(lotPath(lot));
  return answer.ok ? 200 : answer.status;
}

export function offersAfter(lot: string, seq: number): Promise<Answer<{ offers: Offer[] }>> {
  return getJson<{ offers: Offer[] }>(`${lotPath(lot)}/offers?after=${seq}`);
}

/** A page of the changes of the lead. `next` is null on the last one. */
export function leadsAfter(
  lot: string,
  seq: number,
): Promise<Answer<{ items: LeadPoint[]; next?: string | null }>> {
  return getJson(`${lotPath(lot)}/leads?after=${seq}&limit=500`);
}

/** The address from which a person downloads the records that they may see. */
export function historyPath(lot: string): string {
  return `${lotPath(lot)}/history`;
}

/** The lot's journal as this viewer may see it: one record on each line of the answer. */
export async function historyAfter(lot: string, seq: number): Promise<Answer<JournalRecord[]>> {
  const response = await get(`${historyPath(lot)}?after=${seq}`);
  if (response === null || !response.ok) return failureOf(response);
  const lines = (await response.text()).split("\n").filter((line) => line.trim() !== "");
  return { ok: true, value: lines.map((line) => JSON.parse(line) as JournalRecord) };
}

/** Asks the buyer to annul the standing offer that `ref` names. */
export function requestAnnulment(lot: string, ref: string, reason: string): Promise<Answer<unknown>> {
  return post(`${lotPath(lot)}/annulment-requests`, { ref, reason });
}

/** Prices that were fitted to a total; null where none can be. */
export interface Fitted {
  readonly prices: Prices | null;
  readonly total: string | null;
}

/** Scales prices by one ratio to a total, each rounded down to the smallest step of a price. Nothing is bid. */
export function fitPrices(lot: string, prices: Prices, total: string): Promise<Answer<Fitted>> {
  return post<Fitted>(`${lotPath(lot)}/fit`, { prices, total });
}
