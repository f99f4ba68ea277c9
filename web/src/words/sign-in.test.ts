// What a person reads after an answer that did not sign in.
import { expect, test } from "vitest";
import { afterSignIn, waitSentence } from "./sign-in";

const refused = (status: number, code: string | null = null, retry_after_s: number | null = null) => {
  return { status, code, retry_after_s };
};

// G151
test.each([
  [1_000, "in 1 minute."],
  [60_000, "in 1 minute."],
  [60_001, "in 2 minutes."],
  [900_000, "in 15 minutes."],
])("a wait of %i ms is told in minutes that are never too few", (left, minutes) => {
  expect(waitSentence(left)).toContain(`You can try again ${minutes}`);
});

test("a wait that is over says so", () => {
  expect(waitSentence(0)).toBe("You can try again now.");
});

// G151
test("the right password is followed by the code, a wrong code by another try", () => {
  expect(afterSignIn(refused(401, "code_needed"), "password")).toEqual({ next: "code" });
  expect(afterSignIn(refused(401, "code_needed"), "code")).toMatchObject({ next: "correct", field: "code" });
  expect(afterSignIn(refused(401, "code_needed"), "recovery")).toMatchObject({
    text: expect.stringContaining("Recovery code is not right"),
  });
});

// G151
test("a wrong address and a wrong password read the same", () => {
  const [unknown, wrong] = [
    afterSignIn(refused(401, "unauthorized"), "password"),
    afterSignIn(refused(422), "code"),
  ];

  expect(unknown).toEqual(wrong);
  expect(unknown).toEqual({
    next: "correct",
    field: "email",
    text: "E-mail address or password is not right. Check both.",
  });
});

test("an answer that asks to wait says how long, whatever was sent", () => {
  expect(afterSignIn(refused(429, "too_many_attempts", 240), "code")).toEqual({ next: "wait", seconds: 240 });
  expect(afterSignIn(refused(429), "password")).toEqual({ next: "wait", seconds: 60 });
});

test("without an answer nobody is told that the password is wrong", () => {
  for (const status of [0, 500, 503]) {
    expect(afterSignIn(refused(status), "password")).toMatchObject({ next: "again" });
  }
});
