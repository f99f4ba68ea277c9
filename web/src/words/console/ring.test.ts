// Whom to ring: who is missing comes first.
import { expect, test } from "vitest";
import { presenceOf } from "../../../test/console-fixtures";
import { instant, NOW } from "../../../test/fixtures";
import { backSentence, connectionWords, readyWords, recordWords, ringOrder } from "./ring";

const here = presenceOf("here", "Here", ["lot-1"]);
const gone = presenceOf("gone", "Gone", ["lot-1"], { connected: false, since: instant(NOW - 60_000) });
const longer = presenceOf("longer", "Longer", ["lot-1"], { connected: false, since: instant(NOW - 600_000) });
const never = presenceOf("never", "Never", ["lot-1"], { connected: false, since: null });
const hidden = presenceOf("hidden", "Hidden", ["lot-1"], { connected: null, since: null, offers: null });

// G155
test("who has been missing longest is first, who is connected last", () => {
  const order = ringOrder([here, hidden, gone, never, longer]).map(({ bidder }) => bidder);

  expect(order).toEqual(["never", "longer", "gone", "hidden", "here"]);
});

test("a connection in words", () => {
  expect(connectionWords(gone, NOW)).toBe("Missing since 2:43pm");
  expect(connectionWords(never, NOW)).toBe("Missing, not seen yet");
  expect(connectionWords({ ...here, connections: 2 }, NOW)).toBe("Connected since 2:34pm, 2 connections");
  expect(connectionWords(hidden, NOW)).toBe("Not shown while names are hidden");
});

test("what a bidder has done so far", () => {
  expect(recordWords({ ...here, refused: 3, refused_in_a_row: 3 })).toBe(
    "Terms accepted, 4 offers, 3 refused bids, the last 3 in a row",
  );
  expect(recordWords({ ...here, terms_accepted: false, offers: 0 })).toBe(
    "Terms not accepted yet, 0 offers, 0 refused bids",
  );
  expect(recordWords(hidden)).toBe("Not shown while names are hidden");
});

test("who is back, counted", () => {
  expect(backSentence([here, gone])).toBe("1 of 2 bidders is connected.");
  expect(backSentence([here, here])).toBe("All 2 bidders are connected.");
  expect(backSentence([hidden])).toBeNull();
});

test("a test of the connection, where the bidder made one", () => {
  const ready = { tested_at: instant(NOW), round_trip_ms: 45, clock_ms: -1_200, practised_at: null };

  expect(readyWords(ready, NOW)).toBe(
    "Connection tested at 2:44pm, an answer in 45 milliseconds, clock 1 second off. Has not practised.",
  );
  expect(readyWords({ practised_at: instant(NOW) }, NOW)).toBe("Connection not tested. Practised at 2:44pm.");
  expect(readyWords(null, NOW)).toBeNull();
});
