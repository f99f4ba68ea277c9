/** What each rule and figure does, in a sentence that stands where it is set. Pure; figures are exact. */
import { add, type Decimal, decimal, divideDown, multiply, percentage, sent, text } from "../../money";
import { amount, count, money, percent } from "../numbers";

/** An offer of this total shows what the figures of a bidder do. */
const EXAMPLE_TOTAL = "100000";

/** "An offer of £100,000.00 is compared as £102,000.00."; null while a figure cannot be read. */
export function figuresExample(
  figures: { readonly factor: string; readonly divisor: string; readonly addition: string },
  currency: string,
): string | null {
  const factor = positive(figures.factor === "" ? "1" : figures.factor);
  const divisor = positive(figures.divisor === "" ? "1" : figures.divisor);
  const addition = decimal(figures.addition === "" ? "0" : figures.addition);
  if (factor === null || divisor === null || addition === null) return null;
  const compared = add(divideDown(multiply(sent(EXAMPLE_TOTAL), factor), divisor, 6), addition);
  const whole = `${money(EXAMPLE_TOTAL, currency)}`;
  if (text(compared, 2) === text(sent(EXAMPLE_TOTAL), 2)) return `An offer of ${whole} is compared as it is.`;
  return `An offer of ${whole} is compared as ${money(cut(compared), currency)}.`;
}

/** Cut to pence, for an example. */
function cut(value: Decimal): Decimal {
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
  if (facts.spend_today === null) return "No price of today is known yet.";
  const without = facts.pairs_without_baseline;
  const gap =
    without === 0
      ? ""
      : ` ${count(without, "volume")} without a price of today ${without === 1 ? "is" : "are"} not in it.`;
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
