// How times and lengths are written.
import { expect, test } from "vitest";
import { clockTime, digits, duration, millis } from "./time";

test.each([
  [252_000, "4:12"],
  [3_852_000, "1:04:12"],
  [86_399_000, "23:59:59"],
  [29.9 * 86_400_000, "29 days 21 hours"],
])("%i milliseconds on the clock are %s", (left, shown) => {
  expect(digits(left)).toBe(shown);
});

test.each([
  [252_000, "4 minutes 12 seconds"],
  [60_000, "1 minute"],
  [1_999, "1 second"],
  [999, "less than 1 second"],
  [3_723_000, "1 hour 2 minutes"],
  [90_061_000, "1 day 1 hour"],
])("%i ms is %s", (ms, written) => {
  expect(duration(ms)).toBe(written);
});

test.each([
  ["2026-11-21T14:47:00Z", "2:47pm"],
  ["2026-11-21T14:00:00Z", "2pm"],
  ["2026-11-21T12:00:00Z", "midday"],
  ["2026-11-21T00:00:00Z", "midnight"],
  ["2026-11-21T12:05:09Z", "12:05:09pm"],
  ["2026-07-21T13:47:00Z", "2:47pm"],
])("%s is %s in the United Kingdom", (at, time) => {
  expect(clockTime(millis(at))).toBe(time);
});
