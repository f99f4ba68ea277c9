/** What buyers and the clock did on a lot that has ended, act by act. Pure. */
import type { ActView, ActWhat } from "../protocol/http";
import { offerName } from "./names";
import { money, sentenceCase } from "./numbers";
import { clockTimeSeenAt, millis } from "./time";

/** What the act did. The reason and who did it stand beside it. */
export function actSentence({ kind, at, what }: ActView, currency: string): string {
  const time = (instant: string | null | undefined): string =>
    instant ? clockTimeSeenAt(millis(instant), millis(at)) : "a time that was not set";
  switch (kind) {
    case "lot_opened":
      return what.closes_at
        ? `The lot opened. It was to close at ${time(what.closes_at)}.`
        : "The lot opened.";
    case "lot_extended":
      return `The closing time moved from ${time(what.was)} to ${time(what.closes_at)}.`;
    case "lot_paused":
      return `${pausedBy(what)}${what.resumes_at ? ` It was to restart at ${time(what.resumes_at)}.` : ""}`;
    case "lot_resumed":
      return what.closes_at
        ? `The lot restarted. It was to close at ${time(what.closes_at)}.`
        : "The lot restarted.";
    case "bid_annulled":
      return `${annulled(what, currency)} All places were worked out again.`;
    case "bidder_excluded":
      return `${excluded(what, currency)} All places were worked out again.`;
    case "lot_closed":
      return what.cause === "buyer"
        ? "The buyer closed the lot early."
        : "The closing time came, and the lot closed.";
    case "lot_cancelled":
      return "The lot was cancelled. It has no result.";
  }
}

function pausedBy({ cause }: ActWhat): string {
  return cause === "outage"
    ? "The lot was paused after an outage of our system. Every accepted offer was safe."
    : "The buyer paused the lot.";
}

function annulled(what: ActWhat, currency: string): string {
  if (!what.own && !what.alias) return "An offer of another bidder was annulled.";
  const offer = sentenceCase(what.offer ? offerName(what.offer) : "opening offer");
  const of = what.total ? ` of ${money(what.total, currency)}` : "";
  if (what.own) return `Your ${offer.toLowerCase()}${of} was annulled.`;
  return `${offer}${of} from ${what.name ?? what.alias ?? "a bidder"} was annulled.`;
}

function excluded(what: ActWhat, currency: string): string {
  const offer = what.total ? ` The last offer was ${money(what.total, currency)}.` : "";
  if (what.own) return `You were excluded.${offer}`;
  const who = what.name ?? what.alias;
  return who ? `${who} was excluded.${offer}` : "A bidder was excluded.";
}

/** "Ben Buyer", "A buyer", "The clock"; null where the answer names no persons. */
export function doerWords({ by, by_name, kind, what }: ActView): string | null {
  if (by === undefined) return null;
  if (by === null) return kind === "lot_paused" && what.cause === "outage" ? "The server" : "The clock";
  return by_name ?? "A buyer";
}

/** "Reason: a slip."; null without one. */
export function actReason({ reason }: ActView): string | null {
  return reason ? `Reason: "${reason.replace(/\.$/, "")}."` : null;
}
