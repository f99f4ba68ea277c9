/** The address of a moment of a replay: the record, and whose views stand beside each other. Pure. */

export interface ReplayPlace {
  /** The record after which everything is shown; null for the first one. */
  readonly seq: number | null;
  /** Whose view each of the two panes shows, such as `bidder:acme`; null for the one that the page chooses. */
  readonly a: string | null;
  readonly b: string | null;
}

/** A bidder or a trust by its id, or one of the two that see everything. */
const PARTY = /^(?:buyer|auditor|(?:bidder|observer):.{1,200})$/su;

/** The address of the replay of a lot, at a moment of it. */
export function replayAddress(lot: string, place: Partial<ReplayPlace> = {}): string {
  const { seq = null, a = null, b = null } = place;
  // Colons stay, because a person may read the address.
  const members = [
    ...(seq === null ? [] : [`seq=${seq}`]),
    ...(a === null ? [] : [`a=${encoded(a)}`]),
    ...(b === null ? [] : [`b=${encoded(b)}`]),
  ];
  const query = members.length === 0 ? "" : `?${members.join("&")}`;
  return `/lots/${encodeURIComponent(lot)}/replay${query}`;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll("%3A", ":");
}

/** The place that a query names. What it does not understand counts as absent. */
export function replayPlaceIn(query: Readonly<Record<string, string>>): ReplayPlace {
  const seq = query["seq"] ?? "";
  return {
    seq: /^[1-9]\d{0,14}$/.test(seq) ? Number(seq) : null,
    a: party(query["a"]),
    b: party(query["b"]),
  };
}

function party(text: string | undefined): string | null {
  return text !== undefined && PARTY.test(text) ? text : null;
}
