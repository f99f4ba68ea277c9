// @vitest-environment jsdom
// Who is asked for a password after a link, and for how long an answer holds.
import { afterEach, expect, test } from "vitest";
import { person } from "../../test/fixtures";
import { asksForPassword, putPasswordOff } from "./password-later";

afterEach(() => localStorage.clear());

// G90, G93
test("who has no password or came by a link for a forgotten one is asked, everybody else is not", () => {
  const ann = person("supplier");

  expect(asksForPassword({ ...ann, password: "none" })).toBe("none");
  expect(asksForPassword({ ...ann, password: "reset" })).toBe("reset");
  expect(asksForPassword({ ...ann, password: "set" })).toBeNull();
});

// G90
test("who goes on with links only is not asked again, but is after a link for a forgotten password", () => {
  const bob = { ...person("supplier"), person: "bob" };

  putPasswordOff("bob", "none");

  expect(asksForPassword({ ...bob, password: "none" })).toBeNull();
  expect(localStorage.length).toBe(1);
  expect(asksForPassword({ ...bob, password: "reset" })).toBe("reset");
  putPasswordOff("bob", "reset");
  expect(asksForPassword({ ...bob, password: "reset" })).toBeNull();
  expect(localStorage.length).toBe(1);
});
