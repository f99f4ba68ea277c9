// Why no link was asked for, by what the person can do.
import { expect, test } from "vitest";
import { notAsked } from "./forgotten";

// G93
test.each([
  [{ status: 429, retry_after_s: 61 }, /asked for too often.* in 2 minutes/],
  [{ status: 429 }, /in 1 minute\./],
  [{ status: 0 }, /did not answer just now, so no link was sent/],
])("why no link was sent: %o", (failure, words) => {
  expect(notAsked(failure)).toMatch(words);
});
