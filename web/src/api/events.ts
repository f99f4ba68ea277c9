/** The routes of events: the list, the lots of one, and the acceptance of an event's terms. */
import type { EventListed, LotListed } from "../protocol/names";
import { type Answer, getJson, post } from "./request";

export function events(): Promise<Answer<{ events: EventListed[] }>> {
  return getJson<{ events: EventListed[] }>("/api/v1/events");
}

/** The lots of an event that the person may see, in the order of the event. */
export function lotsOf(event: string): Promise<Answer<{ lots: LotListed[] }>> {
  return getJson<{ lots: LotListed[] }>(`/api/v1/events/${encodeURIComponent(event)}`);
}

export function acceptTerms(event: string): Promise<Answer<unknown>> {
  return post(`/api/v1/events/${encodeURIComponent(event)}/accept-terms`, {});
}
