/** The words of what trusts save by a result. Pure. */
import type { ResultAnswer, ResultSavings } from "../protocol/http";
import type { TrustSaving } from "../protocol/ws";
import { ownTrustSentence } from "./market";
import { amount } from "./numbers";

/** What the viewer's own trust saves; null for a viewer of none, and where the trust buys nothing. */
export function ownResultSentence({ savings, event }: ResultAnswer, org: string): string | null {
  const own = ownTrust(savings ?? null, org);
  return savings && own ? ownTrustSentence(own, savings, event.currency) : null;
}

export function ownTrust(savings: ResultSavings | null, org: string): TrustSaving | undefined {
  return savings?.trusts.find(({ ods }) => ods === org);
}

/** Whether the viewer sees all trusts. Without them the lines of all together are left out too. */
export function showsAllTrusts({ total }: ResultSavings): boolean {
  return total.items != null;
}

/** Why there are no savings. */
export function withoutSavings({ state, ranking }: ResultAnswer): string {
  if (state === "cancelled") return "The lot was cancelled, so no trust saves anything by it.";
  return ranking.length === 0
    ? "No offer counts, so no trust saves anything by this lot."
    : "No trust buys anything in this lot.";
}

/** Said on paper in place of lines that would fill it. */
export function linesLeftOut(lines: number): string {
  return `On paper ${amount(String(lines))} lines of single trusts are left out. The file of the savings has all of them.`;
}
