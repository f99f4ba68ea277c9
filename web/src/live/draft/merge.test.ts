// What two persons changed in one draft is joined, and only what both changed is asked about.
import { expect, test } from "vitest";
import type { JsonObject } from "../../json";
import { changedPaths, join, settled } from "./merge";

const BASE = {
  title: "Gloves",
  trusts: [
    { ods: "RFS", name: "Chesterfield" },
    { ods: "RHQ", name: "Sheffield" },
  ],
  lots: [{ title: "Nitrile", decimals: 2, rules: { ceiling: "100" } }],
};

// G153
test("changes of different members are both kept, without a question", () => {
  const own = { ...BASE, title: "Sterile gloves" };
  const theirs = { ...BASE, lots: [{ title: "Nitrile", decimals: 3, rules: { ceiling: "100" } }] };

  const { document, conflicts } = join(BASE, own, theirs);

  expect(document).toEqual({ ...theirs, title: "Sterile gloves" });
  expect(conflicts).toEqual([]);
});

// G153
test("only a member that both changed is asked about, and either answer is taken", () => {
  const own = { ...BASE, title: "Sterile gloves", reference: "W-1" };
  const theirs = { ...BASE, title: "Gloves 2027", currency: "EUR" };

  const joined = join(BASE, own, theirs);

  expect(joined.conflicts).toEqual([
    { path: "/title", base: "Gloves", own: "Sterile gloves", theirs: "Gloves 2027" },
  ]);
  expect(settled(joined, ["own"])).toEqual({
    ...BASE,
    title: "Sterile gloves",
    reference: "W-1",
    currency: "EUR",
  });
  expect(settled(joined, ["theirs"])).toEqual({
    ...BASE,
    title: "Gloves 2027",
    reference: "W-1",
    currency: "EUR",
  });
});

test("the same change by both is no conflict", () => {
  const both = { ...BASE, title: "Sterile gloves" };

  expect(join(BASE, both, { ...both })).toEqual({ document: both, conflicts: [] });
});

test("a trust that another person put first does not move what was typed below it", () => {
  const own = { ...BASE, trusts: [BASE.trusts[0]!, { ods: "RHQ", name: "Sheffield Teaching" }] };
  const theirs = { ...BASE, trusts: [{ ods: "RCD", name: "Harrogate" }, ...BASE.trusts] };

  const { document, conflicts } = join(BASE, own, theirs);

  expect(document["trusts"]).toEqual([
    { ods: "RCD", name: "Harrogate" },
    { ods: "RFS", name: "Chesterfield" },
    { ods: "RHQ", name: "Sheffield Teaching" },
  ]);
  expect(conflicts).toEqual([]);
});

test("additions of both are kept, and what one took away goes", () => {
  const own = { ...BASE, trusts: [BASE.trusts[1]!, { ods: "RAA", name: "A" }] };
  const theirs = { ...BASE, trusts: [...BASE.trusts, { ods: "RBB", name: "B" }] };

  const { document, conflicts } = join(BASE, own, theirs);

  expect(document["trusts"]).toEqual([BASE.trusts[1], { ods: "RBB", name: "B" }, { ods: "RAA", name: "A" }]);
  expect(conflicts).toEqual([]);
});

test("an entry that one took away and the other changed is asked about", () => {
  const own = { ...BASE, trusts: [BASE.trusts[1]!] };
  const theirs = { ...BASE, trusts: [{ ods: "RFS", name: "Chesterfield Royal" }, BASE.trusts[1]!] };

  const joined = join(BASE, own, theirs);

  expect(joined.conflicts.map(({ path }) => path)).toEqual(["/trusts/0"]);
  expect(settled(joined, ["own"])["trusts"]).toEqual([BASE.trusts[1]]);
  expect(settled(joined, ["theirs"])["trusts"]).toEqual(theirs.trusts);
});

test("a list without ids whose length both changed is asked about as a whole", () => {
  const base = { bands: [{ from: "0" }] };
  const own = { bands: [{ from: "0" }, { from: "5" }] };
  const theirs = { bands: [{ from: "0" }, { from: "7" }] };

  expect(join(base, own, theirs).conflicts.map(({ path }) => path)).toEqual(["/bands"]);
});

test("half-typed entries with one id twice are joined by place", () => {
  const base = { bidders: [{ id: "a" }, { id: "a" }] };
  const own = { bidders: [{ id: "a" }, { id: "ab" }] };
  const theirs: JsonObject = { bidders: [{ id: "a", name: "Acme" }, { id: "a" }] };

  expect(join(base, own, theirs).document).toEqual({ bidders: [{ id: "a", name: "Acme" }, { id: "ab" }] });
});

test("the changed members are named by their pointers", () => {
  const after = { ...BASE, title: "x", trusts: [], lots: [{ ...BASE.lots[0]!, rules: { ceiling: "90" } }] };

  expect(changedPaths(BASE, after)).toEqual(["/title", "/trusts", "/lots/0/rules/ceiling"]);
});
