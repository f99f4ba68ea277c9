// What an observer reads of its trust's saving: exact figures, and a reason wherever there is none.
import { expect, test } from "vitest";
import { CLOSE, observerLot, supplierLot } from "../../test/fixtures";
import type { LotMessage } from "../protocol/names";
import type { TrustSaving } from "../protocol/ws";
import {
  levels,
  levelsSentence,
  ownNotCounted,
  ownSaving,
  ownTrustSentence,
  percentWords,
  savingWords,
  totalSentence,
} from "./market";

const AT = CLOSE - 122_000;

function withOwn(change: Partial<TrustSaving>): LotMessage {
  const lot = observerLot();
  if (!lot.savings) throw new Error("the fixture has no savings");
  const trusts = lot.savings.trusts.map((trust) => (trust.ods === "RFS" ? { ...trust, ...change } : trust));
  return { ...lot, savings: { ...lot.savings, trusts } };
}

// G159
test("an observer's page leads with what its trust saves, exactly", () => {
  expect(ownSaving(observerLot(), "RFS")).toBe(
    "At the present lead your trust saves £3,120.00 a year (8.1% less).",
  );
  expect(ownSaving(withOwn({ saving: "-0.005", percent: "0.0" }), "RFS")).toBe(
    "At the present lead your trust pays £0.005 more a year (under 0.1% more).",
  );
});

// G150
test("what may be old is told of its moment", () => {
  expect(ownSaving(observerLot(), "RFS", AT)).toBe(
    "At the lead of 2:46:58pm your trust would have saved £3,120.00 a year (8.1% less).",
  );
  expect(ownSaving({ ...observerLot(), savings: null }, "RFS", AT)).toBe("No offer yet at 2:46:58pm.");
});

// G159
test.each<[string, LotMessage, string]>([
  ["no offer", { ...observerLot(), savings: null }, "No offer yet."],
  [
    "nobody offered",
    { ...observerLot(), state: "closed", savings: null },
    "Nobody made an offer, so your trust saves nothing by this lot.",
  ],
  [
    "cancelled",
    { ...observerLot(), state: "cancelled", savings: null },
    "The lot was cancelled, so your trust saves nothing by it.",
  ],
  [
    "no baselines",
    withOwn({
      baseline_spend: "0.00",
      spend: "0.00",
      saving: "0.00",
      percent: null,
      items: [{ item: "nitrile-m", volume: "12000", price: "2.94" }],
    }),
    "It is not known what your trust pays today, so no saving can be worked out for it.",
  ],
])("where there is no saving the page says why: %s", (_, lot, sentence) => {
  expect(ownSaving(lot, "RFS")).toBe(sentence);
});

test("a trust that buys nothing in the lot is told so, and no other trust's saving", () => {
  expect(ownSaving(observerLot(), "RXX")).toBe("Your trust buys nothing in this lot.");
});

test("a small difference is never told as none", () => {
  expect(savingWords({ saving: "0.20", percent: "0.0" }, "GBP")).toBe("Saves £0.20");
  expect(percentWords({ saving: "0.20", percent: "0.0" })).toBe("under 0.1% less");
  expect(percentWords({ saving: "0.00", percent: "0.0" })).toBe("0%");
});

// G111
test("where other trusts are hidden nothing is said of who pays more", () => {
  const { savings } = observerLot();

  expect(savings && totalSentence(savings, "GBP", null, false)).toBe(
    "At the present lead all trusts together save £5,570.00 a year (3.1% less).",
  );
});

test("lines of the own trust that are not counted are told", () => {
  const line = { item: "nitrile-m", volume: "12000", price: "2.94" };

  expect(ownNotCounted([line, { ...line, baseline: "3.20" }])).toBe(
    "1 line without a baseline price is not counted.",
  );
  expect(ownNotCounted([{ ...line, baseline: "3.20" }])).toBeNull();
});

// G159
test("the spend of today is drawn only where all of it is known", () => {
  const lot = observerLot();
  const whole = lot.savings && { ...lot, savings: { ...lot.savings, not_counted: 0 } };

  expect(whole && levels(whole).map(({ name }) => name)).toEqual(["Spend today", "Ceiling"]);
  expect(whole && levelsSentence(whole)).toBe("Spend today is £181,970.00. The ceiling is £200,000.00.");
  expect(levels(lot).map(({ name }) => name)).toEqual(["Ceiling"]);
  expect(levelsSentence(lot)).toBe(
    "The ceiling is £200,000.00. The spend of today is not drawn, because it is not known for 1 line.",
  );
  expect(levelsSentence(supplierLot())).toBe("The ceiling is £200,000.00.");
});

test("a loss of a trust is written as a loss", () => {
  const { savings } = observerLot();
  const loser = savings?.trusts.find(({ ods }) => ods === "RFR");

  expect(loser && savings && ownTrustSentence(loser, savings, "GBP")).toBe(
    "At the present lead your trust pays £600.00 more a year (2.1% more).",
  );
  expect(loser && savingWords(loser, "GBP")).toBe("Pays £600.00 more");
  expect(loser && percentWords(loser)).toBe("2.1% more");
});

test("a trust that pays what it pays today neither saves nor loses", () => {
  const figures = { baseline_spend: "141600.00", spend: "141600.00", saving: "0.00", percent: "0.0" };
  const lot = observerLot();
  const savings = lot.savings;

  expect(savingWords(figures, "GBP")).toBe("No difference");
  expect(savings && ownTrustSentence({ ...figures, ods: "RHQ", name: "Sheffield" }, savings, "GBP")).toBe(
    "At the present lead your trust pays what it pays today.",
  );
});
