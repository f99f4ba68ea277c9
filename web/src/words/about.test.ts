// Whom to ask, as far as the server says it.
import { expect, test } from "vitest";
import { whomToAsk } from "./about";

test.each([
  [null, "Ask the person who invited you. The telephone number is in your invitation."],
  [{ name: "Nobody" }, "Ask the person who invited you. The telephone number is in your invitation."],
  [{ name: "the office", email: "help@example.org" }, "Ask the office: e-mail help@example.org."],
  [
    { name: "the office", telephone: "0114 496 0000", email: null, hours: "9am to 5pm" },
    "Ask the office: telephone 0114 496 0000 (9am to 5pm).",
  ],
])("%o is told as %s", (contact, words) => {
  expect(whomToAsk(contact)).toBe(words);
});
