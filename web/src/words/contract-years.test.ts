// The part of a yearly saving that falls into each financial year.
import { expect, test } from "vitest";
import { contractYears, savingInYear } from "./contract-years";

// G159
test("a year in which the contract runs in part has its days, a whole one the whole saving", () => {
  const years = contractYears("2027-07-01", 24);

  expect(years).toEqual([
    { name: "2027-28", days: 275, length: 366 },
    { name: "2028-29", days: 365, length: 365 },
    { name: "2029-30", days: 91, length: 365 },
  ]);
  expect(years.map((year) => savingInYear(["1000.00"], year))).toEqual(["751.37", "1000.00", "249.32"]);
});

// G159
test.each<[string, number | null, Array<[string, number]>]>([
  ["2027-04-01", 12, [["2027-28", 366]]],
  ["2027-04-01", null, [["2027-28", 366]]],
  [
    "2027-03-31",
    1,
    [
      ["2026-27", 1],
      ["2027-28", 29],
    ],
  ],
  ["2099-12-31", 2, [["2099-00", 59]]],
])("a contract from %s for %s months", (starts_on, months, expected) => {
  expect(contractYears(starts_on, months).map(({ name, days }) => [name, days])).toEqual(expected);
});

// G159
test("each line is rounded by itself, half away from zero, losses too", () => {
  const half = { name: "2027-28", days: 183, length: 366 };

  expect(savingInYear(["0.01", "0.01"], half)).toBe("0.02");
  expect(savingInYear(["-0.01"], half)).toBe("-0.01");
  expect(savingInYear(["100.00", "-160.00"], half)).toBe("-30.00");
  expect(savingInYear([], half)).toBe("0.00");
});
