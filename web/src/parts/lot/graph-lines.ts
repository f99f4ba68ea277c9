/**
 * Works out the line of each bidder in the graph: its compared totals over time. A line ends with a cross where its
 * offer was annulled or excluded, and goes on from the offer that counted again. Pure; money stays decimal text.
 */
import type { LotMessage, Offer } from "../../protocol/names";
import { bidderName } from "../../words/names";
import { ordinal } from "../../words/numbers";
import { millis } from "../../words/time";

/** From `at` on the line has this value; null where the bidder has no offer. */
export interface Step {
  readonly at: number;
  readonly value: string | null;
}

export interface Line {
  readonly alias: string;
  /** The bidder's name, after its rank where it has one. */
  readonly label: string;
  /** The label where there is no room for a name. */
  readonly short_label: string;
  readonly rank: number | null;
  readonly steps: readonly Step[];
  readonly crosses: ReadonlyArray<{ readonly at: number; readonly value: string }>;
}

/** One line for each bidder, the leader first. All lines run to `until`. */
export function graphLines(offers: readonly Offer[], lot: LotMessage, until: number): Line[] {
  const aliases = [...new Set(offers.map(({ alias }) => alias))].sort();
  return aliases
    .map((alias) =>
      lineOf(
        alias,
        offers.filter((offer) => offer.alias === alias),
        lot,
        until,
      ),
    )
    .sort((a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER));
}

function lineOf(alias: string, offers: readonly Offer[], lot: LotMessage, until: number): Line {
  const standing = lot.market.offers?.find((offer) => offer.alias === alias);
  const rank = standing?.rank ?? null;
  const name = standing?.own ? "You" : bidderName(lot, { alias, name: offers.at(-1)?.name ?? null });
  const steps: Step[] = [];
  const crosses: Array<{ at: number; value: string }> = [];
  const counting: Offer[] = [];
  for (const { at, offer, voids } of changes(offers)) {
    if (offer !== null) {
      counting.push(offer);
      steps.push({ at, value: offer.evaluated });
      continue;
    }
    const was = counting.at(-1);
    for (const gone of voids) counting.splice(counting.indexOf(gone), 1);
    const now = counting.at(-1);
    if (was === undefined || was === now) continue;
    crosses.push({ at, value: was.evaluated });
    steps.push({ at, value: was.evaluated }, { at: at + 1, value: null });
    if (now !== undefined) steps.push({ at: at + 2, value: now.evaluated });
  }
  const last = steps.at(-1);
  if (last !== undefined && last.value !== null && last.at < until)
    steps.push({ at: until, value: last.value });
  const place = rank === null ? "" : ordinal(rank);
  return { alias, label: `${place} ${name}`.trim(), short_label: place, rank, steps, crosses };
}

interface Change {
  readonly at: number;
  readonly offer: Offer | null;
  /** The offers that stopped counting at this moment. */
  readonly voids: readonly Offer[];
}

function changes(offers: readonly Offer[]): Change[] {
  const made: Change[] = offers.map((offer) => ({ at: millis(offer.at), offer, voids: [] }));
  const by_moment = new Map<number, Offer[]>();
  for (const offer of offers) {
    if (!offer.void || !offer.void_at) continue;
    const at = millis(offer.void_at);
    by_moment.set(at, [...(by_moment.get(at) ?? []), offer]);
  }
  const ended: Change[] = [...by_moment].map(([at, voids]) => ({ at, offer: null, voids }));
  // At the same millisecond an offer comes before the act that ends it.
  return [...made, ...ended].sort(
    (a, b) => a.at - b.at || Number(a.offer === null) - Number(b.offer === null),
  );
}
