// The result of the largest lot: fifty bidders, two hundred lines, twenty-six trusts, thousands of changes of the lead.
import { expect, test } from "vitest";
import { LOT, person } from "../fixtures";
import { largeResult, refusedOf } from "../result-fixtures";
import { keyboardFaults } from "./keyboard";
import { MockResult } from "./mock-result";
import { useStage } from "./stage";

const stage = useStage();

// G161, U33
test("long lists come in pages, and large figures are whole at each width", async () => {
  const routes = new MockResult();
  routes.result = largeResult();
  routes.refusals = refusedOf(1_200);
  stage.mock.result = routes;
  stage.mock.person = person("buyer");
  const page = await stage.openAt(`/lots/${LOT}/result`);
  await page.getByText("The refused bids one by one (1,200)").click();
  await page.getByText("The lead as a table (4,000)").click();
  await page.getByText("Item by item").click();

  const course = page.locator(".result__course");
  await course.getByText("Page 1 of 160").waitFor();
  await expect.poll(() => course.locator("tbody tr").count()).toBe(25);
  await course.getByRole("button", { name: "Later" }).click();
  await course.getByText("Page 2 of 160").waitFor();
  const savings = page.locator("section", { has: page.locator("#savings") });
  await savings.getByText("Page 1 of 8").waitFor();
  await page.getByLabel("Lines of", { exact: true }).selectOption("R11");
  await savings.getByRole("heading", { name: /^Trust number 2 of/ }).waitFor();
  await page.getByText("The prices of each line (200)").click();
  await page.getByLabel("Prices of", { exact: true }).selectOption("Bidder 7");
  await page.getByRole("group", { name: /^Unit prices of Medical supplies number 7 / }).waitFor();

  await stage.expectSoundAtWidths(page, "result-large");
  expect(await keyboardFaults(page)).toEqual([]);
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 740 });
    const cut = () =>
      page
        .locator(".result .scroll")
        .evaluateAll((boxes) =>
          boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.ariaLabel),
        );
    await expect.poll(cut, { message: `figures cut at ${width}` }).toEqual([]);
  }
});
