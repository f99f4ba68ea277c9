// The server's clock from round trips: the best estimate, and its repair after jumps and sleep.
import { expect, test } from "vitest";
import { heard, measured, serverTime, UNKNOWN_CLOCK } from "./clock";

test("the shortest round trip gives the offset", () => {
  let clock = measured(UNKNOWN_CLOCK, 1_000, 1_400, 6_300);
  clock = measured(clock, 2_000, 2_020, 7_010);
  clock = measured(clock, 3_000, 3_600, 8_200);

  expect(clock.offset).toBe(5_000);
  expect(serverTime(clock, 4_000)).toBe(9_000);
});

test("the first message already gives an offset", () => {
  expect(heard(UNKNOWN_CLOCK, 9_000, 4_000).offset).toBe(5_000);
});

test("a delayed message does not pull the clock back", () => {
  const clock = measured(UNKNOWN_CLOCK, 2_000, 2_020, 7_010);

  expect(heard(clock, 7_500, 3_500).offset).toBe(5_000);
});

test("a message from later than the estimate moves it on", () => {
  const clock = measured(UNKNOWN_CLOCK, 2_000, 2_020, 7_010);

  expect(heard(clock, 20_000, 3_000).offset).toBe(17_000);
});

test.each([-300_000, 300_000])("a local clock that jumps by %i ms is right after one answer", (jump) => {
  const before = measured(UNKNOWN_CLOCK, 2_000, 2_004, 7_002);

  const after = measured(before, 10_000 + jump, 10_100 + jump, 15_050);

  expect(Math.abs(serverTime(after, 10_100 + jump) - 15_100)).toBeLessThanOrEqual(50);
});
