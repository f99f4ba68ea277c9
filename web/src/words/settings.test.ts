// The sentences of the settings: what is wrong with a field, and why something was not done.
import { expect, test } from "vitest";
import { aboutField, notDone } from "./settings";

// G163
test("what the server says of a field is a sentence about the field", () => {
  expect(aboutField("Telephone", "must be 7 to 20 digits")).toBe("Telephone must be 7 to 20 digits");
  expect(aboutField("New password", "this is among the most used passwords")).toBe(
    "This is among the most used passwords",
  );
});

// G163
test.each([
  [{ status: 0 }, /did not answer/],
  [{ status: 503 }, /did not answer/],
  [{ status: 404 }, /cannot be changed here/],
  [{ status: 429, retry_after_s: 61 }, /in 2 minutes/],
])("why nothing was changed is said by what the person can do: %o", (failure, words) => {
  expect(notDone(failure)).toMatch(words);
});
