// A cell of a table says in a few words what is wrong with it.
import { expect, test } from "vitest";
import { shortFault, shortFaultOfPaste } from "./faults";

// G153
test.each([
  ["bad_decimal", "Not a number"],
  ["gtin_check_digit", "Wrong check digit"],
  ["a_code_of_later", "Not right"],
])("%s is short", (code, words) => {
  expect(shortFault(code)).toBe(words);
});

// G153
test("a cell keeps what it had, so what is wrong with a paste says that it was pasted", () => {
  expect(shortFaultOfPaste("not_a_number")).toBe("Pasted: not a number");
});
