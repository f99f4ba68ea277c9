// What the record of a lot says, read from its lines as any program could: which acts were done, and who stands where.
import type { Prices } from "../../src/protocol/names";
import { eachOf, totalOf } from "./afternoon-event";

export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly actor: { readonly role: string; readonly org?: string; readonly person?: string };
  readonly data: {
    readonly bidder?: string;
    readonly prices?: Prices;
    readonly offer?: number;
    readonly reason?: string;
    readonly cause?: string;
    readonly ref?: string;
  };
}

export interface Place {
  readonly bidder: string;
  /** From 1. */
  readonly rank: number;
  /** In pence. */
  readonly total: bigint;
}

export interface Outcome {
  /** The best one first. */
  readonly places: readonly Place[];
  readonly excluded: readonly string[];
}

export function read(lines: string): Entry[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Entry);
}

/** Who stands where after these entries. No two totals are equal in these tests. */
export function outcomeOf(entries: readonly Entry[]): Outcome {
  const of = (kind: string): Entry[] => entries.filter((entry) => entry.kind === kind);
  const annulled = of("bid_annulled").map(({ data }) => data.offer);
  const excluded = of("bidder_excluded").map(({ data }) => data.bidder ?? "");
  const standing = new Map<string, bigint>();
  for (const { seq, data } of of("bid_accepted")) {
    const bidder = data.bidder ?? "";
    if (!annulled.includes(seq) && !excluded.includes(bidder))
      standing.set(bidder, totalOf(eachOf(data.prices ?? {})));
  }
  const places = [...standing]
    .sort(([, one], [, other]) => (one < other ? -1 : 1))
    .map(([bidder, total], nth) => ({ bidder, total, rank: nth + 1 }));
  return { places, excluded };
}

/** The acts of buyers and of the server, without bids and what bidders do. */
export function actsOf(entries: readonly Entry[]): Array<[kind: string, why: string]> {
  const BIDDERS_OWN = ["bid_accepted", "bid_refused", "terms_accepted", "lot_published", "lot_opened"];
  return entries
    .filter(({ kind }) => !BIDDERS_OWN.includes(kind))
    .map(({ kind, data }) => [kind, data.reason ?? data.cause ?? ""]);
}
