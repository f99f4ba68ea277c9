// The sentence that a console leads with, and its title.
import { expect, test } from "vitest";
import { eventOf, lotOf } from "../../../test/console-fixtures";
import { CLOSE, instant, NOW } from "../../../test/fixtures";
import type { LotState, LotSummary } from "../../protocol/names";
import { consoleSentence, consoleTitle } from "./lead";

function lots(...states: LotState[]): LotSummary[] {
  return states.map((state, nth) => lotOf(nth + 1, { state, closes_at: instant(CLOSE - nth * 1_000) }));
}

// G155
test.each<[LotState[], number, string]>([
  [["open", "closed", "open"], 2, "2 of 3 lots are open. 2 things need you."],
  [["open", "paused", "paused"], 0, "1 of 3 lots is open, 2 are paused. Nothing needs you."],
  [["paused", "closed"], 1, "1 of 2 lots is paused. 1 thing needs you."],
  [["open"], 0, "1 lot is open. Nothing needs you."],
  [["paused"], 1, "1 lot is paused. 1 thing needs you."],
  [["scheduled", "closed"], 0, "No lot is open. Lot 1 opens at 2:17pm. Nothing needs you."],
  [["closed", "cancelled"], 0, "All 2 lots have ended. 1 of them was cancelled."],
  [["closed"], 0, "The lot has ended."],
  [["cancelled"], 0, "The lot has ended: it was cancelled."],
])("%j with %i things", (states, needs, sentence) => {
  expect(consoleSentence(eventOf(lots(...states)), needs, true, NOW)).toBe(sentence);
});

test("to one who does not act, things need a buyer", () => {
  expect(consoleSentence(eventOf(lots("open")), 1, false, NOW)).toBe("1 lot is open. 1 thing needs a buyer.");
});

// G155
test("the title begins with what waits, then the lot beside the list, else the one that closes next", () => {
  const event = eventOf(lots("open", "open", "paused"));

  expect(consoleTitle(event, null, 2, true, CLOSE - 59_000)).toBe(
    "(2) Lot 2 0:58 – Examination gloves – Console – fairlot",
  );
  expect(consoleTitle(event, "lot-1", 0, true, CLOSE - 59_000)).toMatch(/^Lot 1 0:59 –/);
  expect(consoleTitle(event, "lot-3", 0, true, CLOSE - 59_000)).toMatch(/^Lot 3 paused –/);
  expect(consoleTitle(event, null, 2, false, CLOSE - 59_000)).toMatch(/^Not connected –/);
  expect(consoleTitle(eventOf(lots("closed")), null, 0, false, NOW)).toMatch(/^All lots have ended –/);
});
