// What the person who invites reads: who leads by default, and what became of the invitation.
import { expect, test } from "vitest";
import { invitedSentence, inviteRefused, leadByDefault, sentAgainSentence } from "./inviting";

const ANN = {
  id: "ann",
  name: "Ann",
  places: [{ role: "supplier" as const, org: "acme", lead: true }],
  may: [],
};

// G89
test("the first person of a supplier or a trust leads, others do not", () => {
  expect(leadByDefault("supplier", "zeta", [ANN])).toBe(true);
  expect(leadByDefault("supplier", "acme", [ANN])).toBe(false);
  expect(leadByDefault("buyer", "wtp", [])).toBe(false);
});

// G90
test.each([
  [{ state: "sent" }, true, /^A link is on its way to sam@acme\.example/],
  [{ state: "to_hand_over", link: "https://x/enter/1" }, true, /handed over by you/],
  [{ state: "to_hand_over" }, true, /cannot be shown again/],
  [{ state: "to_hand_over" }, false, /Ask an administrator to hand the link over/],
])("an invitation that is %o is told for an administrator: %s", (invitation, is_admin, words) => {
  expect(invitedSentence({ email: "sam@acme.example" }, invitation, is_admin)).toMatch(words);
});

test("another link is told by how it goes", () => {
  expect(sentAgainSentence({ email: "sam@acme.example" }, { state: "sent" }, false)).toBe(
    "A new link is on its way to sam@acme.example.",
  );
  expect(sentAgainSentence({}, { state: "to_hand_over" }, false)).toMatch(/Ask an administrator/);
});

test("an address that somebody has is told as a slip, and any other refusal by its reason", () => {
  const problem = { code: "forbidden", detail: "somebody of that organisation is here already" };

  expect(inviteRefused({ status: 409 })).toMatch(/^Somebody has this e-mail address already/);
  expect(inviteRefused({ status: 403, problem })).toBe("Somebody of that organisation is here already.");
});
