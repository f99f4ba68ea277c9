// How far prices are to fall together: exact, and never guessed from a slip.
import { expect, test } from "vitest";
import { lowering } from "./lowering";

test.each([
  ["1", "", "177012.00"],
  ["0.5 %", "", "177906.00"],
  ["12.5", "", "156450.00"],
  ["33.333", "", "119200.59"],
  ["", "£1,800.00", "177000.00"],
  ["", "0.01", "178799.99"],
])("of £178,800.00 less %s%% or %s is %s", (percent, amount, total) => {
  expect(lowering("178800.00", percent, amount)).toEqual({ readable: true, total });
});

test.each([
  ["", "", "percent"],
  ["0", "", "percent"],
  ["100", "", "percent"],
  ["-1", "", "percent"],
  ["1,5", "", "percent"],
  ["", "178800", "amount"],
  ["", "lots", "amount"],
  ["1", "100", "amount"],
])("%s%% or %s is not guessed", (percent, amount, field) => {
  expect(lowering("178800.00", percent, amount)).toMatchObject({ readable: false, field });
});
