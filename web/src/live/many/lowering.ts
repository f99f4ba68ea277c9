/** How far a bidder wants all prices of a lot to fall together, from what it typed. Exact and pure. */
import { compare, decimal, divideDown, multiply, sent, subtract, text, typedPrice, ZERO } from "../../money";
import { amountProblem, LOWER_BY_WHAT, percentProblem } from "../../words/many-lots";

export type Lowering =
  | { readonly readable: true; readonly total: string }
  | { readonly readable: false; readonly field: "percent" | "amount"; readonly text: string };

const WHOLE = sent("100");

/** The total that is wanted, from a percentage or an amount of the total that is typed now. */
export function lowering(total: string, percent: string, amount: string): Lowering {
  const both = percent.trim() !== "" && amount.trim() !== "";
  if (both) return { readable: false, field: "amount", text: LOWER_BY_WHAT };
  return amount.trim() === "" ? byPercent(total, percent) : byAmount(total, amount);
}

function byPercent(total: string, typed: string): Lowering {
  const by = decimal(typedPrice(typed.replace(/\s*%\s*$/u, "")) ?? "");
  if (by === null || compare(by, ZERO) <= 0 || compare(by, WHOLE) >= 0)
    return { readable: false, field: "percent", text: percentProblem() };
  const left = divideDown(multiply(sent(total), subtract(WHOLE, by)), WHOLE, 2);
  return { readable: true, total: text(left, 2) };
}

function byAmount(total: string, typed: string): Lowering {
  const by = decimal(typedPrice(typed) ?? "");
  if (by === null || compare(by, ZERO) <= 0 || compare(by, sent(total)) >= 0)
    return { readable: false, field: "amount", text: amountProblem() };
  return { readable: true, total: text(subtract(sent(total), by), 2) };
}
