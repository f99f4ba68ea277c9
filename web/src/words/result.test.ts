// What a result says to each role: who stood where, why equal offers stand as they do, and that nothing is awarded yet.
import { expect, test } from "vitest";
import { CLOSE } from "../../test/fixtures";
import {
  act,
  buyerResult,
  CANCELLED,
  placeOf,
  resultFor,
  supplierResult,
  trustResult,
} from "../../test/result-fixtures";
import type { ResultAnswer } from "../protocol/http";
import { resultInShort, resultName } from "./address";
import {
  earlierLeftOut,
  excludedNote,
  isWeightedResult,
  listed,
  notEndedWords,
  rankWords,
  reasonSentence,
  reserveWords,
  resultFacts,
  resultSentence,
  timeIn,
} from "./result";
import { linesLeftOut, ownResultSentence, withoutSavings } from "./result-savings";

const LATER = CLOSE + 60_000;
const NEXT_DAY = CLOSE + 86_400_000;

function said(
  result: ResultAnswer,
  role: Parameters<typeof resultSentence>[1] = "buyer",
  now = LATER,
): string {
  return resultSentence(result, role, now);
}

function tied(rank: number, more: Partial<ReturnType<typeof placeOf>> = {}) {
  return {
    ...placeOf(rank, "176400.00"),
    tie: { with: ["Bidder A"], rule: "equal_best" as const, text: "" },
    ...more,
  };
}

// G161, U1
test("a result leads with the place, the name and the figure, and that it is no award", () => {
  expect(said(buyerResult())).toBe(
    "Nitrile, powder free closed at 2:49pm. Acme Medical Ltd finished 1st of 3 with £176,400.00. This is not yet an award.",
  );
  expect(said(buyerResult(), "auditor", NEXT_DAY)).toMatch(/closed at 2:49pm on 21 November 2026\./);
  const hidden = [{ ...placeOf(1, "176400.00"), name: null }];
  expect(said(trustResult({ ranking: hidden, of: null }), "observer")).toMatch(/Bidder B finished 1st with/);
});

// G161, U2
test("scores and compared totals stand beside the total", () => {
  const [first] = [placeOf(1, "180300.00", { score: "93.92", evaluated: "181000.00" })];

  const weighted = buyerResult({ ranking: [first] });

  expect(said(weighted)).toMatch(/with 93\.92 points and £180,300\.00 \(£181,000\.00 as compared\)\./);
  expect(isWeightedResult(weighted)).toBe(true);
  expect(isWeightedResult(buyerResult())).toBe(false);
});

// G69, G161
test("offers that share a place are named together", () => {
  const both = [tied(1), tied(2, { rank: 1 })];
  expect(said(buyerResult({ ranking: both }))).toMatch(
    /Acme Medical Ltd and Bolt Gloves plc finished equal 1st of 3, each with £176,400\.00\./,
  );
  const worse = both.map((one) => ({
    ...one,
    rank: 2,
    total: one.alias === "Bidder A" ? "170000.00" : (one.total ?? null),
  }));
  expect(said(buyerResult({ ranking: worse }))).toMatch(
    /finished equal 2nd of 3, each compared at £176,400\.00\./,
  );
  const scored = both.map((one) => ({ ...one, score: "90" }));
  expect(said(buyerResult({ ranking: scored }))).toMatch(/each with 90 points\./);
  expect(rankWords(tied(1), both)).toBe("Equal 1st");
  expect(rankWords(placeOf(3, "1.00"), both)).toBe("3rd");
  expect(listed(["A"])).toBe("A");
  expect(listed(["A", "B", "C"])).toBe("A, B and C");
  expect(listed(["A", "B", "C", "D", "E"])).toBe("A, B and 3 others");
});

// G161, G66
test("an early close and a cancellation say who ended the lot and why", () => {
  const early = buyerResult({ cause: "buyer", reason: "All have offered." });
  expect(said(early)).toMatch(/^The buyer closed Nitrile, powder free early, at 2:49pm\. Acme/);
  expect(reasonSentence(early)).toBe('The buyer\'s reason: "All have offered."');
  expect(reasonSentence(buyerResult())).toBeNull();
  const cancelled = buyerResult(CANCELLED);
  expect(said(cancelled)).toBe("Nitrile, powder free was cancelled at 2:49pm and has no result.");
  expect(resultName(cancelled)).toBe("How Nitrile, powder free ended");
  expect([resultInShort("cancelled"), resultInShort("closed")]).toEqual(["How it ended", "Result"]);
});

// G161
test("a lot without a place says whether nobody offered or nothing counted", () => {
  const none = { accepted: 0, refused: 0, annulled: 0, invited: 3 };
  expect(said(buyerResult({ ranking: [], counts: none }))).toBe(
    "Nitrile, powder free closed at 2:49pm. Nobody made an offer.",
  );
  expect(said(buyerResult({ ranking: [] }))).toMatch(/No offer counted at the close\.$/);
});

// G65, G161
test("a bidder reads its own finish, or why it has none", () => {
  expect(said(supplierResult(), "supplier")).toBe(
    "Nitrile, powder free closed at 2:49pm. You finished 2nd of 3 with £178,800.00. This is not yet an award. The partnership will write to you about it.",
  );
  const first = { ...placeOf(1, "176400.00"), own: true };
  expect(said(supplierResult({ ranking: [first] }), "supplier")).toMatch(
    /You finished 1st of 3 with £176,400\.00\. This is not yet an award: the partnership decides, and writes to you\.$/,
  );
  const gone = { ranking: [], acts: [] };
  const excluded = { alias: "Bidder A", own: true, seq: 9, at: "2026-11-21T14:40:00Z", reason: "It left." };
  const annulled = act(9, 60, "bid_annulled", { what: { own: true, total: "17400.00" } });
  const counts = { accepted: 0, refused: 0, annulled: 0 };
  expect(said(supplierResult({ ...gone, excluded: [excluded] }), "supplier")).toMatch(
    /You were excluded, so your/,
  );
  expect(said(supplierResult({ ...gone, acts: [annulled] }), "supplier")).toMatch(
    /Your offer of £17,400\.00 was annulled, so you have no place\.$/,
  );
  expect(said(supplierResult({ ...gone, counts }), "supplier")).toMatch(/You did not make an offer\.$/);
  expect(said(supplierResult({ ...gone, counts: { ...counts, refused: 2 } }), "supplier")).toMatch(
    /No offer of yours was accepted\.$/,
  );
});

// G161: a practice promises nothing, and no role reads that somebody has won.
test("a practice promises nothing, and no result says that somebody has won", () => {
  for (const role of ["buyer", "supplier", "observer", "auditor", "admin"] as const) {
    const result = resultFor(role);
    expect(said({ ...result, practice: true }, role)).toMatch(
      /This is practice\. Nothing follows from it\.$/,
    );
    expect(said({ ...result, practice: true }, role)).not.toMatch(/award/);
    expect(said(result, role)).not.toMatch(/\bw[io]n/i);
  }
  expect(said(buyerResult({ ...CANCELLED, practice: true }))).toMatch(/Nothing follows from it\.$/);
});

// G64, G65
test("facts are counted for those who may know them", () => {
  expect(resultFacts(buyerResult(), "buyer")).toEqual([
    ["Opened", "2:17pm on 21 November 2026"],
    ["Closed", "2:49:00.000pm on 21 November 2026"],
    ["Bidders", "3 invited, 3 with an offer at the close"],
    ["Bids", "24 accepted, 4 refused, 1 offer annulled"],
  ]);
  expect(resultFacts(trustResult(), "observer")[3]).toEqual(["Bids", "24 accepted, 1 offer annulled"]);
  expect(resultFacts(supplierResult(), "supplier").map(([name]) => name)).toEqual([
    "Opened",
    "Closed",
    "Your bids",
  ]);
  const excluded = [{ alias: "Bidder C", seq: 9, at: "2026-11-20T14:40:00Z", reason: "It left." }];
  expect(resultFacts(buyerResult({ ...CANCELLED, excluded }), "buyer").slice(1, 3)).toEqual([
    ["Cancelled", "2:49:00.000pm on 21 November 2026"],
    ["Bidders", "3 invited, 1 excluded"],
  ]);
  expect(excludedNote(excluded[0] as never, buyerResult())).toBe(
    "Excluded at 2:40:00pm on 20 November 2026. Reason: It left.",
  );
  expect(timeIn("2026-11-21T14:40:00Z", buyerResult())).toBe("2:40:00pm");
});

// G64
test("the reserve is told where there is one and it may be known", () => {
  expect(reserveWords(buyerResult({ reserve_met: true }))).toBe("The lowest offer met the reserve.");
  const ranking = [placeOf(1, "1.00", { score: "90" })];
  expect(reserveWords(buyerResult({ reserve_met: false, ranking }))).toBe(
    "The leading offer did not meet the reserve.",
  );
  expect(reserveWords(buyerResult())).toBeNull();
  expect(reserveWords(trustResult())).toBeNull();
});

// G161, G68
test("savings, or why there are none", () => {
  expect(ownResultSentence(trustResult(), "RFS")).toBe(
    "By the result your trust saves £3,120.00 a year (8.1% less).",
  );
  expect(ownResultSentence(trustResult(), "RXX")).toBeNull();
  expect(ownResultSentence(trustResult({ savings: null }), "RFS")).toBeNull();
  expect(withoutSavings(buyerResult(CANCELLED))).toMatch(/^The lot was cancelled/);
  expect(withoutSavings(buyerResult({ ranking: [] }))).toMatch(/^No offer counts/);
  expect(withoutSavings(buyerResult())).toMatch(/^No trust buys/);
});

// G161
test("what is left out on paper is said", () => {
  expect(earlierLeftOut(2_000)).toMatch(/^On paper the 2,000 lines before these are left out\./);
  expect(linesLeftOut(5_200)).toMatch(/^On paper 5,200 lines of single trusts are left out\./);
});

// G64, G161
test("a lot that has not ended says what it does, and when it closes", () => {
  const lot = {
    title: "Lot 1",
    state: "open" as const,
    opens_at: "2026-11-21T14:17:00Z",
    closes_at: "2026-11-21T14:49:00Z",
  };
  const text = (change: object, now = CLOSE - 60_000): string =>
    notEndedWords({ ...lot, ...change }, now).text;
  expect(notEndedWords(lot, CLOSE - 60_000).heading).toBe("Lot 1 has not ended yet");
  expect(text({})).toBe(
    "It is open, and closes at 2:49pm as things stand. The result stands here once the lot has ended.",
  );
  expect(text({}, CLOSE)).toMatch(/^Time is up\. The last offers are being judged\./);
  expect(text({ closes_at: null })).toMatch(/no closing time is set/);
  expect(text({ state: "scheduled" }, CLOSE - 86_400_000)).toMatch(
    /^It opens at 2:17pm on Saturday 21 November 2026\./,
  );
  expect(text({ state: "paused" })).toMatch(/no restart time is set yet/);
  expect(text({ state: "paused", resumes_at: "2026-11-21T14:55:00Z" })).toMatch(/Planned restart: 2:55pm\./);
  expect(text({ state: "closed" })).toMatch(/^Lot 1 is ending just now\./);
});
