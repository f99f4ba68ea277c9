// Days as people type them.
import { expect, test } from "vitest";
import { dayWords, typedDay } from "./days";

// G153
test.each([
  ["1 July 2027", "2027-07-01"],
  ["01-Jul-27", "2027-07-01"],
  [" 1/7/2027 ", "2027-07-01"],
  ["1.7.27", "2027-07-01"],
  ["2027-07-01", "2027-07-01"],
  ["29 February 2028", "2028-02-29"],
  ["29 February 2027", null],
  ["31/4/2027", null],
  ["July 2027", null],
  ["1 Julio", null],
  ["", null],
])("%s is read as %s", (typed, day) => {
  expect(typedDay(typed)).toBe(day);
});

test("a day is written for a person, and what is none stays", () => {
  expect(dayWords("2027-07-01")).toBe("1 July 2027");
  expect(dayWords("1 Ju")).toBe("1 Ju");
  expect(dayWords("2027-02-30")).toBe("2027-02-30");
});
