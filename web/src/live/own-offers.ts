/** Reads a bidder's own offers from the lot's journal, newest first. Pure. */
import type { JournalRecord } from "../api/answers";
import type { LotMessage, Prices } from "../protocol/names";
import { totalOf } from "./bid";

export interface OwnOffer {
  readonly seq: number;
  readonly at: string;
  readonly prices: Prices;
  readonly total: string;
  readonly rank: number | null;
  readonly refused: { readonly reason: string; readonly limit: string | null } | null;
  /** When the server had read the bid. */
  readonly received_at: string;
  readonly hash: string;
  /** Why the offer no longer counts; null if it does, or was replaced by a later one, or was refused. */
  readonly void: "annulled" | "excluded" | null;
}

export function ownOffers(history: readonly JournalRecord[], lot: LotMessage): OwnOffer[] {
  const annulled = annulledOffers(history);
  return history
    .map((record) => ownOffer(record, lot, annulled))
    .filter((offer) => offer !== null)
    .reverse();
}

/**
 * The offers that the buyer annulled. A record that does not name its offer is about the one that stood at that moment,
 * because only a standing offer can be annulled.
 */
function annulledOffers(history: readonly JournalRecord[]): ReadonlySet<number> {
  const counting: number[] = [];
  const annulled = new Set<number>();
  for (const { seq, kind, data } of history.toSorted((a, b) => a.seq - b.seq)) {
    if (kind === "bid_accepted") counting.push(seq);
    if (kind !== "bid_annulled") continue;
    const named = data?.["offer"];
    const gone = typeof named === "number" ? named : counting.at(-1);
    if (gone === undefined) continue;
    annulled.add(gone);
    if (counting.includes(gone)) counting.splice(counting.indexOf(gone), 1);
  }
  return annulled;
}

function ownOffer(record: JournalRecord, lot: LotMessage, annulled: ReadonlySet<number>): OwnOffer | null {
  const accepted = record.kind === "bid_accepted";
  if ((!accepted && record.kind !== "bid_refused") || record.redacted || !record.data) return null;
  const { prices: offered, total, rank, reason, limit, received_at } = record.data;
  const prices = isPrices(offered) ? offered : {};
  return {
    seq: record.seq,
    at: record.at,
    prices,
    total: typeof total === "string" ? total : totalOf(lot.items, prices),
    rank: typeof rank === "number" ? rank : null,
    refused: accepted ? null : { reason: String(reason), limit: typeof limit === "string" ? limit : null },
    received_at: typeof received_at === "string" ? received_at : record.at,
    hash: record.hash,
    void: !accepted ? null : annulled.has(record.seq) ? "annulled" : lot.you?.excluded ? "excluded" : null,
  };
}

/** The reference of the standing offer; null if it is not loaded yet, or the offer did not come from a bid. */
export function standingRef(history: readonly JournalRecord[], lot: LotMessage): string | null {
  const standing = lot.you?.standing?.seq ?? null;
  const record = standing === null ? undefined : history.find(({ seq }) => seq === standing);
  const bid_ref = record?.data?.["ref"];
  return typeof bid_ref === "string" ? bid_ref : null;
}

function isPrices(value: unknown): value is Prices {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((price) => typeof price === "string")
  );
}
