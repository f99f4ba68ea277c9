// What an act would do, in sentences made from the server's two sides.
import { expect, test } from "vitest";
import { CLOSE, instant, NOW, observerLot } from "../../../test/fixtures";
import type { ActPreview, LotSide } from "../../protocol/names";
import { closesTooNear, saidOnce, toldSentence, whatWillBe } from "./preview";

const place = (alias: string, rank: number, total: string) => ({ alias, rank, total, evaluated: total });

const BEFORE: LotSide = {
  state: "open",
  opens_at: instant(CLOSE - 1_800_000),
  closes_at: instant(CLOSE),
  latest_close: null,
  resumes_at: null,
  extensions: 0,
  ranking: [
    place("Bidder B", 1, "17400.00"),
    place("Bidder A", 2, "176400.00"),
    place("Bidder C", 3, "178200.00"),
  ],
  excluded: [],
  limits: [],
  saving: { baseline_spend: "181970.00", saving: "164570.00", percent: "90.4", not_counted: 0 },
};

function will(after: Partial<LotSide>, before: Partial<LotSide> = {}): string[] {
  const sides = { before: { ...BEFORE, ...before }, after: { ...BEFORE, ...before, ...after } };
  return whatWillBe({ ...sides, at: instant(NOW) }, "GBP", (alias) => alias);
}

// G155, G30
test("an annulment says what is lost, what comes back, who moves, and that the close stays", () => {
  const ranking = [
    place("Bidder A", 1, "176400.00"),
    place("Bidder C", 2, "178200.00"),
    place("Bidder B", 3, "178800.00"),
  ];
  const saving = { baseline_spend: "181970.00", saving: "5570.00", percent: "3.1", not_counted: 0 };

  expect(will({ ranking, saving })).toEqual([
    "The closing time stays 2:49pm.",
    "Bidder A becomes 1st; it is 2nd now.",
    "Bidder C becomes 2nd; it is 3rd now.",
    "Bidder B loses its offer of £17,400.00, goes back to £178,800.00, and is 3rd.",
    "At the lead then: saves £5,570.00 (3.1% less) a year. Now: saves £164,570.00 (90.4% less).",
  ]);
});

// G155
test("a pause and a restart say what happens to the clock", () => {
  expect(will({ state: "paused", resumes_at: instant(NOW + 300_000) })).toEqual([
    "It is open now, and will be paused. It restarts by itself at 2:49:48pm, in 5 minutes.",
    "Its clock stops with 4 minutes 12 seconds left, and all of it comes back.",
    "The ranking stays as it is.",
  ]);
  expect(will({ state: "open", closes_at: instant(NOW + 252_000) }, { state: "paused" })).toEqual([
    "It is paused now, and will be open.",
    "It closes at 2:49pm, in 4 minutes 12 seconds.",
    "The ranking stays as it is.",
  ]);
});

test("a later close, an exclusion and a cancellation", () => {
  expect(will({ closes_at: instant(CLOSE + 300_000) })[0]).toBe("It closes at 2:54pm, not at 2:49pm.");
  expect(
    will({
      excluded: ["Bidder B"],
      ranking: BEFORE.ranking.slice(1).map((one, nth) => ({ ...one, rank: nth + 1 })),
    }),
  ).toContain("Bidder B is excluded. None of its offers counts any more.");
  expect(will({ state: "cancelled", ranking: [], saving: null })).toEqual([
    "It is open now, and will be cancelled.",
    "No offer counts, and there is no result.",
  ]);
});

// G155
test("bidders are told what the form says now", () => {
  const told = { at: instant(NOW), kind: "lot_paused" as const, cause: "buyer" as const, reason: "-" };
  const preview: ActPreview = {
    seq: 40,
    at: instant(NOW),
    waits: false,
    step_up: false,
    before: BEFORE,
    after: BEFORE,
    told,
  };
  const say = (typed: string, one: Partial<NonNullable<ActPreview["told"]>> = {}): string =>
    toldSentence(
      { ...preview, told: { ...told, ...one } },
      observerLot(),
      { reason: typed, text: "" },
      (alias) => alias,
    );

  expect(say("A question.")).toBe(
    'All bidders of the lot read: “The buyer paused the lot. The buyer\'s reason: "A question."”',
  );
  expect(say("", { kind: "annulment_declined", to: "Bidder B" })).toMatch(/^Bidder B alone reads: /);
  expect(toldSentence({ ...preview, told: null }, observerLot(), { reason: "", text: "" }, String)).toBe(
    "Bidders are told nothing.",
  );
});

// G155
test("closes that are too near to each other are named", () => {
  const lot = (title: string, after_ms: number) => ({ title, closes_at: instant(CLOSE + after_ms) });

  expect(closesTooNear([lot("Lot 1", 0), lot("Lot 2", 120_000)])).toBeNull();
  expect(closesTooNear([lot("Lot 2", 119_000), lot("Lot 1", 0)])).toMatch(
    /^These would close within 2 minutes of each other: Lot 1 and Lot 2\./,
  );
});

// G155
test("what holds in each of several lots is said once", () => {
  expect(
    saidOnce([
      ["A.", "B.", "D."],
      ["A.", "C.", "D."],
    ]),
  ).toEqual({
    shared: ["A.", "D."],
    own: [["B."], ["C."]],
  });
  expect(saidOnce([])).toEqual({ shared: [], own: [] });
});
