// Exact decimals: typed prices, sums that floating point gets wrong, percentages.
import { expect, test } from "vitest";
import {
  add,
  compare,
  divideDown,
  likelyPrice,
  multiply,
  percentage,
  sent,
  subtract,
  text,
  typedPrice,
} from "./money";

test.each([
  ["2.97", "2.97"],
  [" 1234.5 ", "1234.5"],
  ["£1,234.50", "1234.50"],
  ["£ 1 234.50", "1234.50"],
  ["\u00a01\u00a0234\u00a0", "1234"],
  ["1,234,567", "1234567"],
  [".5", "0.5"],
  ["5.", "5"],
  ["007.10", "7.10"],
  ["2.97£", "2.97"],
  ["1,250", "1250"],
  ["£3.20", "3.20"],
  ["0.125", "0.125"],
])("a typed %j is read as %j", (typed, read) => {
  expect(typedPrice(typed)).toBe(read);
});

test.each([
  "",
  "£",
  ".",
  "2,97",
  "1,23.4",
  "1e3",
  "-2",
  "+2",
  "2.9.7",
  "2 97",
  "two",
  "12,34,567",
  "0,125",
  "1.234,50",
  "1.234.567",
  "1,234 567",
  "１.２",
  "0x1",
  "99999999999999",
])("a typed %j is not a price", (typed) => {
  expect(typedPrice(typed)).toBeNull();
});

test.each([
  ["2,98", "2.98"],
  ["£2,98 ", "2.98"],
  ["0,125", "0.125"],
  ["1.234,50", "1234.50"],
  ["1 234,5", "1234.5"],
  ["1234,5", "1234.5"],
  ["1.234.567", "1234567"],
  ["1234,500", null],
  ["1,23.4", null],
  ["12,34,567", null],
  ["1,234 567", null],
  ["two", null],
])("a typed %j probably means %j", (typed, meant) => {
  expect(typedPrice(typed)).toBeNull();
  expect(likelyPrice(typed)).toBe(meant);
});

test("sums are exact even if floating point would not be", () => {
  expect(text(add(sent("0.1"), sent("0.2")))).toBe("0.3");
  expect(text(multiply(sent("2.97"), sent("60000")), 2)).toBe("178200.00");
  expect(text(subtract(sent("0.3"), sent("0.1")), 2)).toBe("0.20");
  expect(text(multiply(sent("9999999999999.99"), sent("1000000000.001")), 2)).toBe(
    "10000000000009989999999.99999",
  );
});

test("values compare as numbers, not as text", () => {
  expect(compare(sent("10"), sent("9.99"))).toBe(1);
  expect(compare(sent("2.50"), sent("2.5"))).toBe(0);
  expect(compare(sent("-1"), sent("0"))).toBe(-1);
});

test.each([
  ["600", "178800", "0.3"],
  ["89400", "178800", "50"],
  ["1", "3", "33.3"],
  ["2", "3", "66.7"],
  ["0.05", "100", "0.1"],
  ["-0.05", "100", "-0.1"],
])("%s of %s is %s per cent", (part, whole, percent) => {
  const found = percentage(sent(part), sent(whole));

  expect(found && text(found)).toBe(percent);
});

test("there is no percentage of zero", () => {
  expect(percentage(sent("1"), sent("0"))).toBeNull();
});

test("a division rounds down", () => {
  expect(text(divideDown(sent("178550.00"), sent("60000"), 2))).toBe("2.97");
  expect(text(divideDown(sent("1"), sent("3.000"), 4))).toBe("0.3333");
});
