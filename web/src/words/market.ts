/** The words about savings for each trust, and about the graph of offers. Pure. */
import { compare, sent, ZERO } from "../money";
import type { LotMessage, SpendFigures } from "../protocol/names";
import type { ItemSaving, Savings, TrustSaving } from "../protocol/ws";
import { bidderName, offerName } from "./names";
import { amount, count, lessOrMore, money, ordinal, sentenceCase, withoutSign } from "./numbers";
import { firstOf, leadFigures, leadVerb } from "./standing";
import { clockTimeToSecond, date, millis } from "./time";

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

/** The members that a difference is told from: of a trust, or of one of its lines. */
type Difference = Pick<SpendFigures, "saving" | "percent">;

export function loses({ saving }: Difference): boolean {
  return sent(saving).units < 0n;
}

export function breaksEven({ saving }: Difference): boolean {
  return sent(saving).units === 0n;
}

/** "At the present lead", "By the result", or with `as_at` the lead of that moment. */
function basisWords(savings: Savings, as_at: number | null): string {
  if (savings.basis === "result") return "By the result";
  return as_at === null ? "At the present lead" : `At the lead of ${clockTimeToSecond(as_at)}`;
}

/** "At the present lead your trust saves £12,400.00 a year (4.1% less)." */
export function ownTrustSentence(
  trust: TrustSaving,
  savings: Savings,
  currency: string,
  as_at: number | null = null,
): string {
  if (countsNothing(trust))
    return "It is not known what your trust pays today, so no saving can be worked out for it.";
  if (breaksEven(trust)) {
    const pays = as_at === null ? "pays" : "would have paid";
    return `${basisWords(savings, as_at)} your trust ${pays} what it pays today.`;
  }
  return `${basisWords(savings, as_at)} your trust ${savesVerb(trust, as_at, false)} ${yearly(trust, currency)}.`;
}

/** Whether none of the trust's lines has a baseline price. */
export function countsNothing({ items, baseline_spend }: TrustSaving): boolean {
  return items ? items.every(({ baseline }) => !baseline) : sent(baseline_spend).units === 0n;
}

/** What the viewer's own trust would save, or why nothing is known of it. */
export function ownSaving(lot: LotMessage, org: string, as_at: number | null = null): string {
  if (buysNothing(lot, org)) return "Your trust buys nothing in this lot.";
  if (lot.state === "cancelled") return "The lot was cancelled, so your trust saves nothing by it.";
  const savings = lot.savings ?? null;
  const own = savings?.trusts.find(({ ods }) => ods === org);
  if (savings && own) return ownTrustSentence(own, savings, lot.event.currency, as_at);
  if (lot.state === "closed") return "Nobody made an offer, so your trust saves nothing by this lot.";
  return `No offer yet${as_at === null ? "" : ` at ${clockTimeToSecond(as_at)}`}.`;
}

export function buysNothing({ items }: LotMessage, org: string): boolean {
  return items.every(({ volumes }) => volumes && compare(sent(volumes[org] ?? "0"), ZERO) === 0);
}

/** With `shows_all` also how many trusts lose; an observer may be shown its own trust alone. */
export function totalSentence(
  savings: Savings,
  currency: string,
  as_at: number | null = null,
  shows_all = true,
): string {
  const losers = savings.trusts.filter(loses).length;
  const pay = as_at === null ? "pay" : "would have paid";
  const lost =
    losers === 0
      ? `No trust ${as_at === null ? "pays" : "would have paid"} more.`
      : `${count(losers, "trust")} of ${savings.trusts.length} ${as_at === null && losers === 1 ? "pays" : pay} more.`;
  const all = `${basisWords(savings, as_at)} all trusts together`;
  const even = `${as_at === null ? "pay" : "would have paid"} what they pay today`;
  const differ = breaksEven(savings.total)
    ? even
    : `${savesVerb(savings.total, as_at, true)} ${yearly(savings.total, currency)}`;
  return `${all} ${differ}.${shows_all ? ` ${lost}` : ""}`;
}

function savesVerb(figures: SpendFigures, as_at: number | null, several: boolean): string {
  const verb = loses(figures) ? "pay" : "save";
  if (as_at !== null) return `would have ${verb === "pay" ? "paid" : "saved"}`;
  return several ? verb : `${verb}s`;
}

/** "£12,300.00 a year (12.4% less)", "£600.00 more a year (2.1% more)" */
function yearly(figures: SpendFigures, currency: string): string {
  const size = money(withoutSign(figures.saving), currency);
  const share = figures.percent ? ` (${percentWords(figures)})` : "";
  return `${size} ${loses(figures) ? "more " : ""}a year${share}`;
}

/**
 * "Saves £12,300.00", "Pays £1,200.00 more": gain and loss differ in words, not only in colour. The figure is exact, so
 * that lines add up to their sums.
 */
export function savingWords(figures: Difference, currency: string): string {
  if (breaksEven(figures)) return "No difference";
  const size = money(withoutSign(figures.saving), currency);
  return loses(figures) ? `Pays ${size} more` : `Saves ${size}`;
}

/** "4.1% less"; a difference that is too small for one place is not told as none. */
export function percentWords(figures: Difference): string {
  if (!figures.percent) return "No baseline";
  if (breaksEven(figures) || sent(figures.percent).units !== 0n) return lessOrMore(figures.percent);
  return `under 0.1% ${loses(figures) ? "more" : "less"}`;
}

export function notCounted({ not_counted }: Pick<Savings, "not_counted">): string | null {
  if (not_counted === 0) return null;
  return `${count(not_counted, "line")} without a baseline price ${not_counted === 1 ? "is" : "are"} not counted.`;
}

/** How many of the trust's own lines are in none of its figures. */
export function ownNotCounted(items: readonly ItemSaving[]): string | null {
  return notCounted({ not_counted: items.filter(({ baseline }) => !baseline).length });
}

/** For which time the figures of savings are. */
export function fullYearSentence({ contract_months, contract_starts_on }: LotMessage["event"]): string {
  const months = contract_months ? ` of ${count(contract_months, "month")}` : "";
  const starts = contract_starts_on ? ` that starts on ${date(millis(contract_starts_on))}` : "";
  const contract = months + starts === "" ? "" : ` of a contract${months}${starts}`;
  return `Figures are for a full year${contract}, at the volumes of this lot.`;
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
  // Without every line the spend of today is less than what the offers are for.
  const spend = lot.savings?.not_counted === 0 ? lot.savings.total.baseline_spend : null;
  const ceiling = lot.rules.ceiling ?? null;
  return [
    ...(spend === null ? [] : [{ name: "Spend today", value: spend }]),
    ...(ceiling === null ? [] : [{ name: "Ceiling", value: ceiling }]),
  ];
}

/** "Spend today is £181,970.00. The ceiling is £200,000.00." */
export function levelsSentence(lot: LotMessage): string {
  const sentences = levels(lot).map(
    ({ name, value }) =>
      `${name === "Ceiling" ? "The ceiling" : name} is ${money(value, lot.event.currency)}.`,
  );
  const left_out = lot.savings?.not_counted ?? 0;
  if (left_out > 0)
    sentences.push(
      `The spend of today is not drawn, because it is not known for ${count(left_out, "line")}.`,
    );
  return sentences.join(" ");
}
