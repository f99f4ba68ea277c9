// Lots in which quality ranks as well as price.
import { expect, test } from "vitest";
import { observerLot, supplierLot, weightedLot } from "../../test/fixtures";
import { reserveSentence } from "./lot";
import { comparedName, formulaFigures, leadName, ownScore, whyDearerLeads } from "./scoring";
import { leadSentence } from "./standing";

test("the lead is the lowest offer only where the price alone ranks", () => {
  expect(leadName(supplierLot())).toBe("Lowest offer");
  expect(leadName(weightedLot())).toBe("Leading offer");
  const result = { ranking: [], reserve_met: true };
  expect(reserveSentence({ ...weightedLot(), result })).toBe("The leading offer met the reserve.");
});

test("a bidder reads what its score is made of", () => {
  expect(ownScore(weightedLot())).toBe(
    "Your score is 93.92 points: 35 points for quality and 58.92 points for the price. " +
      "The highest score ranks first, so a dearer offer can rank above a cheaper one.",
  );
  expect(ownScore(supplierLot())).toBeNull();
});

test("a bidder reads the figures of its own that count, whatever their form", () => {
  const formula = weightedLot().formula;
  if (!formula) throw new Error("the fixture has no formula");

  expect(formulaFigures({ ...formula, factor: "1.00", divisor: "2", addition: "-600" }, "GBP")).toEqual([
    ["Your divisor", "2"],
    ["Your addition", "\u2212£600.00"],
    ["Your quality points", "35 points"],
    ["Weight of the price", "60 points"],
  ]);
});

function weightedObserver() {
  const lot = observerLot();
  const offers = [
    {
      alias: "Bidder A",
      name: "Acme Medical Ltd",
      rank: 1,
      evaluated: "178800.00",
      total: "178800.00",
      score: "93.92",
    },
    { alias: "Bidder B", rank: 2, evaluated: "176400.00", total: "176400.00", score: "91" },
  ].map((offer) => ({ ...offer, at: lot.now }));
  return { ...lot, rules: { ...lot.rules, scoring: "weighted" as const }, market: { ...lot.market, offers } };
}

test("a watcher reads why a dearer offer leads", () => {
  const lot = weightedObserver();

  expect(leadSentence(lot)).toBe("Of 3 bidders, Acme Medical Ltd leads with 93.92 points and £178,800.00.");
  expect(whyDearerLeads(lot, lot.market.offers)).toBe(
    "Acme Medical Ltd leads with the highest score (93.92 points), although Bidder B is cheaper at £176,400.00: " +
      "in this lot quality counts as well as price.",
  );
  expect(whyDearerLeads(observerLot(), observerLot().market.offers ?? [])).toBeNull();
});

test("a compared total is not called a total", () => {
  expect(comparedName(observerLot())).toBe("Total with whole-life cost");
  expect(comparedName(supplierLot())).toBe("Total as compared");
});
