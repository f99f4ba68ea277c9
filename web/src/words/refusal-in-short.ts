/** Why a bid was refused, told to everybody but its bidder. Pure. */
import type { Refusal } from "../protocol/names";

const REASONS: Readonly<Record<Refusal["reason"], string>> = {
  ref_reused: "its reference was used before",
  not_open: "the lot was not open yet",
  paused: "the lot was paused",
  closed: "it came after the close",
  cancelled: "the lot was cancelled",
  excluded: "the bidder is excluded",
  terms_not_accepted: "the terms are not accepted",
  missing_price: "a price is missing",
  unknown_item: "the lot has no such item",
  not_positive: "a price is not above 0",
  too_many_decimals: "a price has too many decimal places",
  price_too_large: "a price is too large",
  above_ceiling: "the total is above the ceiling",
  not_improved: "it is not below its own offer",
  already_leading: "it leads already",
  decrement_too_small: "the drop is too small",
  decrement_too_large: "the drop is too large",
  needs_confirmation: "a drop of this size has to be confirmed",
  ties_with_lead: "it equals the lead",
};

/** Why a bid was refused, in a few words. A newer server may know other reasons. */
export function reasonInShort(reason: Refusal["reason"]): string {
  return REASONS[reason] ?? reason;
}
