// No browser test reads a page only once after an act: on a busy machine the page may not have drawn yet. What waits
// instead is in `browser/waiting.ts`.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const TESTS = new URL("browser/", import.meta.url);
const AT_ONCE = /(?<![.\w])expect\(\s*[([]?(?:await |(?:new URL\()?page\.url\()[^;]*;/g;
const BEFORE = /const (\w+) = \(?await [^;]*;/g;
const READ =
  /\.(allInnerTexts|allTextContents|boundingBox|content|count|getAttribute|innerText|inputValue|isChecked|isVisible|textContent|title|url)\(/;
/** Not where it comes before: a test may well do something in the page, and look at what that returned. */
const EVALUATED = /\.evaluate(All)?\(/;

/** The statements that read a page once, where something is expected of what was read. */
function readOnce(source: string): string[] {
  const at_once = [...source.matchAll(AT_ONCE)].filter(([said]) => READ.test(said) || EVALUATED.test(said));
  const before = [...source.matchAll(BEFORE)].filter(
    ([said, name]) => READ.test(said) && new RegExp(`(?<![.\\w])expect\\(${name}\\b`).test(source),
  );
  return [...at_once, ...before].map(([statement]) => statement);
}

test.each([
  'expect(await page.locator("main").textContent()).toContain("Saved");',
  'expect(await page.evaluate(() => document.activeElement?.id)).toBe("total");',
  'expect(new URL(page.url()).pathname).toBe("/");',
  'const said = (await page.locator("main").innerText()) ?? "";\nexpect(said).toContain("Saved");',
])("a page that is read once is found: %s", (source) => {
  expect(readOnce(source)).toHaveLength(1);
});

test("a page that is read until it is so is not found", () => {
  const source = 'const said = () => page.innerText("main");\nawait expect.poll(said).toContain("Saved");';

  expect(readOnce(source)).toEqual([]);
});

test.each(readdirSync(TESTS).filter((name) => name.endsWith(".ts")))("%s waits for what it reads", (name) => {
  expect(readOnce(readFileSync(new URL(name, TESTS), "utf8"))).toEqual([]);
});
