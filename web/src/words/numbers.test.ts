// How places, money and volumes are written.
import { expect, test } from "vitest";
import { money, ordinal, volumeWords, wholeMoney } from "./numbers";

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
