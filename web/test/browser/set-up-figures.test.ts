// The tables of a set-up: volumes and prices of today, typed, pasted and read from a sheet.
import { expect, test } from "vitest";
import { shoot } from "./browser";
import { GLOVES, paste } from "./gloves";
import { openTask, REFUSED, setUp } from "./set-up-stage";
import { useStage } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();

// G153
test("Ctrl and an arrow key move in the table, and sums follow each key", async () => {
  setUp(stage);
  const page = await openTask(stage, "/figures");
  await page.getByText("Today's spend: £180,000.00 a year.").waitFor();

  await page.getByLabel("Nitrile glove, medium, RFS").press("Control+ArrowRight");
  await focusIs(page, { label: "Nitrile glove, medium, RHQ" });
  await page.keyboard.press("Control+ArrowDown");
  await focusIs(page, { label: "Nitrile glove, large, RHQ" });
  await page.keyboard.type("32,000");
  await page.getByRole("button", { name: "Prices today" }).click();
  await page.getByLabel("Nitrile glove, large, RHQ").fill("3.00");

  await page.getByText("Today's spend: £276,000.00 a year.").waitFor();
  await shoot(page, "set-up-figures-prices");
  await stage.expectSound(page);
});

// G153
test("figures that are pasted at a cell are put in from there, and a bad one is marked, listed and kept", async () => {
  const drafts = setUp(stage);
  const page = await openTask(stage, "/figures");
  const cell = page.getByLabel("Nitrile glove, medium, RFS");

  await paste(cell, "100\t200\n300\tmany\n");
  await page.getByText("1 cell of the paste could not be read. Nothing was changed.").waitFor();
  await expect.poll(() => cell.inputValue()).toBe("12000");
  await page.getByRole("link", { name: /Nitrile glove, large, RHQ/ }).click();
  await focusIs(page, { invalid: true });
  await page.getByText("The pasted text").click();
  await shoot(page, "set-up-figures-bad-paste");
  await stage.expectSound(page, REFUSED);

  await paste(cell, "100\t200\n300\t400\n");
  await page.getByText("4 cells pasted.").waitFor();

  await expect.poll(() => page.getByLabel("Nitrile glove, large, RHQ").inputValue()).toBe("400");
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
  await expect
    .poll(() => drafts.document)
    .toMatchObject({
      lots: [{ items: [{ volumes: { RFS: "100", RHQ: "200" } }, { volumes: { RFS: "300", RHQ: "400" } }] }],
    });
});

// G153
test("a pasted sheet with mistakes is mended on the page, and its text survives a reload", async () => {
  const drafts = setUp(stage, { ...GLOVES, lots: [{ title: "Nitrile", items: [] }] });
  const page = await openTask(stage, "/lots");
  const sheet =
    "description\tunit\tRFS volume\tRHQ volume\nGlove, small\tbox\t1O0\t200\nGlove, large\tbox\t300\t4oo";
  await page.getByLabel("Paste the cells here, with their header row").fill(sheet);
  await page.getByRole("button", { name: "Read the sheet" }).click();
  await page.getByText("2 cells could not be read. Nothing was changed, and the sheet is kept.").waitFor();
  await shoot(page, "set-up-sheet-refused");
  await stage.expectSound(page, REFUSED);

  await page.reload();
  await expect
    .poll(() => page.getByLabel("Paste the cells here, with their header row").inputValue())
    .toBe(sheet);
  await page.getByRole("button", { name: "Read the sheet" }).click();
  await page.getByRole("link", { name: /Row 2, RFS volume/ }).click();
  await focusIs(page, { value: "1O0" });
  await page.keyboard.type("100");
  await page.getByLabel("Row 3, RHQ volume").fill("400");
  await page.getByRole("button", { name: "Read the corrected sheet" }).click();

  await page.getByText("2 items read.").waitFor();
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
  await expect
    .poll(() => drafts.document)
    .toMatchObject({
      lots: [
        { items: [{ description: "Glove, small", volumes: { RFS: "100" } }, { volumes: { RHQ: "400" } }] },
      ],
    });
});

// G153
test("a warning about a cell leads to the cell, also where the other half of the table is shown", async () => {
  const drafts = setUp(stage);
  const path = "/lots/0/items/1/baselines/RHQ";
  drafts.lint = [{ path, code: "baseline_apart", level: "warning", message: "is far from the others" }];
  const page = await openTask(stage, "/figures");

  await page.getByRole("link", { name: /Price today of RHQ is far from the others/ }).click();

  await focusIs(page, { path });
  await stage.expectSound(page);
});
