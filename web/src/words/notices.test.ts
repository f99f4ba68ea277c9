// The notices of a lot as sentences.
import { expect, test } from "vitest";
import { CLOSE, instant, notice, NOW, supplierLot } from "../../test/fixtures";
import { lastExtension, noticeSentence } from "./notices";

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

test("once the last extension is used up, no latest close is named that cannot be reached", () => {
  const lot = supplierLot();
  const extension = lot.rules.extension && { ...lot.rules.extension, max_count: 1 };

  expect(lastExtension({ ...lot, rules: { ...lot.rules, extension } })).toMatch(
    "took 1st place. No further offer can move it.",
  );
});

test("only the newest extension says how far the closing time can still move", () => {
  const lot = supplierLot();
  const newer = notice(40, NOW, "lot_extended", { cause: "bid", closes_at: instant(CLOSE) });
  const [, older] = lot.notices;
  const both = { ...lot, notices: [...lot.notices, newer] };

  expect(noticeSentence(both, newer)).toMatch("It cannot move past 3:15pm.");
  expect(older && noticeSentence(both, older)).not.toMatch("cannot move");
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
