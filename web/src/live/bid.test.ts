// The bid form's arithmetic: reading the fields, the total, and the limits of the hints.
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

test("typed prices have an exact total", () => {
  expect(read(supplierLot(), { "nitrile-m": " £2.97 " })).toEqual({
    readable: true,
    prices: { "nitrile-m": "2.97" },
    total: "178200.00",
  });
});

test("the problems of all fields are found at once", () => {
  const reading = read(twoItems(), { m: "", l: "two" });

  expect(reading).toEqual({
    readable: false,
    problems: [
      { item: "m", text: "Enter a price for Medium." },
      { item: "l", text: "Price for Large must be a number, like 2.97." },
    ],
  });
});

test("a price with a decimal comma is never read as a larger one", () => {
  expect(read(supplierLot(), { "nitrile-m": "2,98" })).toEqual({
    readable: false,
    problems: [{ item: "nitrile-m", text: "Write the price for Nitrile glove, medium with a point: 2.98." }],
  });
});

test("a lot of several items starts from the standing prices, a lot of one item from an empty field", () => {
  expect(fieldText(twoItems(), {}, "m")).toBe("2.98");
  expect(fieldText(supplierLot(), {}, "nitrile-m")).toBe("");
});

test("a typed price replaces the standing price, and so does an emptied field", () => {
  expect(fieldText(twoItems(), { m: "" }, "m")).toBe("");
});

test("the limit of one price assumes that the other prices stay", () => {
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

test("a lot that refuses large drops does not ask for a confirmation", () => {
  const lot = supplierLot();
  lot.rules = { ...lot.rules, max_decrement: { percent: "25", mode: "refuse" } };

  expect(asksConfirmation(lot, "1.00")).toBe(false);
});
