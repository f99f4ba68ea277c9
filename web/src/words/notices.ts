/**
 * The lot's public notices as sentences: what happened and why, without any bidder's name, but a bidder is told
 * what is about itself. Pure.
 */
import type { LotMessage } from "../protocol/names";
import type { Extension, Notice } from "../protocol/ws";
import { bidderName } from "./names";
import { ordinal } from "./numbers";
import { clockTime, millis } from "./time";

function because(reason: string | null | undefined): string {
  return reason ? ` The buyer's reason: "${reason.replace(/\.$/, "")}."` : "";
}

/** What an offer in the window has to do to move the closing time, by the lot's rule. */
export function triggerWords(extension: Extension): string {
  if (extension.trigger === "lead_change") return "takes 1st place";
  if (extension.trigger === "rank_within") {
    const rank = extension.rank ?? 1;
    return rank === 1 ? "takes 1st place" : `moves up to ${ordinal(rank)} place or better`;
  }
  return "is accepted";
}

function windowWords(extension: Extension): string {
  const { window_s } = extension;
  return window_s % 60 === 0
    ? `last ${window_s === 60 ? "minute" : `${window_s / 60} minutes`}`
    : `last ${window_s} seconds`;
}

/** One extension: its cause and the new closing time. The newest one also says how far the time can still move. */
export function extensionSentence(lot: LotMessage, notice: Notice): string {
  const was = closeBefore(lot, notice);
  const from = was === null ? "" : `from ${clockTime(millis(was))} `;
  const to = notice.closes_at ? `to ${clockTime(millis(notice.closes_at))}` : "";
  const rule = lot.rules.extension;
  const past = rule
    ? triggerWords(rule)
        .replace("takes", "took")
        .replace("moves", "moved")
        .replace("is accepted", "was accepted")
    : "was accepted";
  const why =
    notice.cause === "buyer"
      ? ` by the buyer.${because(notice.reason)}`
      : `, because an offer ${rule ? `in the ${windowWords(rule)} ` : ""}${past}.`;
  const newest = lot.notices.findLast(({ kind }) => kind === "lot_extended")?.seq === notice.seq;
  return `Closing time moved ${from}${to}${why}${newest ? latestCloseSentence(lot) : ""}`;
}

/** How far the closing time can still move, after a space; empty where there is no end. */
function latestCloseSentence(lot: LotMessage): string {
  const most = lot.rules.extension?.max_count ?? null;
  if (most !== null && lot.extensions >= most) return " No further offer can move it.";
  return lot.latest_close ? ` It cannot move past ${clockTime(millis(lot.latest_close))}.` : "";
}

/** The closing time before this notice: the one in the newest earlier notice that has one. */
function closeBefore(lot: LotMessage, notice: Notice): string | null {
  const earlier = lot.notices.filter(({ seq, closes_at }) => seq < notice.seq && closes_at);
  return earlier.at(-1)?.closes_at ?? null;
}

/** The newest extension of an open lot; null if there was none. */
export function lastExtension(lot: LotMessage): string | null {
  const last = lot.notices.findLast(({ kind }) => kind === "lot_extended");
  return last === undefined || lot.state !== "open" ? null : extensionSentence(lot, last);
}

export function noticeSentence(lot: LotMessage, notice: Notice): string {
  const closes = notice.closes_at ? ` It closes at ${clockTime(millis(notice.closes_at))}.` : "";
  switch (notice.kind) {
    case "lot_opened":
      return `The lot opened.${closes}`;
    case "lot_extended":
      return extensionSentence(lot, notice);
    case "lot_paused":
      return notice.cause === "outage"
        ? "The lot was paused after an outage of our system. Every accepted offer is safe."
        : `The buyer paused the lot.${because(notice.reason)}`;
    case "lot_resumed":
      return `The lot restarted.${closes}${because(notice.reason)}`;
    case "bid_annulled":
      return `The buyer annulled ${notice.own ? "your" : "an"} offer.${because(notice.reason)} All places have been worked out again.`;
    case "annulment_declined":
      return `The buyer has not annulled ${notice.own ? "your" : "an"} offer${notice.own ? "" : " whose bidder had asked for it"}.${because(notice.reason)} It still counts.`;
    case "bidder_excluded":
      return `The buyer excluded ${notice.own ? "you" : "a bidder"}.${because(notice.reason)} All places have been worked out again.`;
    case "lot_closed":
      return `The lot closed.${because(notice.reason)}`;
    case "lot_cancelled":
      return `The lot was cancelled and has no result.${because(notice.reason)}`;
    case "message": {
      const to = notice.to ? ` to ${bidderName(lot, { alias: notice.to })} alone` : "";
      return `Message from the buyer${to}: ${notice.text ?? ""}`;
    }
    default:
      return notice.text ?? notice.reason ?? "";
  }
}
