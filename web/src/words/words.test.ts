// The exact text of the sentences.
import { expect, test } from "vitest";
import { CLOSE, instant, notice, NOW, observerLot, supplierLot } from "../../test/fixtures";
import { drop } from "../live/bid";
import { dropSentence, noLongerCounts } from "./bid";
import { requestSentence } from "./buyer-acts";
import { annulledSentence, closedWords, excludedWords, lostWords, pausedWords, scheduledWords } from "./lot";
import { graphSummary, ownTrustSentence, percentWords, savingWords, totalSentence } from "./market";
import { lastExtension, noticeSentence } from "./notices";
import { money, ordinal, volumeWords, wholeMoney } from "./numbers";
import { refusal } from "./refusal";
import {
  allowedSentence,
  clockCaption,
  clockLabel,
  leadSentence,
  pageTitle,
  placeSentence,
  standing,
  wasState,
} from "./standing";
import { clockTime, digits, duration, millis } from "./time";

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
  [252_000, "4:12"],
  [3_852_000, "1:04:12"],
  [86_399_000, "23:59:59"],
  [29.9 * 86_400_000, "29 days 21 hours"],
])("%i milliseconds on the clock are %s", (left, shown) => {
  expect(digits(left)).toBe(shown);
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

// G150
test("the title begins with time and rank, and tells what may be old of its moment alone", () => {
  const at = CLOSE - 122_000;
  expect(pageTitle(supplierLot(), NOW, null, false)).toBe(
    "4:12 left, 2nd of 3 \u2013 Nitrile, powder free \u2013 fairlot",
  );
  expect(pageTitle(supplierLot(), NOW, at, true)).toBe(
    "Error: Not connected, was 2nd of 3 at 2:46:58pm \u2013 Nitrile, powder free \u2013 fairlot",
  );
  expect(pageTitle(observerLot(), NOW, at, false)).toBe(
    "Not connected, as at 2:46:58pm \u2013 Nitrile, powder free \u2013 fairlot",
  );
});

const facts = {
  received_at: instant(NOW),
  message: null,
  prices: { "nitrile-m": "2.98" },
  own_total: "178800.00",
};

test.each([
  [
    "decrement_too_small",
    "178550.00",
    "Total must be £178,550.00 or less. Each new offer must be at least £250.00 below your own.",
  ],
  [
    "decrement_too_large",
    "134100.00",
    "Total must be £134,100.00 or more. A drop of more than 25% has to be confirmed. You can go lower in a further offer.",
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
  const refused = { ...facts, reason: "closed", limit: null, received_at: instant(CLOSE + 412) };

  expect(refusal(refused, supplierLot())).toBe(
    "Nitrile, powder free had already closed. It closed at 2:49:00.000pm. Your offer reached us at 2:49:00.412pm, " +
      "0.412 seconds later, so it does not count. It is kept on the record with your earlier offers.",
  );
});

test("the change of the total is shown in pounds and per cent before the bid is sent", () => {
  expect(dropSentence(drop("178800.00", "89400.00"), "GBP")).toBe(
    "Your total goes from £178,800.00 to £89,400.00. That is £89,400.00 lower (50% less).",
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
    since: instant(NOW - 60_000),
    remaining_us: 192_000_000,
    reason: "A bidder has lost its connection.",
  } as const;
  const lot = { ...supplierLot(), state: "paused", pause, resumes_at: instant(CLOSE + 360_000) } as const;

  expect(pausedWords(lot, NOW, true)).toEqual({
    heading: "Nitrile, powder free is paused",
    text:
      'The buyer\'s reason: "A bidder has lost its connection." The clock stopped with 3 minutes 12 seconds left and all of it ' +
      "comes back. You cannot send offers until it restarts. Planned restart: 2:55pm, in 10 minutes 12 seconds.",
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

  expect(loser && savings && ownTrustSentence(loser, savings, "GBP")).toBe(
    "At the present lead your trust pays £600.00 more a year (2.1% more).",
  );
  expect(loser && savingWords(loser, "GBP")).toBe("Pays £600.00 more");
  expect(loser && percentWords(loser)).toBe("2.1% more");
});

test("what may be old is told of the moment when it was true", () => {
  const { savings } = observerLot();
  const [first] = savings?.trusts ?? [];
  const at = CLOSE - 122_000;

  expect(leadSentence(observerLot(), at)).toBe("Of 3 bidders, Bidder B led with £176,400.00 at 2:46:58pm.");
  expect(first && savings && ownTrustSentence(first, savings, "GBP", at)).toBe(
    "At the lead of 2:46:58pm your trust would have saved £240.00 a year (0.3% less).",
  );
  expect(savings && totalSentence(savings, "GBP", at)).toBe(
    "At the lead of 2:46:58pm all trusts together would have saved £5,570.00 a year (3.1% less). 1 trust of 7 would have paid more.",
  );
});

test("a lot that was closed early ended when it was closed", () => {
  const ended = { ended_at: instant(CLOSE - 60_000), closes_at: instant(CLOSE) };
  const lot = {
    ...supplierLot(),
    state: "closed",
    result: { rank: 1, of: 3, total: "1.00" },
    ...ended,
  } as const;

  expect(closedWords(lot, CLOSE, true).text).toContain("closed at 2:48pm.");
  expect(clockCaption(lot, CLOSE, true)).toBe("Closed at 2:48pm, UK time");
});

test("the result of a practice promises nothing", () => {
  const { event } = supplierLot();
  const result = { rank: 1, of: 3, total: "1.00" };
  const lot = { ...supplierLot(), state: "closed", result, event: { ...event, practice: true } } as const;

  const { text } = closedWords(lot, CLOSE, true);

  expect(text).toContain("This is practice. Nothing follows from it.");
  expect(text).not.toMatch(/contract|award|write/);
});

test("an outage is told in seconds", () => {
  const since = instant(NOW - 60_000);
  const pause = { cause: "outage", since, remaining_us: 192_000_000, outage_us: 40_300_000 } as const;

  expect(pausedWords({ ...supplierLot(), state: "paused", pause }, NOW, true).text).toContain(
    "Our system stopped for 40 seconds.",
  );
});

const annulled = {
  seq: 29,
  total: "191100.00",
  evaluated: "191100.00",
  at: instant(NOW - 600_000),
  annulled_at: "2026-11-21T14:29:31.500000Z",
  reason: "Typing mistake.",
};

test("a bidder without an offer after an annulment reads which one was annulled and when", () => {
  const you = { ...supplierLot().you, rank: null, total: null, standing: null, annulled };

  expect(placeSentence({ ...supplierLot(), you })).toBe(
    "No offer now. Your offer of £191,100.00 was annulled at 2:29pm.",
  );
  const result = { rank: null, of: null, total: null };
  expect(closedWords({ ...supplierLot(), you, state: "closed", result }, CLOSE, true).text).toContain(
    "Your offer of £191,100.00 was annulled, so you have no place.",
  );
});

test("a bidder whose earlier offer counts again reads both", () => {
  const you = { ...supplierLot().you, annulled };

  expect(annulledSentence({ ...supplierLot(), you })).toBe(
    'Your offer of £191,100.00 was annulled at 2:29pm. Reason: "Typing mistake." ' +
      "Your offer of £178,800.00 counts again. You are 2nd. The closing time has not changed.",
  );
});

test("an excluded bidder reads when and why", () => {
  const exclusion = { at: instant(NOW), reason: "It has left the framework." };
  const you = { ...supplierLot().you, rank: null, excluded: true, exclusion };

  expect(excludedWords({ ...supplierLot(), you }).text).toContain(
    'The buyer excluded you at 2:44:48pm. The buyer\'s reason: "It has left the framework." Your offers no longer count',
  );
});

test("the title counts what waits for a decision", () => {
  const requests = [{ seq: 41, alias: "Bidder A", reason: "A slip.", at: instant(NOW) }];

  expect(pageTitle({ ...observerLot(), requests }, NOW, null, false)).toMatch(/^\(1\) 4:12 left/);
  expect(pageTitle({ ...observerLot(), requests }, NOW, NOW, false)).toMatch(/^Not connected/);
});

test.each([
  ["35000", "box of 100", "35,000 boxes of 100"],
  ["1", "box of 100", "1 box of 100"],
  ["1.5", "pair", "1.5 pairs"],
  ["20", "each", "20 each"],
  ["20", "tray", "20 trays"],
  ["20", "assembly", "20 assemblies"],
  ["20", "kg", "20 kg"],
  ["20", "boxes", "20 boxes"],
])("%s of %s is written %s", (volume, unit, written) => {
  expect(volumeWords(volume, unit)).toBe(written);
});

test("a viewer who does not bid sees who leads", () => {
  expect(leadSentence(observerLot())).toBe("Of 3 bidders, Bidder B leads with £176,400.00.");
});

test.each([
  ["bid_annulled", true, "The buyer annulled your offer."],
  ["bid_annulled", false, "The buyer annulled an offer."],
  ["annulment_declined", true, "The buyer has not annulled your offer. It still counts."],
  [
    "annulment_declined",
    false,
    "The buyer has not annulled an offer whose bidder had asked for it. It still counts.",
  ],
  ["bidder_excluded", true, "The buyer excluded you."],
  ["bidder_excluded", false, "The buyer excluded a bidder."],
] as const)("the notice %s says 'your' only to the bidder that it is about", (kind, own, sentence) => {
  expect(noticeSentence(supplierLot(), notice(35, NOW, kind, { own }))).toMatch(sentence);
});

test("a lot that was cancelled is told in the past tense", () => {
  const cancelled = { state: "cancelled", ended_at: instant(NOW) } as const;
  const bidding = { ...supplierLot(), ...cancelled };
  const watched = { ...observerLot(), ...cancelled };

  expect(placeSentence(bidding)).toBe("You were 2nd of 3 when the lot was cancelled.");
  expect(pageTitle(bidding, NOW, null, false)).toBe("Cancelled \u2013 Nitrile, powder free \u2013 fairlot");
  expect(leadSentence(watched)).toBe(
    "Of 3 bidders, Bidder B led with £176,400.00 when the lot was cancelled.",
  );
  expect(
    graphSummary([{ seq: 28, at: instant(NOW), alias: "Bidder B", evaluated: "176400.00" }], watched),
  ).toMatch("Bidder B led with £176,400.00.");
});

test("where nobody has made an offer the number of bidders is not taken for the number of those who have not", () => {
  const lot = { ...observerLot(), market: { lead: null, bidders: 3, offers: [] } };

  expect(leadSentence(lot)).toBe("Of 3 bidders, none has made an offer yet.");
  expect(leadSentence(lot, NOW)).toBe("Of 3 bidders, none had made an offer at 2:44:48pm.");
  expect(leadSentence({ ...lot, state: "closed" })).toBe("Of 3 bidders, none made an offer.");
  expect(leadSentence({ ...lot, market: { ...lot.market, bidders: null } })).toBe(
    "Nobody has made an offer yet.",
  );
});

test("the limit waits for the terms", () => {
  const lot = supplierLot();

  expect(allowedSentence({ ...lot, you: { ...lot.you, terms_accepted: false } })).toBe(
    "Highest total you can send once you have accepted the terms: £178,550.00.",
  );
});

test("an accepted offer is not said to count once it does not", () => {
  const lot = supplierLot();
  const annulled = {
    seq: 29,
    total: "178800.00",
    evaluated: "178800.00",
    at: instant(NOW),
    annulled_at: instant(NOW),
    reason: "",
  };

  expect(noLongerCounts(lot, 29)).toBeNull();
  expect(noLongerCounts({ ...lot, you: { ...lot.you, annulled } }, 29)).toMatch("annulled");
  expect(noLongerCounts({ ...lot, you: { ...lot.you, annulled } }, 31)).toBeNull();
  expect(noLongerCounts({ ...lot, you: { ...lot.you, excluded: true } }, 31)).toMatch("excluded");
});

test("after the close the panel of an excluded bidder is in the past tense", () => {
  const lot = supplierLot();

  expect(excludedWords({ ...lot, state: "closed", you: { ...lot.you, excluded: true } }).heading).toBe(
    "You were excluded from Nitrile, powder free",
  );
});

test("a closing time that passes while not connected is not told as one to come", () => {
  expect(clockCaption(supplierLot(), CLOSE, false)).toBe(
    "It was to close at 2:49pm, UK time. It may have closed, or the time may have moved",
  );
  expect(clockCaption(supplierLot(), NOW, false)).toBe(
    "It was to close at 2:49pm, UK time. The time may have moved",
  );
  expect(clockCaption({ ...supplierLot(), state: "scheduled" }, NOW, false)).toBe(
    "It was to open at 2:17pm, UK time",
  );
  expect(clockLabel("open", CLOSE - 122_000)).toBe("Time left at 2:46:58pm");
});

test("who does not bid is told how old the page is", () => {
  expect(lostWords(observerLot(), NOW, null).text).toMatch(
    "This page was last up to date at 2:44:48pm. What it shows may have changed.",
  );
});

test("a request that does not name the amount takes it from the ranking", () => {
  const request = { seq: 35, alias: "Bidder B", reason: "A slip.", at: instant(NOW) };

  expect(requestSentence(observerLot(), request)).toBe(
    'Bidder B asks for its offer of £176,400.00 to be annulled. Reason: "A slip."',
  );
});

test("once the last extension is used up, no latest close is named that cannot be reached", () => {
  const lot = supplierLot();
  const extension = lot.rules.extension && { ...lot.rules.extension, max_count: 1 };

  expect(lastExtension({ ...lot, rules: { ...lot.rules, extension } })).toMatch(
    "took 1st place. No further offer can move it.",
  );
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

test("while not connected the state is one that was", () => {
  expect(wasState("open")).toBe("Was open");
  expect(wasState("closed")).toBe("Closed");
});

// G150
test("while not connected a panel is about the moment of the last frame", () => {
  const pause = { cause: "buyer", since: instant(NOW), remaining_us: 192_000_000, reason: "Wait." } as const;

  expect(pausedWords({ ...supplierLot(), state: "paused", pause }, CLOSE, true, NOW)).toEqual({
    heading: "Nitrile, powder free was paused at 2:44:48pm",
    text: 'The buyer\'s reason: "Wait." The clock had stopped with 3 minutes 12 seconds left. This may have changed.',
  });
  expect(scheduledWords({ ...supplierLot(), state: "scheduled" }, NOW, true, NOW)).toEqual({
    heading: "Nitrile, powder free was not open yet at 2:44:48pm",
    text: "It was to open at 2:17pm. This may have changed.",
  });
});

test("only the newest extension says how far the closing time can still move", () => {
  const lot = supplierLot();
  const newer = notice(40, NOW, "lot_extended", { cause: "bid", closes_at: instant(CLOSE) });
  const [, older] = lot.notices;
  const both = { ...lot, notices: [...lot.notices, newer] };

  expect(noticeSentence(both, newer)).toMatch("It cannot move past 3:15pm.");
  expect(older && noticeSentence(both, older)).not.toMatch("cannot move");
});
