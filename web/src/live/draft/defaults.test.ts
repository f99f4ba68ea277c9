// Each default that a page shows is stored with the page.
import { expect, test } from "vitest";
import { defaultOf, unsaidDefaults } from "./defaults";

// G153
test("a page stores the defaults that it shows, and no value that was typed", () => {
  const document = { profile: "custom", lots: [{ decimals: 3 }, { decimals: null }] };

  expect(unsaidDefaults("event", document)).toEqual([
    ["/currency", "GBP"],
    ["/practice", false],
  ]);
  expect(unsaidDefaults("lots", document)).toEqual([["/lots/1/decimals", 2]]);
  expect(unsaidDefaults("trusts", document)).toEqual([]);
});

test("a default is found by its pointer", () => {
  expect(defaultOf("/lots/7/rules/ties")).toBe("earliest");
  expect(defaultOf("/four_eyes")).toBe(false);
  expect(defaultOf("/lots/7/title")).toBeUndefined();
});
