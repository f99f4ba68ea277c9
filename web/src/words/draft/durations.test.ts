// Lengths of time: as people type them, and back.
import { expect, test } from "vitest";
import { durationText, readDuration } from "./durations";

test.each([
  ["30", 1_800],
  ["30 minutes", 1_800],
  ["30min", 1_800],
  ["1 hour 30 minutes", 5_400],
  ["1h, 30m", 5_400],
  ["2 hours and 5 seconds", 7_205],
  ["45 seconds", 45],
  [" 1 day ", 86_400],
])("%j is read", (typed, seconds) => {
  expect(readDuration(typed)).toBe(seconds);
});

test.each(["", "soon", "1.5 hours", "30 parsecs", "minutes", "-5", "1e3"])("%j is not read", (typed) => {
  expect(readDuration(typed)).toBeNull();
});

test("each number of seconds reads back as itself", () => {
  for (const seconds of [0, 1, 59, 60, 61, 3_599, 3_600, 5_400, 86_399, 86_400, 90_061]) {
    expect(readDuration(durationText(seconds))).toBe(seconds);
  }
});
