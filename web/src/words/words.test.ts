// The exact text of the sentences.
import { expect, test } from "vitest";
import { CLOSE, instant, notice, NOW, observerLot, supplierLot } from "../../test/fixtures";
import { drop } from "../live/bid";
import { dropSentence } from "./bid";
import { closedWords, lostWords, pausedWords } from "./lot";
import { savingWords, trustSentence } from "./market";
import { lastExtension } from "./notices";
import { money, ordinal, wholeMoney } from "./numbers";
import { refusal } from "./refusal";
import { leadSentence, pageTitle, placeSentence, standing } from "./standing";
import { clockTime, duration, millis } from "./time";

test.each([
  [1, "1st"],
  [2, "2nd"],
  [3, "3rd"],
  [4, "4th"],
  [11, "11th"],
  [12, "12th"],
  [13, "13th"],
  [21, "21st"],
  [111, "111th"],
])("%i is %s", (rank, written) => {
  expect(ordinal(rank)).toBe(written);
});

test.each([
  ["178200", "£178,200.00"],
  ["178200.5", "£178,200.50"],
  ["-600.00", "\u2212£600.00"],
  ["0.999500", "£0.9995"],
  ["1234567890123456789.10", "£1,234,567,890,123,456,789.10"],
])("%s is written %s", (value, pounds) => {
  expect(money(value, "GBP")).toBe(pounds);
});

test.each([
  ["12299.50", "£12,300"],
  ["-600.49", "\u2212£600"],
  ["-0.20", "£0"],
])("%s in whole pounds is %s", (value, pounds) => {
  expect(wholeMoney(value, "GBP")).toBe(pounds);
});

test.each([
  [252_000, "4 minutes 12 seconds"],
  [60_000, "1 minute"],
  [1_999, "1 second"],
  [999, "less than 1 second"],
  [3_723_000, "1 hour 2 minutes"],
  [90_061_000, "1 day 1 hour"],
])("%i ms is %s", (ms, written) => {
  expect(duration(ms)).toBe(written);
});

test.each([
  ["2026-11-21T14:47:00Z", "2:47pm"],
  ["2026-11-21T14:00:00Z", "2pm"],
  ["2026-11-21T12:00:00Z", "midday"],
  ["2026-11-21T00:00:00Z", "midnight"],
  ["2026-11-21T12:05:09Z", "12:05:09pm"],
  ["2026-07-21T13:47:00Z", "2:47pm"],
])("%s is %s in the United Kingdom", (at, time) => {
  expect(clockTime(millis(at))).toBe(time);
});

test("the standing is one sentence of place, limit and time left", () => {
  expect(standing(supplierLot(), NOW)).toBe(
    "You are 2nd of 3. Highest total you can send now: £178,550.00. 4 minutes 12 seconds left.",
  );
});

test("a bidder who may not see the market sees only its own place", () => {
  const lot = { ...supplierLot(), market: {} };

  expect(placeSentence(lot)).toBe("You are 2nd.");
});

test("the title begins with time and rank, and leaves out an old rank", () => {
  expect(pageTitle(supplierLot(), NOW, true, false)).toBe(
    "4:12 left, 2nd of 3 \u2013 Nitrile, powder free \u2013 fairlot",
  );
  expect(pageTitle(supplierLot(), NOW, false, true)).toBe(
    "Error: 4:12 left, not connected \u2013 Nitrile, powder free \u2013 fairlot",
  );
});

const facts = { at: instant(NOW), message: null, prices: { "nitrile-m": "2.98" }, own_total: "178800.00" };

test.each([
  [
    "decrement_too_small",
    "178550.00",
    "Total must be £178,550.00 or less. In this lot each new offer must be at least £250.00 below your own.",
  ],
  [
    "decrement_too_large",
    "134100.00",
    "Total must be £134,100.00 or more. One offer cannot drop by more than 25%. You can go lower in a further offer.",
  ],
  [
    "above_ceiling",
    "200000.00",
    "Total must be £200,000.00 or less, the most the partnership can pay for this lot.",
  ],
  ["not_improved", "178550.00", "Total must be £178,550.00 or less. Your own offer is £178,800.00."],
  [
    "ties_with_lead",
    "176399.99",
    "Total must be £176,399.99 or less. Another bidder made an offer of the same value first.",
  ],
  ["not_positive", null, "Price for Nitrile glove, medium must be more than £0."],
  ["too_many_decimals", null, "Price for Nitrile glove, medium must have 2 decimal places or fewer."],
  ["terms_not_accepted", null, "Accept the terms of this event before you send an offer."],
])("the refusal %s is explained with its limit and rule", (reason, limit, sentence) => {
  expect(refusal({ ...facts, reason, limit }, supplierLot())).toBe(sentence);
});

test("an unknown reason is shown in the server's words", () => {
  const refused = { ...facts, reason: "new_rule", limit: null, message: "Offers rest on Sundays." };

  expect(refusal(refused, supplierLot())).toBe("Offers rest on Sundays.");
});

test("the refusal of a late offer says how late it was", () => {
  const refused = { ...facts, reason: "closed", limit: null, at: instant(CLOSE + 412) };

  expect(refusal(refused, supplierLot())).toBe(
    "Nitrile, powder free had already closed. It closed at 2:49:00.000pm. Your offer reached us at 2:49:00.412pm, " +
      "0.412 seconds later, so it does not count. It is kept on the record with your earlier offers.",
  );
});

test("the change of the total is shown in pounds and per cent before the bid is sent", () => {
  expect(dropSentence(drop("178800.00", "89400.00"), "GBP")).toBe(
    "Your total goes from £178,800.00 to £89,400.00. That is £89,400.00 lower (50%).",
  );
});

test("the sentence of an extension has the cause, the new close and the latest close", () => {
  expect(lastExtension(supplierLot())).toBe(
    "Closing time moved from 2:47pm to 2:49pm, because an offer in the last 2 minutes took 1st place. It cannot move past 3:15pm.",
  );
});

test("an extension by the buyer gives the buyer's reason", () => {
  const extended = notice(41, NOW, "lot_extended", {
    cause: "buyer",
    reason: "A line was down.",
    closes_at: instant(CLOSE + 360_000),
  });
  const lot = { ...supplierLot(), latest_close: null, notices: [...supplierLot().notices, extended] };

  expect(lastExtension(lot)).toBe(
    'Closing time moved from 2:49pm to 2:55pm by the buyer. The buyer\'s reason: "A line was down."',
  );
});

test("the words of a pause have the reason, the time left and the restart", () => {
  const pause = {
    cause: "buyer",
    remaining_us: 192_000_000,
    reason: "A bidder has lost its connection.",
  } as const;
  const lot = { ...supplierLot(), state: "paused", pause, resumes_at: instant(CLOSE + 360_000) } as const;

  expect(pausedWords(lot, NOW, true)).toEqual({
    heading: "Nitrile, powder free is paused",
    text:
      'The buyer\'s reason: "A bidder has lost its connection." The clock stopped with 3 minutes 12 seconds left and all of it ' +
      "comes back. You cannot send offers until it restarts. Planned restart: 2:55pm.",
  });
});

test.each([
  [
    { rank: 1, of: 3, total: "176400.00" },
    "You finished 1st of 3 with £176,400.00. This is not yet a contract: the partnership decides the award and writes to you.",
  ],
  [
    { rank: 2, of: 3, total: "178200.00" },
    "You finished 2nd of 3 with £178,200.00. The partnership will write to you about the award.",
  ],
  [{ rank: null, of: null, total: null }, "You did not make an offer."],
])("no text says at the close that a bidder has won", (result, sentence) => {
  const lot = { ...supplierLot(), state: "closed", result } as const;

  const { text } = closedWords(lot, CLOSE, true);

  expect(text).toBe(`Nitrile, powder free closed at 2:49pm. ${sentence}`);
  expect(text).not.toMatch(/\bwon\b/);
});

test("the words of a lost connection have the last rank and the next try", () => {
  expect(lostWords(supplierLot(), CLOSE - 122_000, 4_200).text).toBe(
    "At 2:46:58pm you were 2nd. This may have changed. We keep trying; next try in 4 seconds. What you typed is kept. " +
      "If this lasts longer than a minute, use the telephone number in your invitation and say Nitrile, powder free.",
  );
});

test("a loss of a trust is written as a loss", () => {
  const { savings } = observerLot();
  const loser = savings?.trusts.find(({ ods }) => ods === "RFR");

  expect(loser && savings && trustSentence(loser, savings, "GBP")).toBe(
    "Rotherham Hospital would pay more: £600 a year (2.1%) at the present lead.",
  );
  expect(loser && savingWords(loser, "GBP")).toBe("Pays £600 more");
});

test("a viewer who does not bid sees who leads", () => {
  expect(leadSentence(observerLot())).toBe("Of 3 bidders, Bidder B leads with £176,400.00.");
});
