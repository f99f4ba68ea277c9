import { expect, test } from "vitest";
import { isPractice, lotAddress, wayBack } from "./practice";
import { refusedWords } from "./practice-refusal";

// G55
test("a practice lot is known by its id", () => {
  expect(isPractice("practice-0199d0a5")).toBe(true);
  expect(isPractice("0199d0a5-practice-")).toBe(false);
});

// G154
test("the page of a practice leads back to where it was begun, and nowhere else", () => {
  const search = (from: string): string => new URL(lotAddress("practice-1", from), "http://x").search;

  expect(wayBack(search("/events/e1/check"))).toEqual({
    address: "/events/e1/check",
    words: "Back to check and publish",
  });
  expect(wayBack(search("/lots/l1")).words).toBe("Back to the lot");
  expect(wayBack(search("/events/e1")).words).toBe("Back to getting ready");
  for (const elsewhere of [
    "",
    "//evil.example/check",
    "https://evil.example",
    "/events/e1/check/more",
    "/",
  ]) {
    expect(wayBack(search(elsewhere)).address).toBe("/");
  }
});

// G55
test("what keeps a practice from beginning is said in words", () => {
  const said = (code: string, retry_after_s: number | null = null): string =>
    refusedWords({ status: 409, problem: { code, detail: "the lot has ended" }, retry_after_s });

  expect(said("wrong_state")).toBe("No practice began: the lot has ended.");
  expect(said("too_many_attempts", 150)).toContain("Try again in 3 minutes.");
  expect(said("overloaded")).toContain("Try again in a few minutes.");
  expect(refusedWords({ status: 0, problem: null, retry_after_s: null })).toContain("Try again.");
  const errors = [{ path: "/speed", message: "is too slow" }];
  expect(refusedWords({ status: 422, problem: { code: "bad_document", errors }, retry_after_s: null })).toBe(
    "No practice began. The speed is too slow.",
  );
});
