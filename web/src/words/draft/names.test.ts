// Each field of a draft has one name, wherever it is named.
import { expect, test } from "vitest";
import { fieldName, findingText } from "./names";

const EVENT = {
  trusts: [{ ods: "RFS", name: "Chesterfield" }],
  lots: [{ title: "Nitrile", items: [{ description: "Glove, medium" }], bidders: [{ bidder: "acme" }] }],
};

test.each([
  ["", "Event"],
  ["/title", "Title"],
  ["/contact/email", "Contact e-mail"],
  ["/trusts", "Trusts"],
  ["/trusts/0/ods", "Trust 1 (Chesterfield): ODS code"],
  ["/lots", "Lots"],
  ["/lots/0", "Lot 1 (Nitrile)"],
  ["/lots/1/opens_at", "Lot 2: Opening time"],
  ["/lots/0/items/0", "Lot 1 (Nitrile), item 1 (Glove, medium)"],
  ["/lots/0/items/0/volumes/RFS", "Lot 1 (Nitrile), item 1 (Glove, medium): Volume of RFS"],
  ["/lots/0/bidders/0/factor", "Lot 1 (Nitrile), bidder 1 (acme): Factor"],
  ["/lots/0/rules/min_decrement/absolute", "Lot 1 (Nitrile): Smallest drop of a new offer: amount"],
  ["/lots/0/rules/extension/window_s", "Lot 1 (Nitrile): Last part of the lot in which an offer extends it"],
  ["/lots/0/no_such_member", "Lot 1 (Nitrile): no_such_member"],
])("%j is called %j", (path, name) => {
  expect(fieldName(EVENT, path)).toBe(name);
});

// G154
test("a finding names its field and the paragraph of the law", () => {
  const finding = {
    path: "/lots/0/opens_at",
    code: "too_soon",
    message: "opens too soon.",
    rule: "PCR 2015 reg 35(16)",
  };

  expect(findingText(EVENT, finding)).toBe(
    "Lot 1 (Nitrile): Opening time opens too soon (PCR 2015 reg 35(16))",
  );
});

// G154
test("a time that cannot be read is explained in the form in which people type it", () => {
  const finding = { path: "/lots/0/opens_at", code: "bad_instant", message: "must be an RFC 3339 instant" };

  expect(findingText(EVENT, finding)).toBe(
    'Lot 1 (Nitrile): Opening time must be a date and a time of day, such as "1 December 2026 2:30pm"',
  );
});

// G154
test("a field that is missing is not explained in the form of a program", () => {
  const trusts = {
    path: "/trusts",
    code: "missing",
    message: "is missing; it must be a list of trusts in brackets",
  };
  const contact = {
    path: "/contact/name",
    code: "missing",
    message: "is missing: state whom a bidder can ring",
  };

  expect(findingText(EVENT, trusts)).toBe("Trusts: missing");
  expect(findingText(EVENT, contact)).toBe("Contact name: missing: state whom a bidder can ring");
});
