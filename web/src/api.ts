/** The server's HTTP routes that the page reads, each with what it promises. The cookie says who asks. */
import type { EventListed, JournalRecord, Offer, Person } from "./messages";

export type Answer<T> = { ok: true; value: T } | { ok: false; status: number };

async function get(path: string): Promise<Response | null> {
  try {
    return await fetch(path, { headers: { accept: "application/json, application/x-ndjson" } });
  } catch {
    // No network: the same as a server that does not answer.
    return null;
  }
}

async function getJson<T>(path: string): Promise<Answer<T>> {
  const response = await get(path);
  if (response === null) return { ok: false, status: 0 };
  if (!response.ok) return { ok: false, status: response.status };
  return { ok: true, value: (await response.json()) as T };
}

export function me(): Promise<Answer<Person>> {
  return getJson<Person>("/api/v1/me");
}

export function events(): Promise<Answer<{ events: EventListed[] }>> {
  return getJson<{ events: EventListed[] }>("/api/v1/events");
}

function lotPath(lot: string): string {
  return `/api/v1/lots/${encodeURIComponent(lot)}`;
}

export function offersAfter(lot: string, seq: number): Promise<Answer<{ offers: Offer[] }>> {
  return getJson<{ offers: Offer[] }>(`${lotPath(lot)}/offers?after=${seq}`);
}

/** Where the person's own records can be taken away as they are kept. */
export function historyPath(lot: string): string {
  return `${lotPath(lot)}/history`;
}

/** The lot's journal as this viewer may see it, one record a line. */
export async function historyAfter(lot: string, seq: number): Promise<Answer<JournalRecord[]>> {
  const response = await get(`${historyPath(lot)}?after=${seq}`);
  if (response === null) return { ok: false, status: 0 };
  if (!response.ok) return { ok: false, status: response.status };
  const lines = (await response.text()).split("\n").filter((line) => line.trim() !== "");
  return { ok: true, value: lines.map((line) => JSON.parse(line) as JournalRecord) };
}

async function post(path: string, body: object): Promise<boolean> {
  try {
    const headers = { "content-type": "application/json" };
    return (await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).ok;
  } catch {
    return false;
  }
}

export function acceptTerms(event: string): Promise<boolean> {
  return post(`/api/v1/events/${encodeURIComponent(event)}/accept-terms`, {});
}

/** Asks the buyer to annul the standing offer, named by its reference. */
export function requestAnnulment(lot: string, ref: string, reason: string): Promise<boolean> {
  return post(`${lotPath(lot)}/annulment-requests`, { ref, reason });
}
