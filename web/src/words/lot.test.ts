// The panels of a lot: paused, closed, not connected, annulled, excluded.
import { expect, test } from "vitest";
import { CLOSE, instant, NOW, observerLot, supplierLot } from "../../test/fixtures";
import { annulledSentence, closedWords, excludedWords, lostWords, pausedWords, scheduledWords } from "./lot";
import { clockCaption, placeSentence } from "./standing";

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

test("an outage is told in seconds", () => {
  const since = instant(NOW - 60_000);
  const pause = { cause: "outage", since, remaining_us: 192_000_000, outage_us: 40_300_000 } as const;

  expect(pausedWords({ ...supplierLot(), state: "paused", pause }, NOW, true).text).toContain(
    "Our system stopped for 40 seconds.",
  );
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

test("after the close the panel of an excluded bidder is in the past tense", () => {
  const lot = supplierLot();

  expect(excludedWords({ ...lot, state: "closed", you: { ...lot.you, excluded: true } }).heading).toBe(
    "You were excluded from Nitrile, powder free",
  );
});

test("the words of a lost connection have the last rank and the next try", () => {
  expect(lostWords(supplierLot(), CLOSE - 122_000, 4_200).text).toBe(
    "At 2:46:58pm you were 2nd. This may have changed. We keep trying; next try in 4 seconds. What you typed is kept. " +
      "If this lasts longer than a minute, use the telephone number in your invitation and say Nitrile, powder free.",
  );
});

test("who does not bid is told how old the page is", () => {
  expect(lostWords(observerLot(), NOW, null).text).toMatch(
    "This page was last up to date at 2:44:48pm. What it shows may have changed.",
  );
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
