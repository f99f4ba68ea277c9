/** The routes of a buyer's acts and their previews, on one lot or on several, and of refused bids. */
import type { JsonObject } from "../json";
import type { ActPreview, LotOutcome, Refusal } from "../protocol/names";
import { exchange, type Problem, type Reply } from "./exchange";
import { type Answer, getJson } from "./request";

/** An act as it is sent. The one that names a bidder by its alias, or a record of a lot, goes to that lot alone. */
export interface ActRequest {
  readonly event: string;
  /** The only lot; null where the body names the lots. */
  readonly lot: string | null;
  readonly body: JsonObject;
}

/** `lots`: what became of it, lot by lot. `refused`: nothing happened. `unknown`: no answer came. */
export type ActAnswer =
  | { readonly kind: "lots"; readonly lots: readonly LotOutcome[] }
  | { readonly kind: "refused"; readonly status: number; readonly problem: Problem | null }
  | { readonly kind: "unknown" };

/**
 * Codes that leave open what became of an act. A standby has done nothing; but a proxy may have sent the same act to another
 * server before, whose answer was lost.
 */
const IN_DOUBT: readonly (string | null)[] = [null, "unavailable", "standby"];

interface Recorded {
  readonly seq: number;
  readonly at: string;
  readonly hash: string;
}

/** The same key for the same act: however often it is sent, it happens once. */
export async function sendAct(act: ActRequest, key: string): Promise<ActAnswer> {
  const headers = { "idempotency-key": key };
  const reply = await exchange<object>(pathOf(act), { method: "POST", json: act.body, headers });
  return answerOf(act, reply, (lot, value) => {
    const { seq, at, hash } = value as Recorded;
    return { lot, status: reply.status, seq, at, hash };
  });
}

/** What the act would do. Nothing happens. */
export async function previewAct(act: ActRequest): Promise<ActAnswer> {
  const reply = await exchange<object>(`${pathOf(act)}/preview`, { method: "POST", json: act.body });
  return answerOf(act, reply, (lot, value) => {
    const preview = value as ActPreview;
    return { lot, status: preview.waits ? 202 : 200, preview };
  });
}

function pathOf({ event, lot }: ActRequest): string {
  return lot === null
    ? `/api/v1/events/${encodeURIComponent(event)}/commands`
    : `/api/v1/lots/${encodeURIComponent(lot)}/commands`;
}

function answerOf(
  { lot }: ActRequest,
  { status, value, problem }: Reply<object>,
  ofOne: (lot: string, value: object) => LotOutcome,
): ActAnswer {
  if (value !== null) {
    return {
      kind: "lots",
      lots: lot === null ? (value as { lots: LotOutcome[] }).lots : [ofOne(lot, value)],
    };
  }
  const { lots = null } = (problem ?? {}) as { lots?: LotOutcome[] };
  if (lots !== null) return { kind: "lots", lots };
  const code = problem?.code ?? null;
  if (status === 0 || (status >= 500 && IN_DOUBT.includes(code))) return { kind: "unknown" };
  const is_of_lot = lot !== null && (status === 409 || code === "overloaded");
  if (is_of_lot) return { kind: "lots", lots: [{ lot, status, code, detail: problem?.detail ?? null }] };
  return { kind: "refused", status, problem };
}

/** A page of the refused bids of a lot, oldest first. */
export function refusals(
  lot: string,
  after: string | null,
  limit: number,
): Promise<Answer<{ items: Refusal[]; next?: string | null }>> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (after !== null) query.set("after", after);
  return getJson(`/api/v1/lots/${encodeURIComponent(lot)}/refusals?${query}`);
}

/** The status of an answer about the event's console: whether the session may see it, where no connection says so. */
export async function consoleStatus(event: string): Promise<number> {
  const answer = await getJson<unknown>(`/api/v1/events/${encodeURIComponent(event)}/console`);
  return answer.ok ? 200 : answer.status;
}
