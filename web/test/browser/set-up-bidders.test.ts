// The bidders of a lot: what their figures do, and their prices from the tender, typed and pasted.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { at, type JsonObject } from "../../src/json";
import { shoot } from "./browser";
import { GLOVES, paste } from "./gloves";
import { DRAFT, MockDrafts } from "./mock-drafts";
import { person } from "../fixtures";
import { NARROW, useStage } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();
const REFUSED = [/status of 422/];
const LOT = at(GLOVES, "/lots/0") as JsonObject;

/** Two bidders: one with figures, quality points and tender prices, one with its name alone. */
function setUp(): MockDrafts {
  const bidders: JsonObject[] = [
    { bidder: "acme", factor: "1.02", quality: "33", opening: { m: "3.10", l: "3.05" } },
    { bidder: "bolt" },
  ];
  const rules = { scoring: "weighted", price_weight: "60" };
  const drafts = new MockDrafts();
  drafts.document = { ...GLOVES, lots: [{ ...LOT, bidders, rules }] };
  stage.mock.person = person("buyer");
  stage.mock.drafts = drafts;
  return drafts;
}

async function openBidders(width = 1440, height = 900): Promise<Page> {
  const page = await stage.openAt(`/events/${DRAFT}/set-up/bidders`, width, height);
  await page.getByRole("heading", { name: "Prices from the tender" }).waitFor();
  await page.getByText("All changes are saved").waitFor();
  return page;
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
}

function savedBidders(drafts: MockDrafts): unknown {
  return at(drafts.document, "/lots/0/bidders");
}

// G153
test("bidders with figures and tender prices are sound at each width", async () => {
  const drafts = setUp();
  const path = "/lots/0/bidders/0/opening/l";
  const message = 'must have at most 2 decimal places, such as "3.05"';
  drafts.findings = [{ path, code: "too_many_places", level: "error", message }];
  const page = await openBidders(...NARROW);

  const cell = page.locator(`[data-path="${path}"]`);
  await expect.poll(() => cell.locator("xpath=..").textContent()).toContain("Too many decimals");
  const whole = () =>
    cell.evaluate(
      (field) => document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent,
    );
  await expect.poll(whole).toContain(message);
  await stage.expectSoundAtWidths(page, "set-up-bidders-full");
});

// G153
test("figures say beside them what they do, at each key", async () => {
  setUp();
  const page = await openBidders();
  const row = page.locator("table.grid", { hasText: "An offer of 100,000" }).locator("tbody tr");
  await expect.poll(() => row.first().textContent()).toContain("£102,000.0093 points");

  await row.nth(1).locator('td[data-name="Divisor"] input').fill("1.05");
  await row.nth(1).locator('td[data-name="Quality points"] input').fill("40");

  await row.nth(1).getByText("£95,238.09").waitFor();
  await row.nth(1).getByText("100 points").waitFor();
});

// G153
test("tender prices are typed by item and bidder, with their totals, and a whole block is pasted", async () => {
  const drafts = setUp();
  const page = await openBidders();
  const foot = page.locator("table.grid tfoot");
  await expect.poll(() => foot.textContent()).toContain("£210,400.00No prices");
  await expect.poll(() => foot.textContent()).toContain("£214,608.00");

  await page.getByLabel("Nitrile glove, medium, Bolt Gloves plc").fill("£3.00");
  await page.getByLabel("Nitrile glove, medium, Bolt Gloves plc").press("Control+ArrowDown");
  await page.getByText("1 price is missing").first().waitFor();
  await focusIs(page, { path: "/lots/0/bidders/1/opening/l" });
  await page.keyboard.type("3.20");
  await foot.getByText("£205,600.00").first().waitFor();
  await stage.expectSound(page);

  await paste(page.getByLabel("Nitrile glove, medium, Acme Medical Ltd"), "2.90\tnone at all\n3.00\t3.10\n");
  await page.getByText("1 cell of the paste could not be read. Nothing was changed.").waitFor();
  await page.getByText("Pasted: not a number").waitFor();
  await shoot(page, "set-up-tender-bad-paste");
  await page.getByRole("link", { name: /Nitrile glove, medium, Bolt Gloves plc/ }).click();
  await focusIs(page, { invalid: true });
  await stage.expectSound(page, REFUSED);
  await paste(page.getByLabel("Nitrile glove, medium, Acme Medical Ltd"), "2.90\t2.95\n3.00\t\n");
  await page.getByText("4 cells pasted.").waitFor();
  await save(page);

  await expect
    .poll(() => savedBidders(drafts))
    .toMatchObject([
      { bidder: "acme", factor: "1.02", opening: { m: "2.90", l: "3.00" } },
      { bidder: "bolt", opening: { m: "2.95" } },
    ]);
});

// G153
test("a bidder without any price keeps no empty member, and a narrow screen shows one bidder at a time", async () => {
  const drafts = setUp();
  const page = await openBidders(360, 740);
  await expect.poll(() => page.getByLabel("Nitrile glove, medium, Bolt Gloves plc").count()).toBe(0);

  await page.getByLabel("Nitrile glove, medium, Acme Medical Ltd").fill("");
  await page.getByLabel("Nitrile glove, large, Acme Medical Ltd").fill("");
  await page.getByRole("combobox", { name: "Bidder" }).selectOption("Bolt Gloves plc");
  await page.getByLabel("Nitrile glove, medium, Bolt Gloves plc").fill("2.95");
  await save(page);

  await expect
    .poll(() => savedBidders(drafts))
    .toEqual([
      { bidder: "acme", factor: "1.02", quality: "33" },
      { bidder: "bolt", opening: { m: "2.95" } },
    ]);
});
