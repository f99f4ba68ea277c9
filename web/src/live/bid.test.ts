// The bid box's arithmetic: reading the fields, totals, and the limits it hints at.
import { expect, test } from "vitest";
import { supplierLot } from "../../test/fixtures";
import type { LotMessage } from "../protocol/names";
import { asksConfirmation, fieldText, highestPrice, read } from "./bid";

function twoItems(): LotMessage {
  const lot = supplierLot();
  const items = [
    { id: "m", description: "Medium", unit: "box", volume: "40000" },
    { id: "l", description: "Large", unit: "box", volume: "20000.5" },
  ];
  return { ...lot, items, you: { ...lot.you, prices: { m: "2.98", l: "2.98" } } };
}

test("typed prices come to an exact total", () => {
  expect(read(supplierLot(), { "nitrile-m": " £2.97 " })).toEqual({
    readable: true,
    prices: { "nitrile-m": "2.97" },
    total: "178200.00",
  });
});

test("every field's problem is told at once", () => {
  const reading = read(twoItems(), { m: "", l: "two" });

  expect(reading).toEqual({
    readable: false,
    problems: [
      { item: "m", text: "Enter a price for Medium." },
      { item: "l", text: "Price for Large must be a number, like 2.97." },
    ],
  });
});

test("a lot of several items starts from the standing prices, a lot of one from nothing", () => {
  expect(fieldText(twoItems(), {}, "m")).toBe("2.98");
  expect(fieldText(supplierLot(), {}, "nitrile-m")).toBe("");
});

test("what is typed counts over the standing price, an emptied field too", () => {
  expect(fieldText(twoItems(), { m: "" }, "m")).toBe("");
});

test("a price's limit leaves the other prices as they are", () => {
  const lot = twoItems();
  const [medium] = lot.items;
  if (medium === undefined) throw new Error("no item");

  // (178550.00 − 20000.5 × 2.98) ÷ 40000 = 2.9737…
  expect(highestPrice(lot, {}, medium)).toBe("2.97");
  expect(highestPrice(lot, { l: "two" }, medium)).toBeNull();
  expect(highestPrice(lot, { l: "100" }, medium)).toBeNull();
});

test.each([
  ["134100.00", false],
  ["134099.99", true],
])("a total of %s asks for a confirmation: %s", (total, asks) => {
  expect(asksConfirmation(supplierLot(), total)).toBe(asks);
});

test("a lot that refuses such drops does not ask; the server answers", () => {
  const lot = supplierLot();
  lot.rules = { ...lot.rules, max_decrement: { percent: "25", mode: "refuse" } };

  expect(asksConfirmation(lot, "1.00")).toBe(false);
});
