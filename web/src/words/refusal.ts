/**
 * The reason why an offer was refused, in words: the limit of the total, then the rule. Pure. The reason and the limit
 * come from the server. The bid form, the list of own offers and the announcer use the same words.
 */
import { sent, subtract, text } from "../money";
import type { Item, LotMessage } from "../protocol/names";
import type { RuleAbout } from "../protocol/ws";
import { currencySign, money } from "./numbers";
import { clockTimeToMillisecond, millis } from "./time";

export interface RefusalFacts {
  readonly reason: string;
  readonly limit: string | null;
  /** When the server had read the bid. */
  readonly received_at: string;
  /** The server's own words, used for a reason that this page does not know. */
  readonly message: string | null;
  readonly prices: Readonly<Record<string, string>>;
  /** The bidder's standing total at the time of the refusal; null if it is no longer known. */
  readonly own_total: string | null;
}

/** What the words of a refusal need of the lot. A result has no ceiling of its own. */
export type RefusalLot = Pick<LotMessage, "title" | "items" | "event" | "words" | "decimals"> & {
  readonly rules?: Pick<LotMessage["rules"], "ceiling">;
  readonly closes_at?: string | null;
  readonly ended_at?: string | null;
};

/** Another price would not help against these reasons, so they are not shown as an error of a field. */
const NOT_OF_A_FIELD = new Set([
  "not_open",
  "paused",
  "closed",
  "cancelled",
  "excluded",
  "terms_not_accepted",
  "already_leading",
  "ref_reused",
]);

export function isOfAField(reason: string): boolean {
  return !NOT_OF_A_FIELD.has(reason);
}

export function missingPrice(item: Item): string {
  return `Enter a price for ${item.description}.`;
}

/** With the price that was probably meant, where only one reading is possible. */
export function unreadablePrice(item: Item, likely: string | null): string {
  if (likely !== null) return `Write the price for ${item.description} with a point: ${likely}.`;
  return `Price for ${item.description} must be a number, like 2.97.`;
}

/** These refusals are about one price; the other ones are about the total. */
const OF_ONE_ITEM = new Set(["missing_price", "not_positive", "too_many_decimals", "price_too_large"]);

/** Whether a refusal is about the total. In a lot of one item that is the same as its price. */
export function isOfTheTotal(reason: string, lot: RefusalLot): boolean {
  return lot.items.length > 1 && !OF_ONE_ITEM.has(reason);
}

/** The item that a refusal is about; the first item if the refusal is not about a single one. */
export function itemOf(refused: RefusalFacts, lot: RefusalLot): Item | undefined {
  const bad = (item: Item): boolean => {
    const price = refused.prices[item.id];
    if (refused.reason === "missing_price") return price === undefined;
    if (price === undefined) return false;
    if (refused.reason === "not_positive") return sent(price).units <= 0n;
    if (refused.reason === "too_many_decimals") {
      return (text(sent(price)).split(".")[1] ?? "").length > lot.decimals;
    }
    return false;
  };
  return lot.items.find(bad) ?? lot.items[0];
}

export function notPositive(item: Item, currency: string): string {
  return `Price for ${item.description} must be more than ${currencySign(currency)}0.`;
}

/** The lot's rule in the server's words, after a space; empty if the server sent none. */
function ruleAbout(lot: RefusalLot, about: RuleAbout): string {
  const rule = lot.words?.find((words) => words.about === about);
  return rule === undefined ? "" : ` ${rule.text}`;
}

function orLess(limit: string | null, currency: string): string {
  return limit === null ? "Total must be lower." : `Total must be ${money(limit, currency)} or less.`;
}

function orMore(limit: string | null, currency: string): string {
  return limit === null ? "Total must be higher." : `Total must be ${money(limit, currency)} or more.`;
}

/** One or two sentences: the limit, then the rule. */
export function refusal(refused: RefusalFacts, lot: RefusalLot): string {
  const { reason, limit } = refused;
  const { currency } = lot.event;
  const item = itemOf(refused, lot);
  const named = item?.description ?? "each item";
  switch (reason) {
    case "decrement_too_small":
      return `${orLess(limit, currency)}${ruleAbout(lot, "step")}`;
    case "decrement_too_large":
      return `${orMore(limit, currency)}${ruleAbout(lot, "drop")} You can go lower in a further offer.`;
    case "needs_confirmation":
      return "This offer was not sent on: a drop of this size has to be confirmed.";
    case "above_ceiling": {
      const ceiling = lot.rules?.ceiling ?? limit;
      const most =
        limit !== null && limit !== ceiling
          ? ` The most the partnership can pay for this lot is ${money(ceiling ?? limit, currency)}.`
          : "";
      return most === "" && limit !== null
        ? `Total must be ${money(limit, currency)} or less, the most the partnership can pay for this lot.`
        : `${orLess(limit, currency)}${most}`;
    }
    case "not_improved":
      return `${orLess(limit, currency)}${refused.own_total === null ? " It must be below your own offer." : ` Your own offer is ${money(refused.own_total, currency)}.`}`;
    case "ties_with_lead":
      return `${orLess(limit, currency)} Another bidder made an offer of the same value first.`;
    case "missing_price":
      return item ? missingPrice(item) : "Enter a price for each item.";
    case "unknown_item":
      return "The lot has no such item. Load this page again, then send your offer.";
    case "not_positive":
      return item ? notPositive(item, currency) : "Each price must be more than 0.";
    case "too_many_decimals":
      return `Price for ${named} must have ${lot.decimals} decimal places or fewer.`;
    case "price_too_large":
      return `Price for ${named} is too large. Check for extra digits.`;
    case "not_open":
      return `${lot.title} was not open yet. You can type prices now and send them once it opens.`;
    case "paused":
      return `${lot.title} was paused when your offer reached us, so it does not count. Send it again after the restart.`;
    case "closed":
      return closedTooLate(refused, lot);
    case "cancelled":
      return `${lot.title} has been cancelled. Your offer does not count.`;
    case "excluded":
      return `You can no longer send offers in ${lot.title}.`;
    case "terms_not_accepted":
      return "Accept the terms of this event before you send an offer.";
    case "already_leading":
      return "You are already 1st. In this lot you can send a new offer once another bidder takes 1st place.";
    case "ref_reused":
      return "This reference was used before for other prices. The first offer still counts.";
    default:
      return refused.message ?? `Refused: ${reason}.`;
  }
}

function closedTooLate(refused: RefusalFacts, lot: RefusalLot): string {
  const kept = "It is kept on the record with your earlier offers.";
  const ended = lot.ended_at ?? lot.closes_at;
  const closed = ended ? millis(ended) : null;
  const reached = millis(refused.received_at);
  if (closed === null || reached < closed)
    return `${lot.title} had already closed, so your offer does not count. ${kept}`;
  const late = text(subtract(sent(String(reached)), sent(String(closed))));
  const seconds = text({ units: BigInt(late), places: 3 });
  return (
    `${lot.title} had already closed. It closed at ${clockTimeToMillisecond(closed)}. ` +
    `Your offer reached us at ${clockTimeToMillisecond(reached)}, ${late === "0" ? "less than 0.001" : seconds} seconds later, so it does not count. ${kept}`
  );
}
