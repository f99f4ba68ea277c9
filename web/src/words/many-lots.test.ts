// What a bidder reads of many lots at once: where it stands, which close next, what became of its offers.
import { expect, test } from "vitest";
import { CLOSE, instant, NOW, supplierLot } from "../../test/fixtures";
import type { LotMessage, LotState } from "../protocol/names";
import {
  inShort,
  manyLead,
  manyLeadWas,
  namedLots,
  needsDecision,
  nextToClose,
  outcomesSentence,
  titleOfMany,
} from "./many-lots";

function lotOf(state: LotState, rank: number | null, title = "Lot"): LotMessage {
  const lot = supplierLot();
  return { ...lot, title, state, you: { ...lot.you, rank } };
}

function excluded(): LotMessage {
  const lot = lotOf("open", null);
  return { ...lot, you: { ...supplierLot().you, rank: null, excluded: true } };
}

// G158
test.each<[string, LotMessage[], string]>([
  [
    "some are led",
    [lotOf("open", 1), lotOf("open", 1), lotOf("open", 2), lotOf("open", null), lotOf("open", 3)],
    "You lead 2 of 5 lots. 3 need a decision.",
  ],
  ["none is led", [lotOf("open", 2), lotOf("open", 2)], "You lead none of 2 lots. 2 need a decision."],
  [
    "a paused lot runs and needs no decision",
    [lotOf("open", 1), lotOf("paused", 2)],
    "You lead 1 of 2 lots.",
  ],
  [
    "one is to come",
    [lotOf("open", 1), lotOf("open", 2), lotOf("scheduled", null)],
    "You lead 1 of 2 lots. 1 needs a decision. 1 lot has not opened yet.",
  ],
  ["one runs", [lotOf("open", 1), lotOf("closed", 2)], "You lead the 1 lot under way."],
  [
    "an exclusion takes the lot away",
    [excluded(), lotOf("open", 1), lotOf("open", 2)],
    "You lead 1 of 2 lots. 1 needs a decision.",
  ],
  [
    "all have ended",
    [lotOf("closed", 1), lotOf("closed", 2), lotOf("cancelled", 1)],
    "2 lots have closed. You finished 1st in 1.",
  ],
  ["all were cancelled", [lotOf("cancelled", 1)], "No lot is open."],
])("where %s the page leads with it", (_, lots, sentence) => {
  expect(manyLead(lots, NOW)).toBe(sentence);
});

test("before the first opening the page says when it is", () => {
  const later = { ...lotOf("scheduled", null, "Vinyl"), opens_at: instant(CLOSE) };
  const next = { ...lotOf("scheduled", null, "Nitrile"), opens_at: instant(CLOSE - 60_000) };

  expect(manyLead([later, next], NOW)).toBe("No lot is open. Nitrile opens at 2:48pm.");
});

// G150
test("without a connection it is said in the past tense, with its time", () => {
  expect(manyLeadWas([lotOf("open", 1), lotOf("open", 2)], NOW)).toBe(
    "At 2:44:48pm you led 1 of 2 lots. This may have changed.",
  );
});

test("only an open lot that is not led needs a decision", () => {
  const lots = [
    lotOf("open", 2),
    lotOf("open", null),
    lotOf("open", 1),
    lotOf("paused", 2),
    lotOf("closed", 2),
    excluded(),
  ];

  expect(lots.map(needsDecision)).toEqual([true, true, false, false, false, false]);
});

test("the nearest close is that of an open lot", () => {
  const paused = { ...lotOf("paused", 1, "Paused"), closes_at: instant(CLOSE - 60_000) };
  const later = { ...lotOf("open", 1, "Later"), closes_at: instant(CLOSE + 60_000) };

  expect(nextToClose([later, paused, lotOf("open", 1, "Next")])?.title).toBe("Next");
  expect(nextToClose([paused])).toBeNull();
});

test.each<[LotMessage, string]>([
  [lotOf("open", 3), "3rd of 3"],
  [lotOf("open", null), "No offer yet"],
  [lotOf("paused", 2), "Paused, 2nd of 3"],
  [lotOf("scheduled", null), "Not open yet"],
  [lotOf("closed", 1), "Closed, 1st of 3"],
  [excluded(), "Excluded"],
])("a lot is told in short", (lot, words) => {
  expect(inShort(lot)).toBe(words);
});

test.each([
  [["A"], "A"],
  [["A", "B"], "A and B"],
  [["A", "B", "C", "D", "E"], "A, B, C, D and E"],
  [["A", "B", "C", "D", "E", "F"], "A, B, C, D and 2 more lots"],
])("of %j lots the first are named", (titles, words) => {
  expect(namedLots(titles)).toBe(words);
});

test.each([
  [{ sent: 3, accepted: 2, not_accepted: 1, unknown: 0 }, "2 of 3 offers were accepted. 1 was not."],
  [{ sent: 1, accepted: 1, not_accepted: 0, unknown: 0 }, "1 of 1 offer was accepted."],
  [
    { sent: 4, accepted: 0, not_accepted: 2, unknown: 2 },
    "None of 4 offers were accepted. 2 were not. 2 have no answer yet.",
  ],
  [{ sent: 2, accepted: 0, not_accepted: 0, unknown: 2 }, "2 offers have no answer yet."],
  [{ sent: 1, accepted: 0, not_accepted: 0, unknown: 1 }, "1 offer has no answer yet."],
])("outcomes are counted, and never said to be all sent", (counts, sentence) => {
  expect(outcomesSentence(counts)).toBe(sentence);
  expect(sentence).not.toContain("all");
});

test("the title begins with what waits", () => {
  expect(titleOfMany(3, "0:58", true)).toBe("(3) 0:58 to the next close");
  expect(titleOfMany(0, null, true)).toBe("All your lots");
  expect(titleOfMany(0, "0:58", false)).toBe("Not connected");
});
