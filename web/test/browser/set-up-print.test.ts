// A long table of a set-up on paper: all of its rows, as wide as the sheet.
import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json";
import { person } from "../fixtures";
import { shoot } from "./browser";
import { GLOVES } from "./gloves";
import { DRAFT, MockDrafts } from "./mock-drafts";
import { useStage } from "./stage";

const stage = useStage();
const ROWS = 120;
/** A sheet of A4 on its side, without its margins. */
const LANDSCAPE = { width: 1047, height: 718 };
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
  await page.setViewportSize(LANDSCAPE);
  await shoot(page, "set-up-figures-print");

  const last = page.locator("table.grid tbody tr").last();
  await expect.poll(() => page.locator("table.grid tbody tr").count()).toBe(ROWS);
  await expect.poll(() => last.evaluate((row) => getComputedStyle(row).contentVisibility)).toBe("visible");
  const right = (selector: string) =>
    page
      .locator(selector)
      .last()
      .evaluate((part) => part.getBoundingClientRect().right);
  const beside = async () => (await right("table.grid tfoot td")) - (await right(".grid__box"));
  await expect.poll(beside).toBeLessThanOrEqual(0);
  await expect
    .poll(() => page.locator(".grid__box").evaluate((box) => box.scrollHeight - box.clientHeight))
    .toBe(0);
});
