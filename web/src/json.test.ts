// Pointers, and changes that copy.
import { expect, test } from "vitest";
import { at, type Json, pointer, same, steps, withChange } from "./json";

const VINYL: Json = { title: "Vinyl" };
const EVENT: Json = { title: "Gloves", lots: [{ title: "Nitrile", rules: { ceiling: "10" } }, VINYL] };

test("a pointer leads to its value, also through names with a slash or a tilde", () => {
  expect(at(EVENT, "/lots/1/title")).toBe("Vinyl");
  expect(at({ "a/b": { "c~d": 1 } }, pointer("a/b", "c~d"))).toBe(1);
  expect(steps("/a~1b/c~0d")).toEqual(["a/b", "c~d"]);
});

test.each(["/lots/2/title", "/lots/x", "/title/length", "/toString", "/lots/-1"])(
  "%s leads nowhere",
  (path) => {
    expect(at(EVENT, path)).toBeUndefined();
  },
);

test("a change copies the path to it and shares the rest", () => {
  const after = withChange(EVENT, "/lots/0/title", "Sterile");

  expect(at(after, "/lots/0/title")).toBe("Sterile");
  expect(at(EVENT, "/lots/0/title")).toBe("Nitrile");
  expect(at(after, "/lots/1")).toBe(VINYL);
});

test("a member that is taken away takes the objects above that are empty then", () => {
  expect(withChange(EVENT, "/lots/0/rules/ceiling", undefined)).toEqual({
    title: "Gloves",
    lots: [{ title: "Nitrile" }, { title: "Vinyl" }],
  });
  expect(withChange({ title: "Gloves" }, "/title", undefined)).toEqual({});
});

test("an entry of a list that is taken away moves the later ones up, and an empty entry stays", () => {
  expect(withChange(EVENT, "/lots/0", undefined)).toEqual({ title: "Gloves", lots: [{ title: "Vinyl" }] });
  expect(withChange({ lots: [{ title: "Vinyl" }] }, "/lots/0/title", undefined)).toEqual({ lots: [{}] });
});

test("objects and the next entry of a list are made where they are missing", () => {
  expect(withChange({}, "/contact/name", "Ann")).toEqual({ contact: { name: "Ann" } });
  expect(withChange({ lots: [] }, "/lots/0/title", "Vinyl")).toEqual({ lots: [{ title: "Vinyl" }] });
});

test("values are equal whatever the order of their members", () => {
  expect(same({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
  expect(same({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(same([1, 2], [1])).toBe(false);
  expect(same([], {})).toBe(false);
});
