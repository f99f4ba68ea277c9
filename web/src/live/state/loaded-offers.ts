/** Says when offers that were loaded have to be loaded again, because the server shows them differently now. Pure. */
import type { LotMessage, Offer } from "../../protocol/names";
import { bidderName } from "../../words/names";

/** Whether a newer act than before took offers out of the ranking: an annulment or an exclusion. */
export function hasNewVoid(before: LotMessage | null, lot: LotMessage): boolean {
  return lastVoided(lot) !== lastVoided(before);
}

/**
 * Whether the close has made names known that these offers do not have. The lot names those who are ranked; who was
 * excluded is named only in the list of offers.
 */
export function missesNames(lot: LotMessage, offers: readonly Offer[]): boolean {
  return lot.state === "closed" && mayShowNames(lot) && offers.some((offer) => isWithoutName(lot, offer));
}

/** A result whose bidders have no names is for a viewer who may not know them; a bidder's own has no ranking. */
function mayShowNames({ result }: LotMessage): boolean {
  if (!result || !("ranking" in result)) return false;
  return result.ranking.length === 0 || result.ranking.some(({ name }) => Boolean(name));
}

function isWithoutName(lot: LotMessage, offer: Offer): boolean {
  return !offer.name && bidderName(lot, offer) === offer.alias;
}

function lastVoided(lot: LotMessage | null): number {
  const acts = lot?.notices.filter(({ kind }) => kind === "bid_annulled" || kind === "bidder_excluded");
  return acts?.at(-1)?.seq ?? 0;
}
