// @vitest-environment jsdom
// A part that is loaded later: nothing stands in its place, and a load that fails is tried again.
import { h, render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { later } from "./later";

const Part = ({ text }: { text: string }) => h("p", null, text);

beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  // The effects of the last drawing would wait for ever.
  await vi.advanceTimersByTimeAsync(1_000);
  render(null, document.body);
  vi.useRealTimers();
});

test("a part that could not be loaded is asked for again, and once it is there at once", async () => {
  let tries = 0;
  const Later = later(() => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error("no network")) : Promise.resolve(Part);
  });

  render(h(Later, { text: "Rules" }), document.body);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(document.body.textContent).toBe("");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(document.body.textContent).toBe("Rules");
  render(null, document.body);
  render(h(Later, { text: "Rules again" }), document.body);

  expect([document.body.textContent, tries]).toEqual(["Rules again", 2]);
});

test("a part that is not wanted any more is not asked for again", async () => {
  let tries = 0;
  const Later = later<{ text: string }>(() => {
    tries += 1;
    return Promise.reject(new Error("no network"));
  });

  render(h(Later, { text: "Rules" }), document.body);
  await vi.advanceTimersByTimeAsync(1_000);
  render(null, document.body);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(tries).toBe(1);
});
