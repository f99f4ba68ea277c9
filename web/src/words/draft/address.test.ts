// Which page of a set-up an address names.
import { expect, test } from "vitest";
import { fieldId, findingAddress, placeOf, taskAddress } from "./address";

test.each([
  ["/events/new", { page: "new" }],
  ["/events/templates", { page: "templates" }],
  ["/events/0199/set-up", { page: "list", event: "0199" }],
  ["/events/0199/set-up/rules", { page: "task", event: "0199", task: "rules", at: null, lot: 0 }],
  ["/events/a%20b/check", { page: "task", event: "a b", task: "check", at: null, lot: 0 }],
  [
    "/events/0199/set-up/times?at=%2Flots%2F2%2Fopens_at",
    { page: "task", event: "0199", task: "times", at: "/lots/2/opens_at", lot: 2 },
  ],
  ["/events/0199/set-up/nothing", null],
  ["/events/0199/check/rules", null],
  ["/events/%E0%A4%A/set-up", null],
  ["/events/0199", null],
  ["/lots/0199", null],
])("%s is read", (address, place) => {
  expect(placeOf(address)).toEqual(place);
});

test("the address of a finding leads to its field", () => {
  const address = findingAddress("0199", { path: "/lots/2/rules/ceiling", code: "missing" });

  expect(placeOf(address)).toEqual({
    page: "task",
    event: "0199",
    task: "rules",
    at: "/lots/2/rules/ceiling",
    lot: 2,
  });
  expect(taskAddress("a/b", "check")).toBe("/events/a%2Fb/check");
});

test("two fields never share an id", () => {
  expect(fieldId("/lots/0/items/1")).toBe("field-lots-0-items-1");
  expect(fieldId("/a-b")).not.toBe(fieldId("/a/b"));
});
