// Loading a list, with time given: one load at a time, and failed loads tried again with growing pauses.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Loader } from "./loader";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a failed load is tried again with growing pauses until it succeeds", async () => {
  let left = 3;
  const pauses: number[] = [];
  const load = vi.fn(() => Promise.resolve(--left < 0));
  new Loader(load, (pause) => void pauses.push(pause)).ask();

  await vi.advanceTimersByTimeAsync(60_000);

  expect(pauses).toEqual([1_000, 2_000, 4_000]);
  expect(load).toHaveBeenCalledTimes(4);
});

test("a load that throws counts as failed", async () => {
  const load = vi.fn(() => Promise.reject(new Error("no JSON")));
  new Loader(load, () => undefined).ask();

  await vi.advanceTimersByTimeAsync(1_500);

  expect(load).toHaveBeenCalledTimes(2);
});

test("requests during a load cause one more", async () => {
  const load = vi.fn(() => Promise.resolve(true));
  const loader = new Loader(load, () => undefined);
  for (let i = 0; i < 5; i++) loader.ask();

  await vi.advanceTimersByTimeAsync(5_000);

  expect(load).toHaveBeenCalledTimes(2);
});

test("a connection that is back ends the pause", async () => {
  let works = false;
  const load = vi.fn(() => Promise.resolve(works));
  const loader = new Loader(load, () => undefined);
  loader.ask();
  await vi.advanceTimersByTimeAsync(8_000);
  const before = load.mock.calls.length;

  works = true;
  loader.tryNow();
  await vi.advanceTimersByTimeAsync(0);

  expect(load).toHaveBeenCalledTimes(before + 1);
});
