// The estimate of the server's clock: from round trips, and after jumps of the local clock.
import { expect, test } from "vitest";
import { afterMessage, afterRoundTrip, serverTime, UNKNOWN_CLOCK } from "./clock";

test("the shortest round trip gives the offset", () => {
  let clock = afterRoundTrip(UNKNOWN_CLOCK, 1_000, 1_400, 6_300);
  clock = afterRoundTrip(clock, 2_000, 2_020, 7_010);
  clock = afterRoundTrip(clock, 3_000, 3_600, 8_200);

  expect(clock.offset).toBe(5_000);
  expect(serverTime(clock, 4_000)).toBe(9_000);
});

test("the first message gives an offset", () => {
  expect(afterMessage(UNKNOWN_CLOCK, 9_000, 4_000).offset).toBe(5_000);
});

test("a delayed message does not move the estimate back", () => {
  const clock = afterRoundTrip(UNKNOWN_CLOCK, 2_000, 2_020, 7_010);

  expect(afterMessage(clock, 7_500, 3_500).offset).toBe(5_000);
});

test("a message that is ahead of the estimate moves it forward", () => {
  const clock = afterRoundTrip(UNKNOWN_CLOCK, 2_000, 2_020, 7_010);

  expect(afterMessage(clock, 20_000, 3_000).offset).toBe(17_000);
});

test.each([-300_000, 300_000])(
  "after a jump of the local clock by %i ms one answer corrects the estimate",
  (jump) => {
    const before = afterRoundTrip(UNKNOWN_CLOCK, 2_000, 2_004, 7_002);

    const after = afterRoundTrip(before, 10_000 + jump, 10_100 + jump, 15_050);

    expect(Math.abs(serverTime(after, 10_100 + jump) - 15_100)).toBeLessThanOrEqual(50);
  },
);
