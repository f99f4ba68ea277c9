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

export function noteConnection(event: string, measured: ConnectionMeasured): Promise<Answer<unknown>> {
  return post(`${eventPath(event)}/readiness`, measured);
}
