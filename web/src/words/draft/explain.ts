/** What each rule and figure does, in a sentence that stands where it is set. Pure; figures are exact. */
import { type JsonObject, textOf } from "../../json";
import { add, type Decimal, decimal, divideDown, multiply, percentage, sent, text } from "../../money";
import { amount, count, money, percent, points } from "../numbers";

/** An offer of this total shows what the figures of a bidder do. */
const EXAMPLE_TOTAL = "100000";
/** A quotient is cut to that many decimal places. */
const PLACES = 6;

/** The heads of the columns that say what the figures of a bidder do. */
export const EXAMPLE_HEAD = "An offer of 100,000 is compared as";
export const SCORE_HEAD = "Best score that it can reach";

const NOT_KNOWN = "Not known yet";

/** "£102,000.00": what the figures of a bidder make of an offer of 100,000. */
export function comparedExample(bidder: JsonObject, currency: string): string {
  const compared = comparedTotal(sent(EXAMPLE_TOTAL), bidder);
  return compared === null ? NOT_KNOWN : money(cut(compared), currency);
}

/** A total put through the figures of a bidder; null while a figure cannot be read. */
export function comparedTotal(total: Decimal, bidder: JsonObject): Decimal | null {
  const factor = positive(textOf(bidder["factor"]) || "1");
  const divisor = positive(textOf(bidder["divisor"]) || "1");
  const addition = decimal(textOf(bidder["addition"]) || "0");
  if (factor === null || divisor === null || addition === null) return null;
  return add(divideDown(multiply(total, factor), divisor, PLACES), addition);
}

/** "93 points": the points of the tender, and all the points for the price. */
export function bestScore(quality: string, price_weight: string): string {
  const [own, weight] = [decimal(quality), decimal(price_weight)];
  return own === null || weight === null ? NOT_KNOWN : points(text(add(own, weight)));
}

/** Cut to pence, to be shown. */
export function cut(value: Decimal): Decimal {
  if (value.places <= 2) return value;
  return { units: value.units / 10n ** BigInt(value.places - 2), places: 2 };
}

function positive(typed: string): Decimal | null {
  const value = decimal(typed);
  return value === null || value.units <= 0n ? null : value;
}

export const FIGURES_HINT =
  "Compared total = total × factor ÷ divisor + addition. A factor above 1 and an addition above 0 make an offer " +
  "dearer in the comparison; a divisor above 1 makes it cheaper. The bidder still gets the price that it offers.";

export const QUALITY_HINT =
  "Points from the tender. In a lot that is ranked by score they are added to the points for the price.";

/** What the weight of the price does, with an example of an offer that is a tenth dearer. */
export function weightExample(price_weight: string): string | null {
  const weight = positive(price_weight);
  if (weight === null) return null;
  const dearer = text(cut(divideDown(multiply(weight, sent("10")), sent("11"), 2)));
  return (
    `The lowest offer gets ${amount(text(weight))} points for its price. An offer that is 10% dearer gets ` +
    `${amount(dearer)}. The quality points of the bidder are added.`
  );
}

export interface FactsInWords {
  readonly spend_today: string | null;
  readonly pairs_without_baseline: number;
  readonly smallest_step: string | null;
  readonly ceiling_percent_of_spend: string | null;
}

/** "The trusts spend £325,115.00 today." */
export function spendFact(facts: FactsInWords, currency: string): string | null {
  if (facts.spend_today === null) return "No price today is known yet.";
  const without = facts.pairs_without_baseline;
  const gap =
    without === 0
      ? ""
      : ` ${count(without, "volume")} without a price today ${without === 1 ? "is" : "are"} not in it.`;
  return `The trusts spend ${money(facts.spend_today, currency)} a year today.${gap}`;
}

/** "The smallest step is £600.00 (0.3% of the ceiling)." */
export function stepFact(facts: FactsInWords, ceiling: string, currency: string): string | null {
  if (facts.smallest_step === null) return null;
  const whole = decimal(ceiling) ?? decimal(facts.spend_today ?? "");
  const part = whole === null ? null : percentage(sent(facts.smallest_step), whole);
  const of = decimal(ceiling) === null ? "today's spend" : "the ceiling";
  const share = part === null ? "" : ` (${part.units === 0n ? "less than 0.1%" : percent(part)} of ${of})`;
  return `The smallest step that prices allow is ${money(facts.smallest_step, currency)}${share}.`;
}

/** "The ceiling is 95.4% of today's spend." */
export function ceilingFact(facts: FactsInWords): string | null {
  return facts.ceiling_percent_of_spend === null
    ? null
    : `The ceiling is ${percent(facts.ceiling_percent_of_spend)} of today's spend.`;
}
