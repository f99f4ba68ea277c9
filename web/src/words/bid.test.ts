// The words of the bid form.
import { expect, test } from "vitest";
import { instant, NOW, supplierLot } from "../../test/fixtures";
import { drop } from "../live/bid";
import { dropSentence, noLongerCounts, priceWords, sendBlocked } from "./bid";

test("the change of the total is shown in pounds and per cent before the bid is sent", () => {
  expect(dropSentence(drop("178800.00", "89400.00"), "GBP")).toBe(
    "Your total goes from £178,800.00 to £89,400.00. That is £89,400.00 lower (50% less).",
  );
});

test("an accepted offer is not said to count once it does not", () => {
  const lot = supplierLot();
  const annulled = {
    seq: 29,
    total: "178800.00",
    evaluated: "178800.00",
    at: instant(NOW),
    annulled_at: instant(NOW),
    reason: "",
  };

  expect(noLongerCounts(lot, 29)).toBeNull();
  expect(noLongerCounts({ ...lot, you: { ...lot.you, annulled } }, 29)).toMatch("annulled");
  expect(noLongerCounts({ ...lot, you: { ...lot.you, annulled } }, 31)).toBeNull();
  expect(noLongerCounts({ ...lot, you: { ...lot.you, excluded: true } }, 31)).toMatch("excluded");
});

test.each([
  ["box of 100", "£2.97 a box"],
  ["ampoule", "£2.97 an ampoule"],
  ["inner carton of 10", "£2.97 an inner carton"],
  ["unit", "£2.97 a unit"],
  ["each", "£2.97 each"],
])("a price for one %s is %s", (unit, words) => {
  const lot = supplierLot();
  const items = lot.items.map((item) => ({ ...item, unit }));

  expect(priceWords({ ...lot, items }, { "nitrile-m": "2.97" })).toBe(words);
});

test("a lot that cannot be read and a lost connection are two reasons why nothing is sent", () => {
  expect(sendBlocked(supplierLot(), "failed", false)).toMatch(/^The lot cannot be read/);
  expect(sendBlocked(supplierLot(), "lost", false)).toMatch(/^You are not connected/);
  expect(sendBlocked(supplierLot(), "fresh", false)).toBeNull();
});
