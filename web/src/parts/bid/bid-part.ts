/** The properties that every part of a bid takes. A page may show the parts of several lots at once. */
import type { LotBids } from "../../live/lot-bids";
import type { State } from "../../live/state/state";
import type { LotMessage } from "../../protocol/names";

export interface BidPartProps {
  live: LotBids;
  state: State;
  lot: LotMessage;
  /** The page shows several lots: ids begin with the lot, and names of sections and buttons say it. */
  one_of_many?: boolean;
}

/** The id of an element. No other lot of the page has the same. */
export function idOf({ lot, one_of_many = false }: IdOf, name: string): string {
  return one_of_many ? `${lot.lot}-${name}` : name;
}

/** Says which lot a section or a button is about, where the page has several of them. */
export function inLot({ lot, one_of_many = false }: IdOf): string {
  return one_of_many ? ` in ${lot.title}` : "";
}

type IdOf = Pick<BidPartProps, "lot" | "one_of_many">;
