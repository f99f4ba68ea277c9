/** The routes of events: the list, and the acceptance of an event's terms. */
import type { EventListed } from "../protocol/names";
import { type Answer, getJson, post } from "./request";

export function events(): Promise<Answer<{ events: EventListed[] }>> {
  return getJson<{ events: EventListed[] }>("/api/v1/events");
}

export function acceptTerms(event: string): Promise<Answer<unknown>> {
  return post(`/api/v1/events/${encodeURIComponent(event)}/accept-terms`, {});
}
