/** The words about what is compared: totals, compared totals and scores. Pure. */
import { compare, sent, subtract, text } from "../money";
import type { LotMessage, RankedOffer, StandingOffer } from "../protocol/names";
import type { FormulaView } from "../protocol/ws";
import { bidderName } from "./names";
import { amount, money, points } from "./numbers";

export function isWeighted(lot: LotMessage): boolean {
  return lot.rules.scoring === "weighted";
}

/** The name of a compared total that may differ from the total. */
export const COMPARED_TOTAL = "Total with whole-life cost";

/** For a bidder whose own figures change nothing, rivals' figures are what they are compared by. */
export function comparedName(lot: LotMessage): string {
  return lot.formula?.kind === "price" ? "Total as compared" : COMPARED_TOTAL;
}

/** The lead's figure: the lowest one only where nothing but the price ranks. */
export function leadName(lot: LotMessage): string {
  return isWeighted(lot) ? "Leading offer" : "Lowest offer";
}

/** The bidder's own figures that change how its offers are compared, with their names. */
export function formulaFigures(formula: FormulaView, currency: string): Array<[string, string]> {
  const { factor, divisor, addition, quality, price_weight } = formula;
  const differs = (value: string, neutral: string): boolean => compare(sent(value), sent(neutral)) !== 0;
  const figures: Array<[string, string] | false> = [
    differs(factor, "1") && ["Your factor", amount(factor)],
    differs(divisor, "1") && ["Your divisor", amount(divisor)],
    differs(addition, "0") && ["Your addition", money(addition, currency)],
    quality != null && ["Your quality points", points(quality)],
    price_weight != null && ["Weight of the price", points(price_weight)],
  ];
  return figures.filter((figure) => figure !== false);
}

type Row = Pick<StandingOffer | RankedOffer, "rank" | "evaluated"> & {
  readonly alias: string;
  readonly name?: string | null;
  readonly score?: string | null;
  readonly own?: boolean | null;
};

/** Why a dearer offer leads, or led at `as_at`; null where the cheapest one does. */
export function whyDearerLeads(
  lot: LotMessage,
  rows: readonly Row[],
  as_at: number | null = null,
): string | null {
  if (!isWeighted(lot)) return null;
  const closed = lot.state === "closed";
  const was = lot.state === "cancelled" || as_at !== null;
  const verbs = { leads: closed ? "finished 1st" : was ? "led" : "leads", is: was || closed ? "was" : "is" };
  return dearerSentence(rows, (row) => bidderName(lot, row), lot.event.currency, verbs);
}

interface Verbs {
  readonly leads: string;
  readonly is: string;
}

/** The same for the rows of a lot in which scores rank. */
export function dearerSentence<One extends Row>(
  rows: readonly One[],
  nameOf: (row: One) => string,
  currency: string,
  { leads, is }: Verbs,
): string | null {
  const first = rows.find(({ rank }) => rank === 1);
  if (first === undefined) return null;
  const cheapest = rows.reduce((a, b) => (compare(sent(b.evaluated), sent(a.evaluated)) < 0 ? b : a));
  if (compare(sent(cheapest.evaluated), sent(first.evaluated)) === 0) return null;
  const score = first.score ? ` (${points(first.score)})` : "";
  return `${nameOf(first)} ${leads} with the highest score${score}, although ${nameOf(cheapest)} ${is} cheaper at ${money(cheapest.evaluated, currency)}: in this lot quality counts as well as price.`;
}

/** What the bidder's own score is made of, and why it ranks where it does. */
export function ownScore(lot: LotMessage): string | null {
  const score = lot.you?.score ?? null;
  if (!isWeighted(lot) || score === null) return null;
  const quality = lot.formula?.quality ?? lot.you?.figures.quality ?? null;
  if (quality === null) return `Your score is ${points(score)}. The highest score ranks first.`;
  const price = text(subtract(sent(score), sent(quality)));
  return `Your score is ${points(score)}: ${points(quality)} for quality and ${points(price)} for the price. The highest score ranks first, so a dearer offer can rank above a cheaper one.`;
}
