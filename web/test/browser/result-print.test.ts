// A result on paper: everything open, whole lists, nothing that only colour tells, and the screen as it was afterwards.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { ResultAnswer } from "../../src/protocol/http";
import { LOT, person } from "../fixtures";
import { buyerResult, largeResult, refusedOf } from "../result-fixtures";
import { SHOTS } from "./browser";
import { MockResult } from "./mock-result";
import { useStage } from "./stage";
import { expectNothingBeside } from "./waiting";

const stage = useStage();
/** A4, with the margins that a browser leaves, at 96 dots an inch. */
const PAPER = { width: 718, height: 1_047 };

async function shown(result: ResultAnswer, refused: number): Promise<Page> {
  const routes = new MockResult();
  routes.result = result;
  routes.refusals = refusedOf(refused);
  stage.mock.result = routes;
  stage.mock.person = person("buyer");
  const page = await stage.openAt(`/lots/${LOT}/result`);
  await page.locator(".graph canvas").waitFor();
  await page.getByText(/^The refused bids one by one/).waitFor();
  return page;
}

/** Shows the page for paper, at the width of a sheet. Returns what reads it. */
async function onPaper(page: Page): Promise<() => Promise<string>> {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(PAPER);
  await page.getByText(/^Printed at .* on .*\.$/).waitFor();
  return () => page.locator("main").innerText();
}

async function pagesOf(page: Page, name: string): Promise<number> {
  const path = process.env["SHOTS"] === undefined ? {} : { path: join(SHOTS, `${name}.pdf`) };
  const pdf = await page.pdf({ format: "A4", ...path });
  return pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
}

// G161
test("closed details are open on paper, controls are not there, and the screen is as it was afterwards", async () => {
  const many = buyerResult().path.flatMap((point) => Array.from({ length: 10 }, () => point));
  const page = await shown(buyerResult({ path: many }), 60);

  const said = await onPaper(page);

  await expect
    .poll(() =>
      page
        .locator(".result details")
        .evaluateAll((all) => all.every((one) => (one as HTMLDetailsElement).open)),
    )
    .toBe(true);
  await expect.poll(() => page.locator(".result__course tbody tr").count()).toBe(80);
  await expect
    .poll(() =>
      page
        .locator("section", { has: page.locator("#refused") })
        .locator("tbody tr")
        .count(),
    )
    .toBe(60);
  for (const words of [/Chesterfield Royal Hospital\n.*Item/s, /60,000 boxes of 100/, /Pays £600\.00 more/])
    await expect.poll(said).toMatch(words);
  await expect.poll(() => page.locator("main").getByRole("button").filter({ visible: true }).count()).toBe(0);
  await expect.poll(() => page.locator("main select").filter({ visible: true }).count()).toBe(0);
  await expectNothingBeside(page);
  const colours = () =>
    page
      .locator(".result .yes, .result .no")
      .evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).color))]);
  await expect.poll(colours).toEqual(["rgb(0, 0, 0)"]);

  await page.emulateMedia({ media: "screen" });
  await page.getByText("The lead as a table (80)").waitFor();
  await expect.poll(() => page.locator(".result details[open]").count()).toBe(0);
});

// G161: what a browser prints is what stands when `beforeprint` returns.
test("a print from the screen has what was closed", async () => {
  const page = await shown(buyerResult(), 4);
  await page.evaluate(() => {
    addEventListener("beforeprint", () => {
      document.body.dataset["rows"] = String(document.querySelectorAll(".result__course tbody tr").length);
    });
  });

  const pages = await pagesOf(page, "result");

  await expect.poll(() => page.locator("body").getAttribute("data-rows")).toBe("8");
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(pages).toBeLessThanOrEqual(6);
  await expect.poll(() => page.locator(".result details[open]").count()).toBe(0);
});

// G161
test("lists that would fill the paper say what they leave out", async () => {
  const page = await shown(largeResult(3_000), 30);

  const said = await onPaper(page);

  await expect.poll(said).toMatch(/On paper the 1,000 lines before these are left out\./);
  await expect.poll(said).toMatch(/On paper 5,200 lines of single trusts are left out\./);
  await expect.poll(said).toMatch(/On paper the unit prices of the other 49 offers are left out\./);
  await expect
    .poll(() =>
      page
        .locator("section", { has: page.locator("#places") })
        .locator("tbody tr")
        .count(),
    )
    .toBe(50);
  await expectNothingBeside(page);
});

// G161: nobody can choose an offer on paper.
test("the unit prices of every offer are on paper", async () => {
  const base = buyerResult();
  const [item] = base.items;
  if (item === undefined) throw new Error("the fixture has no item");
  const items = [item, { ...item, id: "nitrile-l", description: "Nitrile glove, large" }];
  const page = await shown(buyerResult({ items }), 4);
  const tables = page.locator("section", { has: page.locator("#prices") }).locator("table");
  await page.getByText("The prices of each line (2)").click();
  await expect.poll(() => tables.count()).toBe(1);

  await onPaper(page);

  await expect.poll(() => tables.count()).toBe(base.ranking.filter(({ prices }) => prices).length);
  await page.locator(".result__of").getByText("Calder Healthcare Ltd, 3rd").waitFor();
});
