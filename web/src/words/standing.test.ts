// The sentence of where a bidder stands, who leads, and the title of the page.
import { expect, test } from "vitest";
import { CLOSE, instant, NOW, observerLot, supplierLot } from "../../test/fixtures";
import { graphSummary, ownTrustSentence, totalSentence } from "./market";
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

test("the standing is one sentence of place, limit and time left", () => {
  expect(standing(supplierLot(), NOW)).toBe(
    "You are 2nd of 3. Highest total you can send now: £178,550.00. 4 minutes 12 seconds left.",
  );
});

test("once a lot is over nobody reads that an offer could still be made", () => {
  const you = { ...supplierLot().you, rank: null, total: null, standing: null };

  expect(placeSentence({ ...supplierLot(), you })).toBe("You have not made an offer.");
  expect(placeSentence({ ...supplierLot(), you, state: "cancelled" })).toBe("You did not make an offer.");
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

test("the title counts what waits for a decision", () => {
  const requests = [{ seq: 41, alias: "Bidder A", reason: "A slip.", at: instant(NOW) }];

  expect(pageTitle({ ...observerLot(), requests }, NOW, null, false)).toMatch(/^\(1\) 4:12 left/);
  expect(pageTitle({ ...observerLot(), requests }, NOW, NOW, false)).toMatch(/^Not connected/);
});

test("a viewer who does not bid sees who leads", () => {
  expect(leadSentence(observerLot())).toBe("Of 3 bidders, Bidder B leads with £176,400.00.");
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

test("while not connected the state is one that was", () => {
  expect(wasState("open")).toBe("Was open");
  expect(wasState("closed")).toBe("Closed");
});
