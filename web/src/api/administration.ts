/** The routes of administrators: what became of mail, a mail to try it, and security events. */
import type { MailList, SecurityEventList } from "../protocol/http";
import type { Mail } from "../protocol/names";
import { type Answer, getJson, post } from "./request";

/** Pages of the outbox that are looked through for one answer. */
const PAGES_MAX = 10;

export function mails(after: string | null): Promise<Answer<MailList>> {
  return getJson<MailList>(`/api/v1/outbox${after === null ? "" : `?after=${encodeURIComponent(after)}`}`);
}

/** The mails that were written since that instant, the newest first. */
export async function mailsSince(since: string): Promise<Answer<Mail[]>> {
  const found: Mail[] = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer: Answer<MailList> = await mails(after);
    if (!answer.ok) return answer;
    const { items, next } = answer.value;
    found.push(...items.filter(({ queued_at }) => queued_at >= since));
    const last = items.at(-1);
    if (!next || (last !== undefined && last.queued_at < since)) break;
    after = next;
  }
  return { ok: true, value: found };
}

/** Sends a mail to the caller. The outbox says what becomes of it. */
export function testMail(): Promise<Answer<unknown>> {
  return post("/api/v1/outbox/test", {});
}

export interface EventsAsked {
  /** A person's id; null for everybody. */
  readonly person: string | null;
  readonly kind: string | null;
  readonly after: string | null;
}

export function securityEvents(asked: EventsAsked): Promise<Answer<SecurityEventList>> {
  const given = Object.entries(asked).filter(([, value]) => value !== null) as Array<[string, string]>;
  const query = new URLSearchParams(given).toString();
  return getJson<SecurityEventList>(`/api/v1/security-events${query === "" ? "" : `?${query}`}`);
}
