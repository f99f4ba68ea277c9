/** Finds the field that a problem belongs to. A problem is a slip found before sending, or the server's refusal. */
import type { Problem, State } from "../../live/state/state";
import type { LotMessage } from "../../protocol/names";
import { isOfAField, isOfTheTotal, itemOf, refusal } from "../../words/refusal";

export function problemsOf(state: State, lot: LotMessage): readonly Problem[] {
  const { outcome } = state;
  if (outcome?.kind === "unreadable") return outcome.problems;
  if (outcome?.kind !== "refused" || !isOfAField(outcome.reason)) return [];
  if (isOfTheTotal(outcome.reason, lot)) return [{ item: null, text: refusal(outcome, lot) }];
  const item = itemOf(outcome, lot);
  return item === undefined ? [] : [{ item: item.id, text: refusal(outcome, lot) }];
}
