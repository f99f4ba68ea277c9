/** The routes of one lot: its offers, its history, and a request to annul an offer. */
import type { OwnBidList } from "../protocol/http";
import type { LeadPoint, Offer, Prices } from "../protocol/names";
import type { FittedMessage } from "../protocol/ws";
import { type Answer, getJson, post } from "./request";

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

/** The address of the bidder's record of its own bids; with an ending it is a file. */
export function recordPath(lot: string, ending: "" | ".csv" | ".xlsx" = ""): string {
  return `${lotPath(lot)}/record${ending}`;
}

/** The address of a file of what each trust gains or loses at the present lead, a row for each line that it buys. */
export function savingsPath(lot: string, ending: ".csv" | ".xlsx"): string {
  return `${lotPath(lot)}/savings${ending}`;
}

/** The bidder's own bids after that one, oldest first, at most 500. */
export function recordAfter(lot: string, seq: number): Promise<Answer<OwnBidList>> {
  return getJson<OwnBidList>(`${recordPath(lot)}?after=${seq}&limit=500`);
}

/**
 * The prices scaled by one ratio to a total, each rounded down to the smallest step of a price. Without a total it is the
 * highest that the bidder may send now. Nothing is bid.
 */
export function fitPrices(lot: string, prices: Prices, total?: string): Promise<Answer<FittedMessage>> {
  return post<FittedMessage>(`${lotPath(lot)}/fit`, { prices, total });
}

/** Asks the buyer to annul the standing offer that `ref` names. */
export function requestAnnulment(lot: string, ref: string, reason: string): Promise<Answer<unknown>> {
  return post(`${lotPath(lot)}/annulment-requests`, { ref, reason });
}
