// Which acts a lot allows, what they are called, and what became of them.
import { expect, test } from "vitest";
import type { LotState } from "../../protocol/names";
import {
  actKind,
  actName,
  allows,
  FINAL,
  ORDINARY,
  outcomeSentence,
  outcomesSentence,
  refusedSentence,
} from "./acts";

// G155
test.each<[LotState | null, string[], string[]]>([
  ["scheduled", ["broadcast"], ["exclude", "cancel"]],
  ["open", ["pause", "extend", "broadcast"], ["annul", "exclude", "close", "cancel"]],
  ["paused", ["resume", "broadcast"], ["annul", "exclude", "close", "cancel"]],
  ["closed", [], []],
  [null, [], []],
])("a lot that is %s", (state, ordinary, final) => {
  expect(ORDINARY.filter((kind) => allows(state, kind, false))).toEqual(ordinary);
  expect(FINAL.filter((kind) => allows(state, kind, false))).toEqual(final);
});

test("the law on electronic auctions knows no early close", () => {
  expect(allows("open", "close", true)).toBe(false);
});

test("acts are named with what they are for, and an unknown one is none", () => {
  expect(actName("pause", ["Lot 1"])).toBe("Pause Lot 1");
  expect(actName("extend", ["Lot 1", "Lot 2", "Lot 3"])).toBe("Move the closing time of 3 lots");
  expect([actKind("pause"), actKind("everything"), actKind(undefined)]).toEqual(["pause", null, null]);
});

// G155, G32
test("each lot has one answer, and an unknown outcome is never called a failure", () => {
  const lots = [
    { lot: "lot-1", status: 200 },
    { lot: "lot-2", status: 202 },
    { lot: "lot-3", status: 409, code: "wrong_state", detail: "cannot pause: the lot is closed" },
    { lot: "lot-4", status: 503, code: "unavailable", detail: "" },
    { lot: "lot-5", status: 503, code: "overloaded", detail: "" },
  ];

  expect(lots.map((outcome, nth) => outcomeSentence("pause", outcome, `Lot ${nth + 1}`))).toEqual([
    "Lot 1 is paused.",
    "Lot 2: proposed. It takes effect once another buyer approves it.",
    "Lot 3: not done. Cannot pause: the lot is closed.",
    "Lot 4: we do not know yet whether this was done.",
    "Lot 5: not done. The lot had too much to do just now.",
  ]);
  expect(outcomesSentence(lots)).toBe(
    "Done in 1 of 5 lots. 1 lot waits for another buyer. Not done in 2 lots, which stay chosen. In 1 lot we do not know yet.",
  );
  expect(outcomesSentence(lots.slice(0, 1))).toBe("Done.");
  expect(outcomesSentence([lots[0]!, lots[0]!])).toBe("Done in 2 lots.");
});

test("what was not taken says what to do", () => {
  expect(refusedSentence(403, { code: "step_up_required" })).toMatch(
    /^Nothing has happened. Enter your code/,
  );
  expect(refusedSentence(422, { errors: [{ message: "must be later" }] })).toBe(
    "Nothing has happened. Must be later.",
  );
});
