/** The route with which a buyer lets a person back in. */
import type { Readmitted } from "../protocol/http";
import { type Answer, post } from "./request";

export function readmit(event: string, person: string, reason: string): Promise<Answer<Readmitted>> {
  return post<Readmitted>(`/api/v1/events/${encodeURIComponent(event)}/readmit`, { person, reason });
}
