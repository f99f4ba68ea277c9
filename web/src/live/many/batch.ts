/** Offers that were sent together, in the order in which they were sent, each with its own outcome. Pure. */
import type { Outcome, State } from "../state/state";

export interface SentTogether {
  readonly lot: string;
  readonly ref: string;
  readonly total: string;
  /**
   * Null until there is an answer; `confirm` where the server asks for a confirmation first; `not_sent` where the lot
   * took no offers in the moment of sending.
   */
  readonly outcome: Outcome | "confirm" | "not_sent" | null;
}

/** The entries after a change of one lot. What became of an entry does not change with a later offer in its lot. */
export function afterAnswer(
  batch: readonly SentTogether[],
  lot: string,
  before: State,
  after: State,
): readonly SentTogether[] {
  const ref = before.sent?.ref;
  if (ref === undefined || after.sent?.ref === ref) return batch;
  if (!batch.some((entry) => isOf(entry, lot, ref))) return batch;
  const outcome = after.outcome ?? (after.confirming === null ? null : "confirm");
  return batch.map((entry) => (isOf(entry, lot, ref) ? { ...entry, outcome } : entry));
}

function isOf(entry: SentTogether, lot: string, ref: string): boolean {
  return entry.lot === lot && entry.ref === ref && entry.outcome === null;
}

export interface Grouped {
  readonly not_accepted: readonly SentTogether[];
  readonly unknown: readonly SentTogether[];
  readonly accepted: readonly SentTogether[];
}

/** What needs the person comes first. Within a group the order stays. */
export function grouped(batch: readonly SentTogether[]): Grouped {
  const is_accepted = ({ outcome }: SentTogether): boolean =>
    outcome !== null && typeof outcome !== "string" && outcome.kind === "accepted";
  return {
    not_accepted: batch.filter((entry) => entry.outcome !== null && !is_accepted(entry)),
    unknown: batch.filter(({ outcome }) => outcome === null),
    accepted: batch.filter(is_accepted),
  };
}
