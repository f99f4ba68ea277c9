// @vitest-environment jsdom
// The two live regions of `index.html`: there from the start, cleared and set again for every text.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { liveRegions } from "./live-regions";

let spoken: string[] = [];
let polite: HTMLElement;
let assertive: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  document.documentElement.innerHTML = readFileSync("index.html", "utf8");
  const [first, second] = [
    document.querySelector<HTMLElement>("[role=status]"),
    document.querySelector<HTMLElement>("[role=alert]"),
  ];
  if (first === null || second === null) throw new Error("a live region is missing");
  polite = first;
  assertive = second;
  spoken = [];
});
afterEach(() => void vi.useRealTimers());

function listen(): void {
  const text = polite.textContent ?? "";
  if (text !== "" && spoken.at(-1) !== text) spoken.push(text);
  if (text === "") spoken.push("");
}

test("`index.html` has exactly two live regions, both empty", () => {
  const live = [...document.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log], output")];

  expect(live).toEqual([polite, assertive]);
  expect(live.map(({ textContent }) => textContent)).toEqual(["", ""]);
  expect(polite.getAttribute("aria-atomic")).toBe("true");
});

test("the same text twice is set twice, and the region is cleared between", () => {
  const voice = liveRegions(polite, assertive);

  for (let i = 0; i < 2; i++) {
    voice.polite("You are 2nd.");
    listen();
    vi.advanceTimersByTime(100);
    listen();
  }

  expect(spoken).toEqual(["", "You are 2nd.", "", "You are 2nd."]);
});

test("two texts within one moment are both spoken", () => {
  const voice = liveRegions(polite, assertive);

  voice.polite("Offer accepted.");
  voice.polite("Connected again.");
  vi.advanceTimersByTime(100);

  expect(polite.textContent).toBe("Offer accepted. Connected again.");
});

test("a text does not stay in the region", () => {
  liveRegions(polite, assertive).polite("You are 2nd.");

  vi.advanceTimersByTime(15_000);

  expect(polite.textContent).toBe("");
});

test("speaking never moves the focus", () => {
  const before = document.activeElement;

  liveRegions(polite, assertive).assertive("You are not connected.");
  vi.advanceTimersByTime(100);

  expect(document.activeElement).toBe(before);
  expect(assertive.textContent).toBe("You are not connected.");
});
