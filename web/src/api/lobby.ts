/** The lobby of an event, and the test of the bidder's connection. */
import type { ConnectionMeasured } from "../protocol/http";
import type { Lobby } from "../protocol/names";
import { type Answer, getJson, post } from "./request";

function eventPath(event: string): string {
  return `/api/v1/events/${encodeURIComponent(event)}`;
}

export function lobbyOf(event: string): Promise<Answer<Lobby>> {
  return getJson<Lobby>(`${eventPath(event)}/lobby`);
}

/** The lobby of a bidder for a buyer. A bidder whom no lot invites is as unknown as an event that is not there. */
export async function lobbyOfBidder(event: string, as: string): Promise<Answer<Lobby>> {
  const answer = await getJson<Lobby>(`${eventPath(event)}/lobby?as=${encodeURIComponent(as)}`);
  const unknown = !answer.ok && (answer.status === 422 || answer.status === 409);
  return unknown ? { ok: false, status: 404 } : answer;
}

export function noteConnection(event: string, measured: ConnectionMeasured): Promise<Answer<unknown>> {
  return post(`${eventPath(event)}/readiness`, measured);
}
