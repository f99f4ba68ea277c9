/** Where the pages of an event's lots stand. Pure. */
import type { LotState } from "../protocol/names";

/** All lots of one event in which the person bids. */
export function allLotsAddress(event: string): string {
  return `/events/${encodeURIComponent(event)}/bidding`;
}

/** The lobby of a bidder, for a buyer. */
export function lobbyOfBidderAddress(event: string, bidder: string): string {
  return `/events/${encodeURIComponent(event)}?as=${encodeURIComponent(`bidder:${bidder}`)}`;
}

/** "Result of Nitrile". A cancelled lot has none. */
export function resultName({ title, state }: { title: string; state?: LotState | null }): string {
  return state === "cancelled" ? `How ${title} ended` : `Result of ${title}`;
}

/** The same beside the title of the lot. */
export function resultInShort(state: LotState): string {
  return state === "cancelled" ? "How it ended" : "Result";
}

/** How a lot ended, for all who may see the lot. */
export function resultAddress(lot: string): string {
  return `/lots/${encodeURIComponent(lot)}/result`;
}
