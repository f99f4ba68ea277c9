// Findings that are the same in several lots are told once.
import { expect, test } from "vitest";
import { alike, groupText, neededText } from "./alike";

function finding(path: string, message = "is low") {
  return { path, code: "low", message };
}

// G154
test("the same finding in three lots or more is one group, and every other stands alone", () => {
  const ceilings = [0, 1, 2].map((lot) => finding(`/lots/${lot}/rules/ceiling`));
  const reserves = [0, 1].map((lot) => finding(`/lots/${lot}/rules/reserve`));
  const items = [0, 1, 2].map((lot) => finding(`/lots/${lot}/items/0/gtin`));
  const other = finding("/lots/3/rules/ceiling", "is high");

  const groups = alike([...ceilings, finding("/contact"), ...reserves, ...items, other]);

  expect(groups.map((group) => group.length)).toEqual([3, 1, 1, 1, 1, 1, 1, 1]);
});

test.each([
  ["/rules/ceiling", "3 lots: Ceiling is low"],
  ["", "3 lots: is low"],
])("a group at the place %j of its lots is told as %s", (place, words) => {
  const [group] = alike([0, 1, 2].map((lot) => finding(`/lots/${lot}${place}`)));

  expect(group === undefined ? null : groupText(group)).toBe(words);
});

test("what is missing in several lots is named once, and in one lot with its place", () => {
  const opening = [0, 1, 2].map((lot) => finding(`/lots/${lot}/opens_at`, "is missing"));

  const said = alike([...opening, finding("/lots/2/title")]).map((group) => neededText({}, group));

  expect(said).toEqual(["3 lots: Opening time", "Lot 3: Title"]);
});
