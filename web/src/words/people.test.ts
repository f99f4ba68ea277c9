// The words about other people: the leading sentence, how far an invitation has come, the groups, the addresses.
import { expect, test } from "vitest";
import { person } from "../../test/fixtures";
import type { ListedPerson, Mail, Organisation } from "../protocol/names";
import {
  actRefused,
  foundPeople,
  groupsOf,
  invitableRoles,
  invitationSentence,
  lastSignIn,
  mailFailureSentence,
  mailSentence,
  peoplePage,
  peopleSentence,
  sessionsEnd,
  STEP_UP,
  stateWords,
  waitingPeople,
} from "./people";

const NOW = Date.parse("2026-11-30T11:00:00Z");
const SENT = "2026-11-30T09:02:30.000000Z";
const FAILED = { at: SENT, why: "the mail server knows no such mailbox", given_up: true };

function invited(id: string, state: string, more: Partial<ListedPerson> = {}): ListedPerson {
  return {
    id,
    name: `Name of ${id}`,
    email: `${id}@acme.example`,
    telephone: null,
    state: "invited",
    places: [{ role: "supplier", org: "acme", lead: false }],
    may: ["resend"],
    second_factor: false,
    last_sign_in: null,
    invitation: { id: `i-${id}`, state, sent_at: SENT, expires_at: "2026-12-03T09:02:30.000000Z" },
    ...more,
  };
}

function mail(to: string, more: Partial<Mail> = {}): Mail {
  const last_error = "the mail server knows no such mailbox";
  return { id: "m", kind: "invitation", to, state: "failed", tries: 1, last_error, queued_at: SENT, ...more };
}

// G162
test("the first sentence counts people, invitations that were not opened, and mails that failed", () => {
  const people = [
    invited("ann", "sent"),
    invited("bob", "to_hand_over"),
    invited("cay", "expired"),
    invited("dot", "sent", { mail_failed: FAILED }),
    invited("eve", "accepted", { state: "active" }),
  ];

  const said = peopleSentence(people);

  expect(said).toBe(
    "5 people. 2 invitations have not been opened. 1 invitation has expired. 1 e-mail could not be delivered.",
  );
  expect(peopleSentence([people[4] as ListedPerson])).toBe("1 person.");
});

// G88
test("a buyer, who is told no invitation, reads who has not signed in yet", () => {
  const { invitation: _, ...ann } = invited("ann", "sent");

  expect(peopleSentence([ann])).toBe("1 person. 1 has not signed in yet.");
  expect(stateWords(ann)).toBe("Invited, has not signed in yet");
});

// G162
test.each([
  ["sent", "Invited, not opened yet"],
  ["to_hand_over", "Invited, the link has to be handed over"],
  ["opened", "Invited, opened, not signed in yet"],
  ["expired", "The invitation has expired"],
  ["withdrawn", "The invitation was withdrawn"],
])("an invitation that is %s is told as such", (state, words) => {
  expect(stateWords(invited("ann", state))).toBe(words);
});

// G106, G162
test("a mail that failed is told with its reason, and not once its link is of no use any more", () => {
  const ann = invited("ann", "sent", { mail_failed: FAILED });
  const { invitation: _, ...to_a_buyer } = ann;
  const active = { ...ann, state: "active" };
  const waiting = { ...ann, mail_failed: { ...FAILED, given_up: false } };

  expect([ann, to_a_buyer, active, waiting].map(stateWords)).toEqual([
    "Invited, but the e-mail failed: the mail server knows no such mailbox",
    "Invited, but the e-mail failed: the mail server knows no such mailbox",
    "Active, but the e-mail failed: the mail server knows no such mailbox",
    "Invited, but the e-mail failed, and is sent again by itself: the mail server knows no such mailbox",
  ]);
  expect(stateWords(invited("ann", "withdrawn", { mail_failed: FAILED }))).toBe(
    "The invitation was withdrawn",
  );
  expect(stateWords({ ...ann, state: "disabled" })).toBe("Disabled");
  expect(peopleSentence([to_a_buyer])).toBe("1 person. 1 e-mail could not be delivered.");
  expect(waitingPeople([ann, active], person("admin"))).toEqual([ann, active]);
  expect(waitingPeople([{ ...ann, may: ["read_contact"] }], person("admin"))).toEqual([]);
  expect(mailFailureSentence(FAILED, NOW)).toBe(
    "The e-mail of 9:02am did not reach this address: the mail server knows no such mailbox. It is not sent again. Check the address, then send a new link.",
  );
});

// G90, G162
test("a link that has to be handed over waits for an administrator, and an expired one for everybody who may invite", () => {
  const [bob, cay] = [invited("bob", "to_hand_over"), invited("cay", "expired")];

  expect(waitingPeople([bob, cay], person("admin"))).toEqual([bob, cay]);
  expect(waitingPeople([bob, cay], person("supplier"))).toEqual([cay]);
});

test.each([
  [{ state: "sent" }, "Accepted by the mail server."],
  [{ state: "waiting", tries: 0 }, "Waits to be sent."],
  [
    { state: "waiting", tries: 2 },
    "Not sent yet, and sent again by itself. The last of 2 tries failed: no such mailbox.",
  ],
  [{ state: "failed", tries: 1 }, "Given up after 1 try: no such mailbox."],
])("what became of a mail is one sentence", (change, words) => {
  expect(mailSentence(mail("a", { last_error: "no such mailbox", ...change }))).toBe(words);
});

// G90
test("an invitation says until when it can be used", () => {
  const { invitation } = invited("ann", "opened");

  expect(invitation && invitationSentence(invitation, NOW)).toBe(
    "The invitation was opened, but nobody has signed in with it yet. It can be used until 9:02am on 3 December 2026.",
  );
});

// G162
test.each([
  [0, "No session is open."],
  [1, "1 open session ends now."],
  [2, "2 open sessions end now."],
  [null, "All open sessions end now."],
])("disabling with %s sessions says what ends", (sessions, words) => {
  expect(sessionsEnd(sessions)).toBe(words);
});

test("a person who never signed in is told so", () => {
  const ann = invited("ann", "sent");

  expect(lastSignIn(ann, NOW)).toBe("Never");
  expect(lastSignIn({ ...ann, last_sign_in: SENT }, NOW)).toBe("9:02am");
});

// G88
test("each role invites whom it may", () => {
  const lead = { ...person("supplier"), places: [{ role: "supplier" as const, org: "acme", lead: true }] };

  expect(invitableRoles(person("admin"))).toHaveLength(5);
  expect(invitableRoles(person("buyer"))).toEqual(["supplier", "observer"]);
  expect(invitableRoles(lead)).toEqual(["supplier"]);
  expect(invitableRoles(person("supplier"))).toEqual([]);
  expect(invitableRoles(person("auditor"))).toEqual([]);
});

// G162
test("people stand under their organisations, the caller's own first, also under one that is not listed", () => {
  const organisations: Organisation[] = [
    { id: "zeta", kind: "supplier", name: "Zeta Ltd", may_name: true },
    { id: "acme", kind: "supplier", name: "Acme Medical Ltd", may_name: true },
    { id: "wtp", kind: "partnership", name: "Working Together", may_name: true },
  ];
  const both = invited("ann", "sent", {
    places: [
      { role: "supplier", org: "acme", lead: true },
      { role: "observer", org: "RFS", lead: false },
    ],
  });

  const groups = groupsOf([both], organisations, person("admin"));
  const found = foundPeople(groups, "ANN acme");

  expect(groups.map(({ key, people }) => [key, people.length])).toEqual([
    ["partnership wtp", 0],
    ["trust RFS", 1],
    ["supplier acme", 1],
    ["supplier zeta", 0],
  ]);
  expect(found.map(({ key }) => key)).toEqual(["trust RFS", "supplier acme"]);
});

// G95
test("an act that needs the code says so, and any other refusal says why", () => {
  const refused = (status: number, code: string, detail: string) =>
    actRefused({ status, problem: { code, detail } });

  expect(refused(403, "step_up_required", "prove it")).toBe(STEP_UP);
  expect(refused(409, "wrong_state", "this is the last lead: make somebody else a lead first")).toBe(
    "This is the last lead: make somebody else a lead first.",
  );
  expect(refused(401, "unauthorized", "no session")).toMatch(/sign in again at the top of this page/);
  expect(actRefused({ status: 0 })).toMatch(/did not answer/);
});

test.each([
  ["/people", { page: "list", org: null }],
  ["/people/?org=acme", { page: "list", org: "acme" }],
  ["/people/invite?role=supplier&org=acme", { page: "invite", role: "supplier", org: "acme" }],
  ["/people/0199", { page: "person", id: "0199" }],
  ["/people/0199/disable", { page: "disable", id: "0199" }],
  ["/people/0199/sing", null],
  ["/people/0199/erase/now", null],
])("%s names a page of the people or none", (address, page) => {
  expect(peoplePage(address)).toEqual(page);
});
