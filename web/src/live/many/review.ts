/**
 * The offers that were typed and not sent: which lots have one, and what the list that is read before they are sent says
 * of each. Pure.
 */
import { compare, decimal, sent, typedPrice } from "../../money";
import type { LotMessage, Prices } from "../../protocol/names";
import { asksConfirmation, type Drop, drop, read } from "../bid";
import { isOver, type Problem, type State } from "../state/state";

/** An offer as it stood when the list was opened. It stays as it was read. */
export interface Reviewed {
  readonly lot: string;
  /** Null where a price is missing or cannot be read. */
  readonly offer: { readonly prices: Prices; readonly total: string } | null;
  readonly problems: readonly Problem[];
}

/** Whether a person has typed an offer in a lot that is not the one that stands. */
export function isDrafted({ lot, typed, sent: waiting }: State): boolean {
  if (lot === null || isOver(lot.state) || lot.you?.excluded || waiting !== null) return false;
  return lot.items.some(({ id }) => {
    const text = typed[id] ?? "";
    return text.trim() !== "" && !isStanding(lot, id, text);
  });
}

function isStanding(lot: LotMessage, item: string, typed: string): boolean {
  const stands = decimal(lot.you?.prices?.[item] ?? "");
  const price = typedPrice(typed);
  return stands !== null && price !== null && compare(stands, sent(price)) === 0;
}

/** The offer that is typed in a lot. */
export function reviewed(lot: LotMessage, { typed }: State): Reviewed {
  const reading = read(lot, typed);
  return reading.readable
    ? { lot: lot.lot, offer: { prices: reading.prices, total: reading.total }, problems: [] }
    : { lot: lot.lot, offer: null, problems: reading.problems };
}

/** A line of the list. */
export interface ReviewRow {
  readonly lot: LotMessage;
  readonly offer: Reviewed["offer"];
  readonly problems: readonly Problem[];
  /** Null for a first offer. */
  readonly drop: Drop | null;
  /** A drop that the lot's rule has confirmed. */
  readonly is_large: boolean;
  /** The highest total that can be sent, where the offer is above it. */
  readonly above: string | null;
  /** Why it cannot be sent now; null where it can. */
  readonly held: string | null;
}

/** `blocked` is why nothing can be sent in the lot now. */
export function reviewRow({ offer, problems }: Reviewed, lot: LotMessage, blocked: string | null): ReviewRow {
  const own = lot.you?.total ?? null;
  const highest = lot.you?.highest_allowed ?? null;
  const over = isOver(lot.state) ? `${lot.title} is over, so no offer can be sent in it.` : null;
  return {
    lot,
    offer,
    problems,
    drop: offer === null || own === null ? null : drop(own, offer.total),
    is_large: offer !== null && asksConfirmation(lot, offer.total),
    above:
      offer !== null && highest !== null && compare(sent(offer.total), sent(highest)) > 0 ? highest : null,
    held: over ?? (offer === null ? (problems[0]?.text ?? "A price is missing.") : blocked),
  };
}
