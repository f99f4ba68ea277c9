/** Where the records of a lot stand on its lanes: one column for each picture point of the width. Pure. */
import type { RecordIndex } from "./record-index";

/** What a column of a lane shows. */
export const MARK = 1;
export const OPEN = 2;
export const PAUSED = 3;

/** The moments at the two ends of the lanes. */
export interface Axis {
  readonly from: number;
  readonly until: number;
}

export interface Lanes {
  /** By the id of the bidder. */
  readonly offers: ReadonlyMap<string, Uint8Array>;
  readonly refusals: Uint8Array;
  readonly extensions: Uint8Array;
  readonly state: Uint8Array;
  readonly acts: Uint8Array;
}

/** Where a moment is, from 0 to 1. What was before or after the axis stands at its ends. */
export function fractionOf({ from, until }: Axis, at: number): number {
  return until <= from ? 0 : Math.max(0, Math.min(1, (at - from) / (until - from)));
}

export function momentOf({ from, until }: Axis, fraction: number): number {
  return from + (until - from) * Math.max(0, Math.min(1, fraction));
}

/** Looks once at every record that is loaded. */
export function lanesOf(index: RecordIndex, bidders: readonly string[], axis: Axis, columns: number): Lanes {
  const lane = (): Uint8Array => new Uint8Array(Math.max(1, columns));
  const offers = new Map(bidders.map((bidder) => [bidder, lane()]));
  const by_place = index.named.map(({ bidder }) => offers.get(bidder));
  const [refusals, extensions, state, acts] = [lane(), lane(), lane(), lane()];
  let since = 0;
  let runs: typeof OPEN | typeof PAUSED | 0 = 0;
  for (let seq = 1; seq <= index.head; seq++) {
    const at = index.atOf(seq);
    if (at === null) continue;
    const column = Math.min(state.length - 1, Math.floor(fractionOf(axis, at) * state.length));
    const kind = index.kindOf(seq);
    if (kind === "bid_accepted") mark(by_place[index.bidderPlace(seq) - 1], column);
    if (kind === "bid_refused") mark(refusals, column);
    if (kind === "lot_extended") mark(extensions, column);
    if (index.hasMark(seq, "act")) mark(acts, column);
    const next = stateAfter(kind);
    if (next === null) continue;
    if (runs !== 0) state.fill(runs, since, column + 1);
    since = column;
    runs = next;
  }
  const end = Math.floor(fractionOf(axis, index.span()?.[1] ?? axis.until) * state.length);
  if (runs !== 0) state.fill(runs, since, end + 1);
  return { offers, refusals, extensions, state, acts };
}

function mark(lane: Uint8Array | undefined, column: number): void {
  if (lane !== undefined) lane[column] = MARK;
}

/** Whether the lot runs or stands still after a record of that kind; null where the record changes neither. */
function stateAfter(kind: string): typeof OPEN | typeof PAUSED | 0 | null {
  if (kind === "lot_opened" || kind === "lot_resumed") return OPEN;
  if (kind === "lot_paused") return PAUSED;
  return kind === "lot_closed" || kind === "lot_cancelled" ? 0 : null;
}
