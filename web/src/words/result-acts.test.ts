// What was done on a lot, in words, with and without the names of persons and bidders.
import { expect, test } from "vitest";
import { act } from "../../test/result-fixtures";
import { actReason, actSentence, doerWords } from "./result-acts";

const AT = { closes_at: "2026-11-21T14:49:00Z" };

function said(...args: Parameters<typeof act>): string {
  return actSentence(act(...args), "GBP");
}

// G69, G161
test("each act is a sentence", () => {
  expect(said(2, 900, "lot_opened", { what: AT })).toBe("The lot opened. It was to close at 2:49pm.");
  expect(said(2, 900, "lot_opened")).toBe("The lot opened.");
  expect(said(3, 900, "lot_extended", { what: { ...AT, was: "2026-11-21T14:47:00Z" } })).toBe(
    "The closing time moved from 2:47pm to 2:49pm.",
  );
  expect(said(4, 900, "lot_paused", { what: { cause: "buyer", resumes_at: "2026-11-21T14:55:00Z" } })).toBe(
    "The buyer paused the lot. It was to restart at 2:55pm.",
  );
  expect(said(4, 900, "lot_paused", { what: { cause: "outage" } })).toMatch(/outage of our system/);
  expect(said(5, 900, "lot_resumed", { what: AT })).toBe("The lot restarted. It was to close at 2:49pm.");
  expect(said(5, 900, "lot_resumed")).toBe("The lot restarted.");
  expect(said(9, 0, "lot_closed", { what: { cause: "buyer" } })).toBe("The buyer closed the lot early.");
  expect(said(9, 0, "lot_closed", { what: { cause: "time" } })).toBe(
    "The closing time came, and the lot closed.",
  );
  expect(said(9, 0, "lot_cancelled")).toBe("The lot was cancelled. It has no result.");
});

// G69, G65
test("whose offer was taken away is told to those who may know it", () => {
  const what = { alias: "Bidder A", name: "Bolt Gloves plc", offer: 15, total: "17400.00" };
  expect(said(7, 60, "bid_annulled", { what })).toBe(
    "Offer 15 of £17,400.00 from Bolt Gloves plc was annulled. All places were worked out again.",
  );
  expect(said(7, 60, "bid_annulled", { what: { alias: "Bidder A" } })).toMatch(
    /^Opening offer from Bidder A was/,
  );
  expect(said(7, 60, "bid_annulled", { what: { ...what, own: true } })).toMatch(
    /^Your offer 15 of £17,400\.00 was annulled\./,
  );
  expect(said(7, 60, "bid_annulled")).toMatch(/^An offer of another bidder was annulled\./);
  expect(said(8, 60, "bidder_excluded", { what })).toMatch(
    /^Bolt Gloves plc was excluded\. The last offer was £17,400\.00\./,
  );
  expect(said(8, 60, "bidder_excluded", { what: { own: true } })).toMatch(/^You were excluded\. All places/);
  expect(said(8, 60, "bidder_excluded")).toMatch(/^A bidder was excluded\./);
});

// G69
test("persons are named where they may be known, and reasons always", () => {
  expect(doerWords(act(7, 60, "bid_annulled", { by: "u1", by_name: "Ben Buyer" }))).toBe("Ben Buyer");
  expect(doerWords(act(7, 60, "bid_annulled", { by: "u1" }))).toBe("A buyer");
  expect(doerWords(act(2, 60, "lot_opened"))).toBe("The clock");
  expect(doerWords(act(4, 60, "lot_paused", { what: { cause: "outage" } }))).toBe("The server");
  const { by: _, ...hidden } = act(7, 60, "bid_annulled");
  expect(doerWords(hidden)).toBeNull();
  expect(actReason(act(7, 60, "bid_annulled", { reason: "A slip." }))).toBe('Reason: "A slip."');
  expect(actReason(act(2, 60, "lot_opened"))).toBeNull();
});
