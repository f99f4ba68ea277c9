import { expect, test } from "vitest";
import { staleSentence } from "./stale";

const AT = Date.parse("2026-11-21T14:46:58Z");

test("a lost connection and a lot that the server cannot read are told apart", () => {
  expect(staleSentence(AT, AT + 4_000, AT)).toBe(
    "You are not connected. This is as at 2:46:58pm, and may have changed. Next try in 4 seconds.",
  );
  expect(staleSentence(AT, AT + 4_000, AT, true)).toBe(
    "This lot cannot be read at the moment. Nothing that was accepted is lost. This is as at 2:46:58pm, and may have changed. Next try in 4 seconds.",
  );
});
