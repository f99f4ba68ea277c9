// What the pages of a set-up say about saving, other persons and times.
import { expect, test } from "vitest";
import { othersWords, savingWords } from "./saving";
import { instantWords, isInstant, typedForm } from "./times";

const NOW = Date.parse("2026-12-01T14:15:00Z");

test.each([
  [{ kind: "saved", at: Date.parse("2026-12-01T14:14:41Z") } as const, "Saved 2:14pm"],
  [{ kind: "saved", at: null } as const, "All changes are saved"],
  [
    { kind: "failed", next_try: NOW + 4_000 } as const,
    "Could not be saved just now. What you typed is kept; next try in 4 seconds.",
  ],
  [{ kind: "refused", message: "too long" } as const, "Not saved: too long"],
])("%j is said in words", (saving, words) => {
  expect(savingWords(saving, NOW)).toBe(words);
});

test("another person is named, with what changed", () => {
  const others = {
    own: false,
    name: "Ann Field",
    at: "2026-12-01T14:14:41Z",
    paths: ["/title", "/lots/0/rules/ceiling"],
  };

  expect(othersWords({}, others, NOW)).toBe(
    "Ann Field changed this draft at 2:14pm: Title; Lot 1: Ceiling. You see the newest text.",
  );
});

test("an instant is read back in UK time with its weekday", () => {
  expect(instantWords("2026-12-01T14:30:00Z")).toBe("2:30pm on Tuesday 1 December 2026");
  expect(instantWords("2026-07-01T13:00:00Z")).toBe("2pm on Wednesday 1 July 2026");
  expect(typedForm("2026-12-01T12:00:00Z")).toBe("1 December 2026 midday");
});

test.each([
  ["2026-12-01T14:30:00Z", true],
  ["2026-12-01T14:30:00+01:00", true],
  ["now", false],
  ["1 December 2026", false],
  ["2026-99-01T14:30:00Z", false],
])("%j is an instant: %s", (text, is) => {
  expect(isInstant(text)).toBe(is);
});
