/** The routes with which a buyer sets up an event: drafts, checks, times, sheets, previews, publication. */
import type { JsonObject } from "../json";
import type { EventListed, LotListed, LotMessage } from "../protocol/names";
import type { RuleWords } from "../protocol/ws";
import { exchange, type Reply } from "./exchange";
import { type BadCell, type Sheet, withSheet } from "./sheets";

export type FindingLevel = "missing" | "error" | "warning";

/** What a check found in a document. */
export interface Finding {
  /** A JSON pointer. */
  readonly path: string;
  readonly code: string;
  readonly level: FindingLevel;
  readonly message: string;
  /** The paragraph of the law, or the code again. */
  readonly rule?: string;
}

export type EventStatus = "draft" | "template" | "published" | "deleted";

/** The answer to a draft that was stored. */
export interface DraftStored {
  readonly id: string;
  readonly status: EventStatus;
  readonly revision: number;
  readonly complete: boolean;
  readonly findings: readonly Finding[];
  readonly lint: readonly Finding[];
  /** The ids of the lots. */
  readonly lots?: readonly string[];
}

/** An event as a buyer reads it. */
export interface StoredEvent {
  readonly id: string;
  readonly status: EventStatus;
  readonly revision?: number;
  readonly complete?: boolean;
  readonly digest?: string | null;
  readonly document: JsonObject;
  readonly lots: readonly LotListed[];
  readonly changed_by?: string | null;
  readonly changed_by_name?: string | null;
  readonly changed_at?: string | null;
}

export interface Published extends Omit<DraftStored, "lots"> {
  readonly digest: string;
  readonly lots: ReadonlyArray<string | { readonly id: string }>;
}

/** What follows from the figures of one lot. Each figure is exact. */
export interface LotFacts {
  readonly spend_today: string | null;
  readonly pairs_without_baseline: number;
  readonly smallest_step: string | null;
  readonly latest_close: string | null;
  readonly ceiling_percent_of_spend: string | null;
}

export interface Checked {
  readonly complete: boolean;
  readonly findings: readonly Finding[];
  readonly lint: readonly Finding[];
  /** Null for a lot that cannot be read as one yet. */
  readonly lots: ReadonlyArray<{ readonly words: readonly RuleWords[]; readonly facts: LotFacts } | null>;
}

function eventPath(event: string): string {
  return `/api/v1/events/${encodeURIComponent(event)}`;
}

export function readEvent(event: string): Promise<Reply<StoredEvent>> {
  return exchange(eventPath(event));
}

export function templates(): Promise<Reply<{ events: readonly EventListed[] }>> {
  return exchange("/api/v1/events?status=template");
}

export function createDraft(document: JsonObject, key: string): Promise<Reply<DraftStored>> {
  const headers = { "idempotency-key": key };
  return exchange("/api/v1/events?incomplete=true", { method: "POST", json: document, headers });
}

export function reviseDraft(
  event: string,
  document: JsonObject,
  revision: number,
  key: string,
): Promise<Reply<DraftStored>> {
  const headers = { "idempotency-key": key, "if-match": `"${revision}"` };
  return exchange(`${eventPath(event)}?incomplete=true`, { method: "PUT", json: document, headers });
}

export function deleteDraft(event: string, revision: number, key: string): Promise<Reply<null>> {
  const headers = { "idempotency-key": key, "if-match": `"${revision}"` };
  return exchange(eventPath(event), { method: "DELETE", headers });
}

export function copyEvent(
  event: string,
  copy: { title: string | null; as: "draft" | "template" },
  key: string,
): Promise<Reply<DraftStored>> {
  return exchange(`${eventPath(event)}/copy`, {
    method: "POST",
    json: copy,
    headers: { "idempotency-key": key },
  });
}

export function publishEvent(event: string, revision: number, key: string): Promise<Reply<Published>> {
  const headers = { "idempotency-key": key, "if-match": `"${revision}"` };
  return exchange(`${eventPath(event)}/publish`, { method: "POST", headers });
}

export function checkDocument(document: JsonObject): Promise<Reply<Checked>> {
  return exchange("/api/v1/events/check", { method: "POST", json: document });
}

export type TimeRead =
  | { readonly text: string; readonly at: string; readonly words: string }
  | {
      readonly text: string;
      readonly code: "not_a_time" | "no_such_time" | "time_twice";
      readonly message: string;
      /** Both instants of an hour that comes twice. */
      readonly candidates: ReadonlyArray<{ readonly at: string; readonly words: string }>;
    };

export function readTimes(texts: readonly string[]): Promise<Reply<{ items: readonly TimeRead[] }>> {
  return exchange("/api/v1/times", { method: "POST", json: { texts } });
}

export interface SheetItems {
  readonly items: readonly JsonObject[];
  readonly rows: number;
  readonly skipped: number;
  readonly warnings: readonly BadCell[];
}

export interface SheetBidders {
  readonly bidders: readonly JsonObject[];
  readonly rows: number;
  readonly warnings: readonly BadCell[];
}

export type Figures = "volumes" | "baselines" | "both";

export function readItems(
  sheet: Sheet,
  trusts: readonly string[],
  figures: Figures,
): Promise<Reply<SheetItems>> {
  const query = new URLSearchParams({ trusts: trusts.join(","), figures });
  return exchange(`/api/v1/sheets/items?${query}`, withSheet(sheet));
}

export function readBidders(sheet: Sheet): Promise<Reply<SheetBidders>> {
  return exchange("/api/v1/sheets/bidders", withSheet(sheet));
}

export type PreviewState = "scheduled" | "open" | "paused" | "closed";

export interface PreviewAsked {
  readonly document: JsonObject;
  readonly lot: number;
  /** `bidder:acme`, `observer:RFS`, `buyer` or `auditor`. */
  readonly as: string;
  readonly state: PreviewState;
  readonly offers: ReadonlyArray<{
    readonly bidder: string;
    readonly prices: Readonly<Record<string, string>>;
  }>;
}

export type Previewed = LotMessage & { readonly refused?: readonly unknown[] };

export function previewLot(asked: PreviewAsked): Promise<Reply<Previewed>> {
  return exchange("/api/v1/events/preview", { method: "POST", json: asked });
}
