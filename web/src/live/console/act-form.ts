/** What a buyer typed for an act, what is missing in it, and the request that it makes. Pure. */
import type { ActRequest } from "../../api/acts";
import type { JsonObject } from "../../json";
import type { AnnulmentRequest, LotMessage } from "../../protocol/names";
import {
  type ActKind,
  BIDDER_NEEDED,
  LOTS_NEEDED,
  MESSAGE_NEEDED,
  MINUTES_NEEDED,
  REASON_NEEDED,
} from "../../words/console/acts";

export interface ActFields {
  readonly reason: string;
  /** The message to bidders. */
  readonly text: string;
  /** By how much the close moves. */
  readonly minutes: string;
  /** After how many minutes a pause ends by itself; empty where it does not. */
  readonly restart: string;
  /** Whom it is about: an alias of the one lot, or the id of a bidder of several lots. Empty for nobody yet. */
  readonly bidder: string;
}

export const NOTHING_TYPED: ActFields = { reason: "", text: "", minutes: "", restart: "", bidder: "" };

export interface ActTarget {
  readonly event: string;
  readonly lots: readonly string[];
  /** The one lot that the person looks at; null for lots that were chosen in the list. */
  readonly lot: LotMessage | null;
  /** The request or proposal that the act answers. */
  readonly about: number | null;
}

export type ActField = "reason" | "text" | "minutes" | "bidder" | "lots";

const MINUTE_MS = 60_000;
const MINUTES_MAX = 1_440;

/** Whether the act needs the bidder to be chosen. The one of a request is known. */
export function asksBidder(kind: ActKind, { about }: Pick<ActTarget, "about">): boolean {
  return (kind === "annul" && about === null) || kind === "exclude";
}

/** What is missing, field by field, in the order of the form. */
export function missingIn(
  kind: ActKind,
  fields: ActFields,
  target: ActTarget,
): Array<{ field: ActField; text: string }> {
  const problems: Array<{ field: ActField; text: string } | false> = [
    target.lots.length === 0 && { field: "lots", text: LOTS_NEEDED },
    asksBidder(kind, target) && fields.bidder === "" && { field: "bidder", text: BIDDER_NEEDED },
    kind === "extend" && minutesOf(fields) === null && { field: "minutes", text: MINUTES_NEEDED },
    kind === "broadcast" && fields.text.trim() === "" && { field: "text", text: MESSAGE_NEEDED },
    kind !== "approve" && fields.reason.trim() === "" && { field: "reason", text: REASON_NEEDED },
  ];
  return problems.filter((problem) => problem !== false);
}

function minutesOf({ minutes }: ActFields): number | null {
  const text = minutes.trim();
  if (!/^\d{1,4}$/.test(text)) return null;
  const number = Number(text);
  return number >= 1 && number <= MINUTES_MAX ? number : null;
}

/** When a pause that begins now ends by itself: on a whole minute, because people are told the time. */
export function restartAt(restart: string, now: number): string | null {
  const minutes = Number(restart);
  if (restart === "" || !Number.isInteger(minutes)) return null;
  return new Date(Math.ceil((now + minutes * MINUTE_MS) / MINUTE_MS) * MINUTE_MS).toISOString();
}

/** The request; `resumes_at` is the instant of a planned restart. Nothing in it may be missing. */
export function requestOf(
  kind: ActKind,
  fields: ActFields,
  target: ActTarget,
  resumes_at: string | null,
): ActRequest {
  const { event, lots, lot, about } = target;
  const reason = fields.reason.trim();
  const one = (body: JsonObject): ActRequest => ({ event, lot: lots[0] ?? "", body });
  const all = (body: JsonObject): ActRequest => ({
    event,
    lot: null,
    body: { ...body, lots: [...lots], reason },
  });
  switch (kind) {
    case "pause":
      return all({ type: kind, ...(resumes_at === null ? {} : { resumes_at }) });
    case "resume":
    case "close":
    case "cancel":
      return all({ type: kind });
    case "extend":
      return all({ type: kind, by_s: (minutesOf(fields) ?? 0) * 60 });
    case "broadcast": {
      const text = fields.text.trim();
      if (lot === null || fields.bidder === "") return all({ type: kind, text });
      return one({ type: kind, text, alias: fields.bidder, reason });
    }
    case "exclude":
      if (lot === null) return all({ type: kind, bidder: fields.bidder });
      return one({ type: kind, alias: fields.bidder, reason });
    case "annul":
      return one({ type: kind, ...annulled(fields, lot, about), reason });
    case "approve":
      return one({ type: kind, act: about ?? 0, ...(reason === "" ? {} : { reason }) });
    case "decline":
      return one({ type: kind, act: about ?? 0, reason });
  }
}

/** The bidder and its standing offer, so that a second sending never takes a second offer. An opening offer has no place. */
function annulled(fields: ActFields, lot: LotMessage | null, about: number | null): JsonObject {
  const request = requestIn(lot, about);
  const alias = request?.alias ?? fields.bidder;
  const standing = lot?.market.offers?.find((offer) => offer.alias === alias)?.seq;
  const offer = request === undefined ? standing : request.offer;
  return { alias, ...(offer == null ? {} : { offer }) };
}

export function requestIn(lot: LotMessage | null, about: number | null): AnnulmentRequest | undefined {
  return lot?.requests?.find(({ seq }) => seq === about);
}
