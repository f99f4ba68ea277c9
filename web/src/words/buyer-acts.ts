/** The words about what a buyer decides: requests to annul an offer, and acts that need a second buyer. Pure. */
import type { AnnulmentRequest, LotMessage, Proposal } from "../protocol/names";
import { bidderName, offerName } from "./names";
import { money, ordinal, sentenceCase } from "./numbers";

export const ANNULMENT_NEEDS_A_REASON = "Enter why the offer was a mistake.";

export function annulmentNotAsked(status: number): string {
  if (status === 413) return "This reason is too long to be sent. Shorten it.";
  return "The buyer could not be asked just now. Try again.";
}

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

/** What a bidder asks: which offer, of how much, and what would count in its place. */
export function requestSentence(lot: LotMessage, request: AnnulmentRequest): string {
  const { currency } = lot.event;
  const standing = lot.market.offers?.find(({ alias }) => alias === request.alias)?.total ?? null;
  const total = request.total ?? standing;
  const amount = total ? ` of ${money(total, currency)}` : "";
  const person = request.by_name ? ` (${request.by_name})` : "";
  const asks = `${bidderName(lot, request)}${person} asks for its ${offerName(request.offer)}${amount} to be annulled.`;
  return `${asks}${reasonOf(request.reason)}${backTo(request, currency)}`;
}

/** "Annul £17,400.00? Bolt Gloves plc asks" */
export function requestInShort(lot: LotMessage, request: AnnulmentRequest): string {
  const what = request.total ? money(request.total, lot.event.currency) : `its ${offerName(request.offer)}`;
  return `Annul ${what}? ${bidderName(lot, request)} asks`;
}

function backTo({ back_to }: AnnulmentRequest, currency: string): string {
  // An older server does not say what would count then.
  if (back_to === undefined) return "";
  if (back_to === null) return " It would have no offer then.";
  const rank = back_to.rank ? ` and rank ${ordinal(back_to.rank)}` : "";
  return ` Its offer of ${money(back_to.total, currency)} would count again${rank}.`;
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

/** What a buyer proposes, who that is, and about whom. */
export function proposalSentence(lot: LotMessage, { act, by_name }: Proposal): string {
  const kind = text(act["type"]) ?? "";
  const what = `${ACTS[kind] ?? "act on the lot"}${proposedAbout(lot, act)}`;
  return `${sentenceCase(`to ${what}`)}: proposed by ${by_name ?? "a buyer"}, waits for a second buyer.${reasonOf(act["reason"])}`;
}

/** "To exclude a bidder: proposed by Ben Buyer" */
export function proposalInShort({ act, by_name }: Proposal): string {
  return `To ${ACTS[text(act["type"]) ?? ""] ?? "act on the lot"}: proposed by ${by_name ?? "a buyer"}`;
}

/** The bidder whom a proposal is about, with the offer that would be taken out. */
function proposedAbout(lot: LotMessage, act: Proposal["act"]): string {
  const invited = lot.bidders?.find(
    (one) => one.alias === act["alias"] || (one.bidder != null && one.bidder === act["bidder"]),
  );
  const alias = text(act["alias"]) ?? invited?.alias;
  if (alias === undefined) return "";
  const who = bidderName(lot, { alias, name: text(act["name"]) ?? null });
  const total = invited?.total ?? lot.market.offers?.find((offer) => offer.alias === alias)?.total ?? null;
  return total === null ? ` (${who})` : ` (${who}, ${money(total, lot.event.currency)})`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
