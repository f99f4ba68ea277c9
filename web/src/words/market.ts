/** The words about savings for each trust, and about the graph of offers. Pure. */
import { compare, sent } from "../money";
import type { LotMessage, SpendFigures } from "../protocol/names";
import type { Savings, TrustSaving } from "../protocol/ws";
import { bidderName, offerName } from "./names";
import { amount, count, lessOrMore, money, ordinal, sentenceCase, wholeMoney, withoutSign } from "./numbers";
import { firstOf, leadFigures, leadVerb } from "./standing";
import { clockTimeToSecond, millis } from "./time";

/** The members of an accepted offer that the sentences about the graph use. */
interface OfferFacts {
  readonly seq: number;
  readonly at: string;
  readonly alias: string;
  readonly name?: string | null;
  readonly evaluated: string;
  readonly rank?: number | null;
  readonly void?: "annulled" | "excluded" | null;
  readonly void_at?: string | null;
}

/** What a trust or all of them gain or lose. */
type Difference = Pick<SpendFigures, "saving" | "percent">;

export function loses(figures: Difference): boolean {
  return figures.saving.startsWith("-") && !/^-0*\.?0*$/.test(figures.saving);
}

/** Whether the difference is less than the pounds that are shown. */
export function breaksEven(figures: Difference): boolean {
  return wholeMoney(withoutSign(figures.saving), "GBP") === "£0";
}

/** "At the present lead", "By the result", or with `as_at` the lead of that moment. */
function basisWords(savings: Savings, as_at: number | null): string {
  if (savings.basis === "result") return "By the result";
  return as_at === null ? "At the present lead" : `At the lead of ${clockTimeToSecond(as_at)}`;
}

/** "At the present lead your trust saves £12,300 a year (12.4% less)." */
export function ownTrustSentence(
  trust: TrustSaving,
  savings: Savings,
  currency: string,
  as_at: number | null = null,
): string {
  if (breaksEven(trust)) {
    const pays = as_at === null ? "pays" : "would have paid";
    return `${basisWords(savings, as_at)} your trust, ${trust.name}, ${pays} what it pays today.`;
  }
  const verb = savesVerb(trust, as_at, false);
  return `${basisWords(savings, as_at)} your trust, ${trust.name}, ${verb} ${yearly(trust, currency)}.`;
}

export function totalSentence(savings: Savings, currency: string, as_at: number | null = null): string {
  const losers = savings.trusts.filter(loses).length;
  const pay = as_at === null ? "pay" : "would have paid";
  const lost =
    losers === 0
      ? `No trust ${as_at === null ? "pays" : "would have paid"} more.`
      : `${count(losers, "trust")} of ${savings.trusts.length} ${as_at === null && losers === 1 ? "pays" : pay} more.`;
  return `${basisWords(savings, as_at)} all trusts together ${savesVerb(savings.total, as_at, true)} ${yearly(savings.total, currency)}. ${lost}`;
}

function savesVerb(figures: SpendFigures, as_at: number | null, several: boolean): string {
  const verb = loses(figures) ? "pay" : "save";
  if (as_at !== null) return `would have ${verb === "pay" ? "paid" : "saved"}`;
  return several ? verb : `${verb}s`;
}

/** "£12,300 a year (12.4% less)", "£600 more a year (2.1% more)" */
function yearly(figures: SpendFigures, currency: string): string {
  const size = wholeMoney(withoutSign(figures.saving), currency);
  const share = figures.percent ? ` (${lessOrMore(figures.percent)})` : "";
  return `${size} ${loses(figures) ? "more " : ""}a year${share}`;
}

/** "Saves £12,300", "Pays £1,200 more": gain and loss differ in words, not only in colour. */
export function savingWords(figures: Difference, currency: string): string {
  if (breaksEven(figures)) return "No difference";
  const size = wholeMoney(withoutSign(figures.saving), currency);
  return loses(figures) ? `Pays ${size} more` : `Saves ${size}`;
}

export function percentWords(figures: Difference): string {
  return figures.percent ? lessOrMore(figures.percent) : "No baseline";
}

export function notCounted(savings: Savings): string | null {
  if (savings.not_counted === 0) return null;
  return `${count(savings.not_counted, "line")} without a baseline price ${savings.not_counted === 1 ? "is" : "are"} not counted.`;
}

/** The graph in one sentence: number of offers and bidders, the first offer, the lead, and what no longer counts. */
export function graphSummary(
  offers: readonly OfferFacts[],
  lot: LotMessage,
  as_at: number | null = null,
): string {
  const [first] = offers;
  if (first === undefined) return "No offers yet, so there is nothing to draw.";
  const bidders = new Set(offers.map(({ alias }) => alias)).size;
  const leading = firstOf(lot);
  const verb = leadVerb(lot, as_at) + (as_at === null ? "" : ` at ${clockTimeToSecond(as_at)}`);
  const leads = leading ? ` ${bidderName(lot, leading)} ${verb} with ${leadFigures(lot, leading)}.` : "";
  const voided = offers.filter((offer) => offer.void);
  const out = voided.length === 0 ? "" : ` ${voidedSentence(voided, lot)}`;
  return `${count(offers.length, "offer")} by ${count(bidders, "bidder")}, the first ${money(first.evaluated, lot.event.currency)} at ${clockTimeToSecond(millis(first.at))}.${leads}${out}`;
}

const NAMED_MAX = 3;

/** Each annulled offer and each excluded bidder, up to three; more are only counted. */
function voidedSentence(voided: readonly OfferFacts[], lot: LotMessage): string {
  const annulled = voided.filter((offer) => offer.void === "annulled");
  const excluded = [
    ...new Map(
      voided.filter((offer) => offer.void === "excluded").map((offer) => [offer.alias, offer]),
    ).values(),
  ];
  if (annulled.length + excluded.length > NAMED_MAX)
    return `${count(voided.length, "offer")} no longer count.`;
  return [
    ...annulled.map(
      (offer) =>
        `${sentenceCase(offerName(offer.seq))} of ${bidderName(lot, offer)} was annulled${voidTime(offer)} and no longer counts.`,
    ),
    ...excluded.map(
      (offer) => `${bidderName(lot, offer)} was excluded${voidTime(offer)}, so its offers no longer count.`,
    ),
  ].join(" ");
}

function voidTime(offer: OfferFacts): string {
  return offer.void_at ? ` at ${clockTimeToSecond(millis(offer.void_at))}` : "";
}

/** "Annulled at 2:29:00pm"; null for an offer that counts, or was replaced by a later one. */
export function voidMark(offer: OfferFacts): string | null {
  if (!offer.void) return null;
  return `${offer.void === "excluded" ? "Bidder excluded" : "Annulled"}${voidTime(offer)}`;
}

/** One point of the graph, in the line below it. */
export function offerSentence(offer: OfferFacts, nth: number, of: number, lot: LotMessage): string {
  const rank = offer.rank ? `, ${ordinal(offer.rank)} then` : "";
  const mark = voidMark(offer);
  return `${sentenceCase(offerName(offer.seq))} (${amount(String(nth))} of ${amount(String(of))}): ${bidderName(lot, offer)}, ${money(offer.evaluated, lot.event.currency)} at ${clockTimeToSecond(millis(offer.at))}${rank}.${mark === null ? "" : ` ${mark}.`}`;
}

/** The levels that the offers are compared with; none where the graph does not draw totals. */
export function levels(lot: LotMessage): Array<{ name: string; value: string }> {
  const differs = (lot.market.offers ?? []).some(
    ({ total, evaluated }) => total && compare(sent(total), sent(evaluated)) !== 0,
  );
  if (differs) return [];
  const spend = lot.savings?.total.baseline_spend ?? null;
  const ceiling = lot.rules.ceiling ?? null;
  return [
    ...(spend === null ? [] : [{ name: "Spend today", value: spend }]),
    ...(ceiling === null ? [] : [{ name: "Ceiling", value: ceiling }]),
  ];
}

/** "Spend today is £181,970.00. The ceiling is £200,000.00." */
export function levelsSentence(lot: LotMessage): string {
  return levels(lot)
    .map(
      ({ name, value }) =>
        `${name === "Ceiling" ? "The ceiling" : name} is ${money(value, lot.event.currency)}.`,
    )
    .join(" ");
}
