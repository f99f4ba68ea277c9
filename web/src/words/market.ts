/** The words about savings for each trust, and about the graph of offers. Pure. */
import type { LotMessage, SpendFigures } from "../protocol/names";
import type { Savings, TrustSaving } from "../protocol/ws";
import { amount, count, money, ordinal, percent, signed, wholeMoney, withoutSign } from "./numbers";
import { clockTimeToSecond, millis } from "./time";

/** The members of an accepted offer that the sentences about the graph use. */
interface OfferFacts {
  readonly at: string;
  readonly alias: string;
  readonly evaluated: string;
  readonly rank?: number | null;
}

export function loses(figures: SpendFigures): boolean {
  return figures.saving.startsWith("-") && !/^-0*\.?0*$/.test(figures.saving);
}

function basisWords(savings: Savings): string {
  return savings.basis === "result" ? "by the result" : "at the present lead";
}

/** "Chesterfield Royal Hospital would save £12,300 a year (12.4%) at the present lead." */
export function trustSentence(trust: TrustSaving, savings: Savings, currency: string): string {
  return figuresSentence(trust.name, trust, savings, currency);
}

export function totalSentence(savings: Savings, currency: string): string {
  const losers = savings.trusts.filter(loses).length;
  const lost =
    losers === 0
      ? "No trust loses."
      : `${count(losers, "trust")} of ${savings.trusts.length} would pay more.`;
  return `${figuresSentence("All trusts together", savings.total, savings, currency)} ${lost}`;
}

function figuresSentence(who: string, figures: SpendFigures, savings: Savings, currency: string): string {
  const share = figures.percent ? ` (${percent(withoutSign(figures.percent))})` : "";
  const verb = loses(figures) ? "would pay more:" : "would save";
  return `${who} ${verb} ${wholeMoney(withoutSign(figures.saving), currency)} a year${share} ${basisWords(savings)}.`;
}

/** "Saves £12,300", "Pays £1,200 more": gain and loss differ in words, not only in colour. */
export function savingWords(figures: SpendFigures, currency: string): string {
  const size = wholeMoney(withoutSign(figures.saving), currency);
  return loses(figures) ? `Pays ${size} more` : `Saves ${size}`;
}

export function percentWords(figures: SpendFigures): string {
  return figures.percent ? signed(percent(figures.percent)) : "No baseline";
}

export function notCounted(savings: Savings): string | null {
  if (savings.not_counted === 0) return null;
  return `${count(savings.not_counted, "line")} without a baseline price ${savings.not_counted === 1 ? "is" : "are"} not counted.`;
}

/** The graph in one sentence: number of offers and bidders, the first offer, the lead. */
export function graphSummary(offers: readonly OfferFacts[], lot: LotMessage): string {
  const [first] = offers;
  if (first === undefined) return "No offers yet, so there is nothing to draw.";
  const bidders = new Set(offers.map(({ alias }) => alias)).size;
  const leading = (lot.market?.offers ?? []).find(({ rank }) => rank === 1);
  const lowest = leading?.evaluated ?? leading?.total ?? null;
  const leads =
    leading && lowest
      ? ` ${leading.alias} ${lot.state === "closed" ? "finished 1st" : "leads"} with ${money(lowest, lot.event.currency)}.`
      : "";
  return `${count(offers.length, "offer")} by ${count(bidders, "bidder")}, the first ${money(first.evaluated, lot.event.currency)} at ${clockTimeToSecond(millis(first.at))}.${leads}`;
}

/** One point of the graph, in the line below it. */
export function offerSentence(offer: OfferFacts, nth: number, of: number, currency: string): string {
  const rank = offer.rank ? `, ${ordinal(offer.rank)} place then` : "";
  return `Offer ${amount(String(nth))} of ${amount(String(of))}: ${offer.alias}, ${money(offer.evaluated, currency)} at ${clockTimeToSecond(millis(offer.at))}${rank}.`;
}
