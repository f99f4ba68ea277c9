/** The words about what a buyer decides: requests to annul an offer, and acts that need a second buyer. Pure. */
import type { AnnulmentRequest, LotMessage, Proposal } from "../protocol/names";
import { money, sentenceCase } from "./numbers";

export const ANNULMENT_NEEDS_A_REASON = "Enter why the offer was a mistake.";
export const ANNULMENT_NOT_ASKED = "The buyer could not be asked just now. Try again.";

export function annulmentWaits(lot: LotMessage): string {
  return `You asked the buyer to annul your offer${ofTotal(lot)}. There is no answer yet. It counts until the buyer annuls it.`;
}

/** The buyer's refusal to annul the standing offer; null when there is none. */
export function annulmentDeclined(lot: LotMessage): string | null {
  const standing = lot.you?.standing?.seq ?? null;
  const last = lot.notices.findLast(({ kind, own }) => kind === "annulment_declined" && own === true);
  if (last === undefined || standing === null || last.seq < standing) return null;
  return `The buyer has not annulled your offer${ofTotal(lot)}.${reasonOf(last.reason)} It still counts.`;
}

function ofTotal(lot: LotMessage): string {
  return lot.you?.total ? ` of ${money(lot.you.total, lot.event.currency)}` : "";
}

function reasonOf(reason: unknown): string {
  return typeof reason === "string" && reason !== "" ? ` Reason: "${reason.replace(/\.$/, "")}."` : "";
}

interface Bidder {
  readonly alias: string;
  readonly bidder?: string | null;
}

/** The bidder's name if the viewer may know it, else its id if the viewer may know that, else its alias. */
export function bidderName(lot: LotMessage, { alias, bidder }: Bidder): string {
  const invited = lot.bidders?.find((one) => one.alias === alias);
  return invited?.name ?? bidder ?? alias;
}

export function requestSentence(lot: LotMessage, request: AnnulmentRequest): string {
  return `${bidderName(lot, request)} asks for its offer to be annulled.${reasonOf(request.reason)}`;
}

const ACTS: Readonly<Record<string, string>> = {
  pause: "pause the lot",
  resume: "restart the lot",
  extend: "move the closing time",
  annul: "annul an offer",
  exclude: "exclude a bidder",
  close: "close the lot now",
  cancel: "cancel the lot",
  broadcast: "send a message",
};

export function proposalSentence(lot: LotMessage, { act, by }: Proposal): string {
  const kind = typeof act["type"] === "string" ? act["type"] : "";
  const about = typeof act["alias"] === "string" ? ` (${bidderName(lot, { alias: act["alias"] })})` : "";
  const what = `${ACTS[kind] ?? kind}${about}`;
  return `${sentenceCase(`to ${what}`)}: proposed by ${by}, waits for a second buyer.${reasonOf(act["reason"])}`;
}
