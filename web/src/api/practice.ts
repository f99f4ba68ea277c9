/** The route with which a practice lot begins. */
import type { PracticeStarted } from "../protocol/http";
import { exchange, type Reply } from "./exchange";

/** `speed` is for buyers only. */
export function beginPractice(event: string, lot: string, speed?: number): Promise<Reply<PracticeStarted>> {
  const path = `/api/v1/events/${encodeURIComponent(event)}/practice`;
  return exchange(path, { method: "POST", json: speed === undefined ? { lot } : { lot, speed } });
}
