// What figures do is said where they are set, exactly.
import { expect, test } from "vitest";
import { bestScore, ceilingFact, comparedExample, spendFact, stepFact, weightExample } from "./explain";

test.each([
  [{ factor: "1.02" }, "£102,000.00"],
  [{ divisor: "1.05" }, "£95,238.09"],
  [{ addition: "2500" }, "£102,500.00"],
  [{ factor: "1", divisor: "1.0", addition: "0" }, "£100,000.00"],
  [{ factor: "0" }, "Not known yet"],
  [{ divisor: "x" }, "Not known yet"],
])("what %j makes of an offer of 100,000 is said", (figures, words) => {
  expect(comparedExample(figures, "GBP")).toBe(words);
});

test.each([
  ["33", "60", "93 points"],
  ["", "60", "Not known yet"],
  ["33", "", "Not known yet"],
])("%s quality points and %s for the price are %s at best", (quality, weight, words) => {
  expect(bestScore(quality, weight)).toBe(words);
});

test("the weight of the price is explained by an offer that is a tenth dearer", () => {
  expect(weightExample("60")).toBe(
    "The lowest offer gets 60 points for its price. An offer that is 10% dearer gets 54.54. " +
      "The quality points of the bidder are added.",
  );
});

const FACTS = {
  spend_today: "325115.00",
  pairs_without_baseline: 2,
  smallest_step: "600",
  ceiling_percent_of_spend: "61.5",
};

// G153
test("facts stand in sentences with their figures", () => {
  expect(spendFact(FACTS, "GBP")).toBe(
    "The trusts spend £325,115.00 a year today. 2 volumes without a price today are not in it.",
  );
  expect(stepFact(FACTS, "200000", "GBP")).toBe(
    "The smallest step that prices allow is £600.00 (0.3% of the ceiling).",
  );
  expect(stepFact(FACTS, "", "GBP")).toBe(
    "The smallest step that prices allow is £600.00 (0.2% of today's spend).",
  );
  expect(ceilingFact(FACTS)).toBe("The ceiling is 61.5% of today's spend.");
});
