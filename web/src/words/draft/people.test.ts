// Who can sign in for the organisations of an event.
import { expect, test } from "vitest";
import type { JsonObject } from "../../json";
import { inviteAddress, partiesOf, peopleOf, peopleSentence, personWords } from "./people";

const DOCUMENT: JsonObject = {
  bidders: [{ id: "acme", name: "Acme Medical Ltd" }, { id: "bolt" }],
  trusts: [{ ods: "RFS", name: "Chesterfield Royal Hospital" }],
};
const ann = { name: "Ann Field", state: "active", places: [{ role: "supplier", org: "acme" }] };
const bob = { name: "Bob Hill", state: "invited", places: [{ role: "observer", org: "RFS" }] };
const gone = { name: "Cy Lake", state: "disabled", places: [{ role: "supplier", org: "bolt" }] };

// G154
test("an organisation whose people are all disabled has nobody who can sign in", () => {
  const parties = partiesOf(DOCUMENT);

  expect(peopleSentence(parties, [ann, bob, gone])).toBe("For 1 of 3 organisations nobody can sign in yet.");
  expect(peopleSentence(parties.slice(0, 1), [ann])).toBe("Somebody can sign in for the 1 organisation.");
});

// G154
test("a person is listed at each organisation for which the person is here, in that role", () => {
  const [acme, bolt, trust] = partiesOf(DOCUMENT);
  const observer_of_acme = { ...bob, places: [{ role: "observer", org: "acme" }] };

  expect(peopleOf(acme!, [ann, bob, observer_of_acme])).toEqual([ann]);
  expect(peopleOf(trust!, [ann, bob])).toEqual([bob]);
  expect(bolt).toEqual({ role: "supplier", org: "bolt", name: "bolt" });
});

test("a person is called by name, and by how far the person is", () => {
  expect([ann, bob, gone].map(personWords)).toEqual([
    "Ann Field",
    "Bob Hill (invited, has not signed in yet)",
    "Cy Lake (disabled)",
  ]);
  const mail_failed = {
    at: "2026-11-30T09:02:30.000000Z",
    why: "the mail server answered 550",
    given_up: true,
  };
  expect(
    [
      { ...bob, mail_failed },
      { ...ann, mail_failed },
    ].map(personWords),
  ).toEqual([
    "Bob Hill (invited, but the e-mail failed: the mail server answered 550)",
    "Ann Field (the e-mail failed: the mail server answered 550)",
  ]);
  expect(inviteAddress({ role: "supplier", org: "a b", name: "" })).toBe("/people?org=a%20b");
});
