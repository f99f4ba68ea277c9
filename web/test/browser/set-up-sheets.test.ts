// The parts of a set-up that the server reads or makes, on a real server: sheets, pastes, times, previews.
import type { Browser, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accessibilityFaults, launch, open, type OpenedPage, shoot } from "./browser";
import { dayAhead } from "./morning-event";
import { Server } from "./server";

/** Every wait is for a text, which may take long to appear on a busy machine. */
const WAIT = { timeout: 60_000 };

let browser: Browser;
let server: Server;
const opened: OpenedPage[] = [];

beforeAll(async () => {
  browser = await launch();
});
beforeEach(async () => {
  server = await Server.start();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ context }) => context.close()));
  await server.stop();
});

/** Signs a buyer of one partnership in, and opens an address. */
async function buyerAt(person: string, path: string): Promise<Page> {
  const one = await open(browser, await server.link("buyer", "wtp", person), 1440, 900);
  opened.push(one);
  await one.page.getByRole("button", { name: "Sign in" }).click();
  await one.page.getByRole("button", { name: "Go on with links only" }).click(WAIT);
  await one.page.getByRole("heading", { name: "Your events and lots" }).waitFor(WAIT);
  await one.page.goto(server.address + path);
  return one.page;
}

async function finish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor(WAIT);
}

async function addEntry(page: Page, what: string, cells: ReadonlyArray<[string, string]>): Promise<void> {
  await page
    .getByRole("button", { name: `Add a${what.startsWith("i") ? "n" : ""} ${what}`, exact: true })
    .click();
  const row = page.locator("table.grid tbody tr").last();
  for (const [name, text] of cells) await row.locator(`td[data-name="${name}"] input`).fill(text);
}

// G153, G154
test("a sheet with mistakes is mended, figures are pasted, times are typed, and each party's view is previewed", async () => {
  const page = await buyerAt("ann", "/events/new");
  await page.getByLabel("Title").fill("Examination gloves");
  await page.getByRole("button", { name: "Create the draft" }).click();
  await page.getByRole("link", { name: "Trusts" }).click();
  await addEntry(page, "trust", [
    ["ODS code", "RFS"],
    ["Name", "Chesterfield Royal Hospital"],
  ]);
  await addEntry(page, "trust", [
    ["ODS code", "RHQ"],
    ["Name", "Sheffield"],
  ]);
  await finish(page);
  await page.getByRole("link", { name: "Bidders and their figures" }).click();
  await page
    .getByLabel("Paste the cells here, with their header row")
    .fill("id\tname\tfactor\nacme\tAcme Medical Ltd\t1.02\nbolt\tBolt Gloves plc\t\ncalder\tCalder\t");
  await page.getByRole("button", { name: "Read the sheet" }).click();
  await page.getByText("3 bidders read.").waitFor(WAIT);
  await finish(page);
  await page.getByRole("link", { name: "Lots and items" }).click();
  await page.getByRole("button", { name: "Add a lot" }).click();
  await page.getByLabel("Title").fill("Nitrile gloves");
  const sheet =
    "id\tdescription\tunit\tgtin\tRFS volume\tRHQ volume\tRFS baseline\tRHQ baseline\nm\tGlove, medium\tbox of 100\t05012345678900\t12,000\t48000\t3,20\t2.95\nl\tGlove, large\tbox of 100\t05012345678918\t8,000\t3x\t3.25\t3.00";
  await page.getByLabel("Paste the cells here, with their header row").fill(sheet);
  await page.getByRole("button", { name: "Read the sheet" }).click();
  await page.getByText(/3 cells could not be read/).waitFor(WAIT);
  await shoot(page, "set-up-live-sheet");
  await page.getByLabel("Row 2, RFS baseline").fill("3.20");
  await page.getByLabel("Row 3, RHQ volume").fill("32,000");
  await page.getByLabel("Row 3, gtin").fill("05012345678917");
  await page.getByRole("button", { name: "Read the mended sheet" }).click();
  await page.getByText(/2 items read/).waitFor(WAIT);
  await finish(page);
  await page.getByRole("link", { name: "Volumes and baselines" }).click();
  await page.getByLabel("Glove, medium, RFS").evaluate((field) => {
    const data = new DataTransfer();
    data.setData("text/plain", "1,000\tx\n£3\t4");
    field.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await page.getByText(/of the paste could not be read/).waitFor(WAIT);
  await shoot(page, "set-up-live-block");
  await page.getByLabel("Glove, medium, RFS").evaluate((field) => {
    const data = new DataTransfer();
    data.setData("text/plain", "1,000\t2000\n3\t4");
    field.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await page.getByText(/4 cells pasted/).waitFor(WAIT);
  await finish(page);
  await page.getByRole("link", { name: "Times" }).click();
  await page.getByLabel("Opening time").fill(`${dayAhead(35)} 2.30pm`);
  await page.getByLabel("After a length of time").check();
  await page.getByText("That is 2:30pm on ").waitFor(WAIT);
  await page.getByLabel("How long the lot is open").fill("1 hour");
  await page.getByLabel("An offer near the end gives the others time to answer").check();
  await page.getByLabel("Latest possible close").fill("25 October 2026 1:30am");
  await page.getByLabel("Length of each extension").focus();
  await page.locator(".suggestions").first().waitFor(WAIT);
  await shoot(page, "set-up-live-times");
  await page.getByLabel("Latest possible close").fill(`${dayAhead(35)} 5pm`);
  await finish(page);
  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByLabel("Ceiling").fill("200000");
  await finish(page);
  await page.getByRole("link", { name: "Check and publish" }).click();
  await page.getByText(/^Nothing stops publication/).waitFor(WAIT);
  await page.getByRole("button", { name: "Two views side by side" }).click();
  await page.getByRole("button", { name: "Show this view" }).first().click();
  await page.getByRole("button", { name: "Show this view" }).click();
  await page.locator(".preview__view").nth(1).waitFor(WAIT);
  await shoot(page, "set-up-live-check");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Publish to 3 bidders" }).click();
  await page.getByRole("heading", { name: "The event is published" }).waitFor(WAIT);
});
