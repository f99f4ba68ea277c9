// Which addresses are screens, and that signing in leads to no other server.
import { expect, test } from "vitest";
import { afterSigningIn, isOpen, isReadable, SCREENS, waitsForSignIn } from "./routes";

test.each([
  ["/", true],
  ["/?search", true],
  ["/lots/0199#offer-3", true],
  ["/events/new", true],
  ["/settings", true],
  ["/help#cookies", true],
  ["/api/v1/lots/x/history", false],
  ["/api/docs", false],
  ["/enter/x", false],
  ["/lotsx", false],
  ["/settings.csv", false],
  ["https://elsewhere.example/lots/x", false],
])("%s is a screen: %s", (address, is_one) => {
  expect(SCREENS.test(address)).toBe(is_one);
});

// G95
test.each([
  [undefined, "/"],
  ["", "/"],
  ["/lots/0199?x=1#offer-3", "/lots/0199?x=1#offer-3"],
  ["/api/v1/lots/x/history?after=2", "/api/v1/lots/x/history?after=2"],
  ["lots/x", "/"],
  ["https://elsewhere.example/", "/"],
  ["//elsewhere.example/", "/"],
  ["/\\elsewhere.example/", "/"],
  ["/\t/elsewhere.example/", "/"],
  ["/../..//elsewhere.example/", "/"],
  ["/.//elsewhere.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?to=/sign-in", "/"],
])("after signing in %s leads to %s", (to, target) => {
  expect(afterSigningIn(to)).toBe(target);
});

test("an address with broken escapes is told from one that can be read", () => {
  expect(isReadable("/lots/a%20b")).toBe(true);
  expect(isReadable("/lots/%E0%A4%A")).toBe(false);
});

test("help and signing in are for everybody, a lot is not", () => {
  expect(["/help", "/sign-in", "/lots/x", "/"].map(isOpen)).toEqual([true, true, false, false]);
});

// G91
test("a person who needs a code from an app reaches the settings before there is a password", () => {
  expect(["/settings", "/help", "/", "/lots/x"].map(waitsForSignIn)).toEqual([false, false, true, true]);
});
