/** What bidders and offers are called. Pure. An id never stands in the place of a name. */
import type { LotMessage } from "../protocol/names";

interface Named {
  readonly alias: string;
  readonly name?: string | null;
}

/** The bidder's name if the viewer may know it, else the alias. */
export function bidderName(lot: LotMessage | null, { alias, name }: Named): string {
  return name ?? (lot === null ? null : knownName(lot, alias)) ?? alias;
}

/** The name that any list of the lot gives to an alias. After the close the result may be the first that has it. */
function knownName(lot: LotMessage, alias: string): string | null {
  const ranking = lot.result && "ranking" in lot.result ? lot.result.ranking : [];
  const named: ReadonlyArray<Named> = [...(lot.bidders ?? []), ...ranking, ...(lot.market.offers ?? [])];
  return named.find((one) => one.alias === alias && one.name)?.name ?? null;
}

/** "offer 27": the same number in every list, sentence and receipt, for every viewer. */
export function offerName(seq: number | null | undefined): string {
  return seq === null || seq === undefined ? "offer" : `offer ${seq}`;
}

/** Stands where a person's name should, and there is none. */
export const NAMELESS_PERSON = "A person who was erased or has no name";

/** Said where aliases stand, because another viewer sees the same bidders under other aliases. */
export const ALIASES_ARE_YOURS =
  "Names such as \u201cBidder A\u201d and the order of the letters are yours alone: other people see other letters.";
