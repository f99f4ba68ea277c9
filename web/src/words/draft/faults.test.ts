// A cell of a table says in a few words what is wrong with it.
import { expect, test } from "vitest";
import { shortFault } from "./faults";

// G153
test.each([
  ["bad_decimal", "Not a number"],
  ["gtin_check_digit", "Wrong check digit"],
  ["a_code_of_later", "Not right"],
])("%s is short", (code, words) => {
  expect(shortFault(code)).toBe(words);
});
