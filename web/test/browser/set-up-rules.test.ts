// The rules and the times of a lot, as a buyer sets them.
import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json";
import { shoot } from "./browser";
import { GLOVES } from "./gloves";
import { openTask, setUp } from "./set-up-stage";
import { useStage } from "./stage";

const stage = useStage();

test("bands of the smallest drop are added, changed and taken away", async () => {
  const drafts = setUp(stage);
  const page = await openTask(stage, "/rules");
  await page.getByLabel("Bands: it depends on the present offer").check();
  await page.getByLabel("Band 1: drop").fill("50");
  await page.getByRole("button", { name: "Add a band" }).click();
  await page.getByLabel("Band 2: from").fill("100,000");
  await page.getByRole("button", { name: "Use a percentage in band 2" }).click();
  await page.getByLabel("Band 2: drop").fill("0.5");
  await shoot(page, "set-up-bands");
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();

  const bands = [
    { from: "0", absolute: "50" },
    { from: "100000", percent: "0.5" },
  ];
  await expect.poll(() => drafts.document).toMatchObject({ lots: [{ rules: { min_decrement: { bands } } }] });
});

// G153
test("the rules of one lot are used in every lot; ceilings, times and who sees what stay as they are", async () => {
  const gloves = { ...GLOVES, lots: [] as JsonObject[] };
  const show = { lead_price: false };
  const extension = { window_s: 60, extend_s: 60, from: "close", trigger: "any" };
  const other = { ceiling: "200", show, extension, max_decrement: { percent: "5", mode: "refuse" } };
  gloves.lots.push({ title: "Nitrile", items: [], rules: { ceiling: "100", beat: "lead" } });
  gloves.lots.push({ title: "Vinyl", items: [], rules: other });
  const drafts = setUp(stage, gloves);
  const page = await openTask(stage, "/rules");

  await page.getByRole("button", { name: "Use the same in every lot" }).click();
  await page.getByText("Both lots have the same now.").waitFor();
  await stage.expectSound(page);
  await page.getByLabel("The highest score").check();
  await expect.poll(() => page.getByText("Both lots have the same now.").count()).toBe(0);
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();

  const rules = () => (drafts.document["lots"] as Array<{ rules: JsonObject }>)[1]?.rules;
  await expect.poll(rules).toMatchObject({ beat: "lead", ceiling: "200", show, extension });
  expect(rules()?.["max_decrement"] ?? null).toBeNull();
});

// G153
test("a time is read back in words, and one that cannot be read stays as it was typed", async () => {
  const drafts = setUp(stage);
  const page = await openTask(stage, "/times");
  await page.getByLabel("Opening time").fill("1 December 2026 2:30pm");
  await page.getByLabel("As soon as it is published").focus();
  await page.getByText("That is 1 December 2026 2:30pm, as the server reads it.").waitFor();

  await page.getByLabel("Opening time").fill("soon");
  await page.getByLabel("As soon as it is published").focus();
  await page.getByText("Must be a date and a time of day.").waitFor();
  await page.getByRole("link", { name: "Back to the list of tasks" }).click();

  await expect.poll(() => drafts.document["lots"]).toMatchObject([{ opens_at: "soon" }]);
});
