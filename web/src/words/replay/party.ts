/** The parties whose view a replay can show, and what each is called. Pure. */
import type { LotMessage } from "../../protocol/names";

export interface Party {
  /** As the address names it: `bidder:acme`. */
  readonly as: string;
  readonly name: string;
}

/** Everybody who may have seen the lot, as an auditor's view of it names them. */
export function partiesOf(lot: LotMessage): Party[] {
  const bidders = (lot.bidders ?? []).flatMap(({ bidder, name, alias }): Party[] =>
    bidder ? [{ as: `bidder:${bidder}`, name: `${name ?? alias} (bidder)` }] : [],
  );
  const trusts = (lot.event.trusts ?? []).map(({ ods, name }): Party => ({
    as: `observer:${ods}`,
    name: `${name} (trust)`,
  }));
  return [...bidders, ...trusts, { as: "buyer", name: "A buyer" }, { as: "auditor", name: "An auditor" }];
}

/** The party in a sentence: "What Acme Medical Ltd saw". */
export function partyName(parties: readonly Party[], as: string): string {
  const found = parties.find((party) => party.as === as);
  if (found === undefined) return as;
  return as === "buyer"
    ? "a buyer"
    : as === "auditor"
      ? "an auditor"
      : found.name.replace(/ \([a-z]+\)$/, "");
}
