// A long table of a set-up on paper: all of its rows, as wide as the sheet.
import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json";
import { person } from "../fixtures";
import { SHOTS } from "./browser";
import { GLOVES } from "./gloves";
import { DRAFT, MockDrafts } from "./mock-drafts";
import { useStage } from "./stage";

const stage = useStage();
const ROWS = 120;
const TRUSTS = Array.from({ length: 13 }, (_, nth) => `R${10 + nth}`);

function longDraft(): JsonObject {
  const figures = (each: string) => Object.fromEntries(TRUSTS.map((trust) => [trust, each]));
  const items = Array.from({ length: ROWS }, (_, nth) => {
    const name = { id: `item-${nth}`, description: `Examination glove, kind ${nth + 1}`, unit: "box of 100" };
    return { ...name, volumes: figures("12000"), baselines: figures("3.25") };
  });
  const trusts = TRUSTS.map((ods) => ({ ods, name: `Trust ${ods}` }));
  return { ...GLOVES, trusts, lots: [{ title: "Nitrile", items }] };
}

// G153
test("on paper a long table has all its rows and columns", async () => {
  const drafts = new MockDrafts();
  drafts.document = longDraft();
  stage.mock.person = person("buyer");
  stage.mock.drafts = drafts;
  const page = await stage.openAt(`/events/${DRAFT}/set-up/figures`);
  await page.getByText("All changes are saved").waitFor();

  await page.emulateMedia({ media: "print" });
  await writeFile(`${SHOTS}/set-up-figures.pdf`, await page.pdf({ preferCSSPageSize: true }));

  const last = page.locator("table.grid tbody tr").last();
  expect(await page.locator("table.grid tbody tr").count()).toBe(ROWS);
  expect(await last.evaluate((row) => getComputedStyle(row).contentVisibility)).toBe("visible");
  const wide = await page
    .locator("table.grid")
    .evaluate((table) => table.scrollWidth - (table.parentElement?.clientWidth ?? 0));
  expect(wide).toBeLessThanOrEqual(0);
  expect(await page.locator(".grid__box").evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
});
