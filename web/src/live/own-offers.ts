/** The bidder's own offers from its record, newest first, with what has become of each as the lot stands. Pure. */
import type { LotMessage, OwnBid, You } from "../protocol/names";

export type OwnOffer = OwnBid;

/**
 * A bid that was loaded a while ago may have been replaced since, or stand again. An annulment of it is known from a
 * load after that: see `isVoidedAnew`.
 */
export function ownOffers(record: readonly OwnBid[], lot: LotMessage): OwnOffer[] {
  return record.map((bid) => ({ ...bid, state: stateOf(bid, lot.you ?? null) })).reverse();
}

function stateOf(bid: OwnBid, you: You | null): OwnBid["state"] {
  if (bid.state === null || bid.state === undefined || you === null) return bid.state ?? null;
  if (bid.state === "annulled" || you.annulled?.seq === bid.seq) return "annulled";
  if (you.excluded) return "excluded";
  return you.standing?.seq === bid.seq ? "standing" : "replaced";
}

/** Whether the buyer has annulled one of the bidder's offers since: then the record is loaded anew. */
export function isVoidedAnew(before: LotMessage | null, lot: LotMessage): boolean {
  const annulled_at = lot.you?.annulled?.annulled_at ?? null;
  return (
    before !== null && annulled_at !== null && annulled_at !== (before.you?.annulled?.annulled_at ?? null)
  );
}

/** The reference of the standing offer; null if it is not loaded yet, or the offer did not come from a bid. */
export function standingRef(record: readonly OwnBid[], lot: LotMessage): string | null {
  const standing = lot.you?.standing?.seq ?? null;
  return standing === null ? null : (record.find(({ seq }) => seq === standing)?.ref ?? null);
}
