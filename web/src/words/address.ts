/** Where the pages of an event's lots stand. Pure. */

/** All lots of one event in which the person bids. */
export function allLotsAddress(event: string): string {
  return `/events/${encodeURIComponent(event)}/bidding`;
}

/** The lobby of a bidder, for a buyer. */
export function lobbyOfBidderAddress(event: string, bidder: string): string {
  return `/events/${encodeURIComponent(event)}?as=${encodeURIComponent(`bidder:${bidder}`)}`;
}

/** How a lot ended, for all who may see the lot. */
export function resultAddress(lot: string): string {
  return `/lots/${encodeURIComponent(lot)}/result`;
}
