// Who can be let back in, and what the page says of it.
import { expect, test } from "vitest";
import type { PersonView } from "../protocol/http";
import { isMeant, readmissible, readmittedSentence, refusedSentence } from "./readmission";

const GLOVES = {
  bidders: [
    { id: "acme", name: "Acme Medical Ltd" },
    { id: "bolt", name: "" },
  ],
  trusts: [{ ods: "RHQ", name: "Sheffield Teaching Hospitals" }],
};

function person(id: string, role: "supplier" | "observer" | "buyer", org: string): PersonView {
  const places = [{ role, org, lead: false }];
  return {
    id,
    name: `Person ${id}`,
    places,
    email: `${id}@example.org`,
    telephone: null,
    state: "active",
    may: [],
  };
}

// G97
test("who bids or watches in the event can be let back in, by organisation", () => {
  const people = [
    person("1", "observer", "RHQ"),
    person("2", "supplier", "bolt"),
    person("3", "supplier", "acme"),
    person("4", "supplier", "calder"),
    person("5", "buyer", "wtp"),
    { ...person("6", "supplier", "acme"), state: "disabled" },
  ];

  const found = readmissible(GLOVES, people);

  expect(found.map(({ id, from }) => [id, from])).toEqual([
    ["3", "Acme Medical Ltd (bidder)"],
    ["2", "bolt (bidder)"],
    ["1", "Sheffield Teaching Hospitals (trust)"],
  ]);
});

// G97, G106
test("a person whom the last mail did not reach is listed with the reason", () => {
  const mail_failed = {
    at: "2026-12-01T10:31:23.400000Z",
    why: "the mail server answered 550",
    given_up: true,
  };

  const [found] = readmissible(GLOVES, [{ ...person("3", "supplier", "acme"), mail_failed }]);

  expect(found?.mail).toBe("the e-mail failed: the mail server answered 550");
});

test("a person without a name is called by the e-mail address", () => {
  const [found] = readmissible(GLOVES, [{ ...person("3", "supplier", "acme"), name: null }]);

  expect(found?.name).toBe("3@example.org");
});

test("a search finds words of name, organisation and address in any order", () => {
  const [found] = readmissible(GLOVES, [person("3", "supplier", "acme")]);
  if (found === undefined) throw new Error("nobody was found");

  expect([isMeant(found, "medical person"), isMeant(found, ""), isMeant(found, "bolt")]).toEqual([
    true,
    true,
    false,
  ]);
});

// G97
test("what was done says until when, and what the person does", () => {
  const at = "2026-12-01T10:31:23.400000Z";
  const done = {
    seq: 3,
    at,
    hash: "00",
    mailed: "b\u2026@acme.example",
    mailed_at: at,
    mailed_before: false,
  };

  const said = readmittedSentence("Bo Alder", done);

  expect(said).toBe(
    "Bo Alder can sign in now. Until 10:41am no try of theirs waits, and one sign-in needs no code. On their page they press \u201cTry now\u201d, or load it again. A link was sent to b\u2026@acme.example.",
  );
  expect(readmittedSentence("Bo Alder", { ...done, mailed: null, mailed_at: null })).not.toContain("mailed");
  const before = { ...done, mailed_at: "2026-12-01T10:29:50.000000Z", mailed_before: true };
  expect(readmittedSentence("Bo Alder", before)).toMatch(
    / A link was sent to b\u2026@acme.example at 10:29am already. It still works, so no second e-mail was sent.$/,
  );
});

test.each([
  ["every lot of the event has ended", "Nobody was let back in. Every lot of the event has ended."],
  [undefined, "Nobody was let back in. Try again in a moment."],
])("a refusal with the detail %j is a sentence", (detail, said) => {
  expect(refusedSentence(detail)).toBe(said);
});
