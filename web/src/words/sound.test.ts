// When pages sound is said for each role, and how far the choices are kept.
import { expect, test } from "vitest";
import { keptWords, soundChoice, tonesOf, tryWords } from "./sound";

// G163
test("each role is offered the tones that it can hear", () => {
  expect(soundChoice("supplier")).toBe(
    "Play a short tone when you lose 1st place, and when 1 minute is left",
  );
  expect(soundChoice("buyer")).toBe("Play a short tone when a request or a proposal begins to wait for you");
  expect(tonesOf("supplier").map(tryWords)).toEqual([
    "Try the tone: you lose 1st place",
    "Try the tone: 1 minute is left",
  ]);
  expect([tonesOf("observer"), tonesOf("auditor"), tonesOf("admin")]).toEqual([[], [], []]);
});

test("what could not be kept is told, and how long it holds", () => {
  expect(keptWords("failed")).toContain("Choose again to keep it.");
  expect(keptWords("visit")).toContain("until you leave these pages");
});
