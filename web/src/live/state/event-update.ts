/** What is known of an event after an update: the lots and the bidders that it names are replaced whole. Pure. */
import type { EventMessage, EventUpdateMessage } from "../../protocol/names";

export function afterUpdate(event: EventMessage, update: EventUpdateMessage): EventMessage {
  const lots = new Map(update.lots.map((lot) => [lot.lot, lot]));
  const bidders = new Map((update.presence ?? []).map((one) => [one.bidder, one]));
  const presence =
    bidders.size === 0 ? event.presence : event.presence?.map((one) => bidders.get(one.bidder) ?? one);
  return {
    ...event,
    now: update.now,
    state: update.state ?? event.state,
    lots: event.lots.map((lot) => lots.get(lot.lot) ?? lot),
    ...(presence ? { presence } : {}),
  };
}
