// A refusal with its limit and its rule.
import { expect, test } from "vitest";
import { CLOSE, instant, NOW, supplierLot } from "../../test/fixtures";
import { refusal } from "./refusal";

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
