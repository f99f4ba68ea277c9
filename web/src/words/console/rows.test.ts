// The words of one lot in the list of a console.
import { expect, test } from "vitest";
import { lotOf } from "../../../test/console-fixtures";
import { CLOSE, instant, NOW } from "../../../test/fixtures";
import type { LotSummary } from "../../protocol/names";
import {
  biddersInShort,
  leadWords,
  offersInShort,
  savingInRow,
  savingInShort,
  takingPart,
  timeWords,
  waitingInShort,
} from "./rows";

const PAUSE = { cause: "buyer" as const, since: instant(NOW), remaining_us: 192_000_000, reason: null };

// G155, U24
test.each<[string, Partial<LotSummary>, number, string | null, string]>([
  ["open", {}, CLOSE - 58_000, "0:58", "Closes at 2:49pm"],
  ["at its close", {}, CLOSE, null, "Last bids are judged"],
  ["paused", { state: "paused", pause: PAUSE }, NOW, "3:12", "The clock stands still"],
  [
    "paused with a plan",
    { state: "paused", pause: PAUSE, resumes_at: instant(NOW + 252_000) },
    NOW,
    "3:12",
    "Restarts in 4:12",
  ],
  ["to come", { state: "scheduled", opens_at: instant(NOW + 60_000) }, NOW, "1:00", "Opens at 2:45:48pm"],
  ["closed", { state: "closed", ended_at: instant(CLOSE) }, CLOSE + 5_000, null, "Closed at 2:49pm"],
  ["cancelled", { state: "cancelled", ended_at: instant(CLOSE) }, CLOSE + 5_000, null, "Cancelled at 2:49pm"],
  ["not to be read", { state: null }, NOW, null, "Not known"],
])("the time of a lot that is %s", (_, change, now, digits, caption) => {
  expect(timeWords(lotOf(1, change), now, true)).toMatchObject({ digits, caption });
});

test("a close that may have moved is not said to stand", () => {
  expect(timeWords(lotOf(1), NOW, false).caption).toBe("Close was 2:49pm");
  expect(timeWords(lotOf(1), CLOSE, false).caption).toBe("It may have closed");
});

test("the leader has a name where it is known, and its score where quality counts", () => {
  const lead = { alias: "Bidder B", total: "176400.00", evaluated: "176400.00" };

  expect(leadWords(lotOf(1, { lead }), "GBP")).toEqual({ name: "Bidder B", figures: "£176,400.00" });
  expect(
    leadWords(lotOf(1, { lead: { ...lead, name: "Bolt", evaluated: "180000.00", score: "93.9" } }), "GBP"),
  ).toEqual({ name: "Bolt", figures: "93.9 points, £176,400.00" });
  expect(leadWords(lotOf(1, { lead: null }), "GBP")).toBeNull();
});

test("figures in short", () => {
  const lot = lotOf(1, {
    bidders: { invited: 5, with_offer: 2, excluded: 1, connected: 3, terms_missing: 1 },
    waiting: { requests: 1, proposals: 2, oldest_at: null },
  });

  expect(biddersInShort(lot)).toEqual({ counts: "2 / 3 / 5", but: "1 excluded, 1 without terms" });
  expect(biddersInShort({ ...lot, state: "closed" }).counts).toBe("2 / over / 5");
  expect(offersInShort(lot)).toEqual({ last_minute: "4", all: "of 12", refused: "1 refused" });
  expect(offersInShort({ ...lot, state: "closed" })).toMatchObject({ last_minute: "12", all: "in all" });
  expect(savingInShort(lot, "GBP")).toBe("Saves £5,570.00 (3.1% less)");
  expect(savingInRow(lot, "GBP")).toBe("Saves £5,570 (3.1%)");
  const few_pence = { baseline_spend: "9.00", saving: "-0.40", percent: "-4.4", not_counted: 0 };
  expect(savingInRow({ saving: few_pence }, "GBP")).toBe("Pays £0.40 more (4.4%)");
  expect(savingInRow({ saving: { ...few_pence, saving: "0.00", percent: "0.0" } }, "GBP")).toBe(
    "No difference (0%)",
  );
  expect(waitingInShort(lot)).toBe("1 request, 2 proposals");
  expect(waitingInShort(lotOf(1))).toBeNull();
  expect(takingPart(lot)).toBe(
    "4 bids in the last minute, 12 in all and 1 refused. 2 of 5 bidders have an offer, 3 are connected. 1 excluded, 1 without terms.",
  );
  expect(takingPart({ ...lot, state: "closed" })).toBe(
    "12 bids and 1 refused. 2 of 5 bidders have an offer. 1 excluded.",
  );
  expect(takingPart({ ...lot, bidders: null })).toBeNull();
});
