// A buyer sets up an event of twelve lots from one pasted sheet with mistakes, looks at it as others will, and publishes
// it to those who are invited.
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { ANN, CAL, EVE, expectSound, OLA, says, useMorning } from "./morning";
import { asText, dayAhead, LOT_TITLES, pastedSheet, twelveLots } from "./morning-event";
import { focusIs } from "./waiting";

const morning = useMorning();
const PASTE = "Paste the cells here, with their header row";
const PASTE_LOTS = "Paste the cells of all lots here, with their header row";

beforeAll(() => morning.add(ANN, CAL, EVE, OLA));

async function finish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
}

/** A part of the page under a heading. */
function part(page: Page, heading: string) {
  return page.locator("section").filter({ has: page.getByRole("heading", { name: heading, exact: true }) });
}

async function begin(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Set up an event" }).click();
  await page.getByLabel("Title").fill("Examination gloves 2027");
  await page.getByLabel("Your reference").fill("WTP-2027-001");
  await page.getByLabel("Your reference").press("Enter");
  await page.getByRole("link", { name: "Event and contact" }).click();
  await page.getByLabel("Contact name").fill("Ann Field");
  await page.getByLabel("Contact telephone").fill("0114 496 0000");
  await finish(page);
  await page.getByRole("link", { name: "Trusts" }).click();
  for (const [ods, name] of [
    ["RHQ", "Sheffield Teaching Hospitals"],
    ["RFS", "Chesterfield Royal Hospital"],
  ] as const) {
    // The focus is in the new row, so the keyboard goes on.
    await page.getByRole("button", { name: "Add a trust" }).press("Enter");
    await page.locator("td[data-name='ODS code'] input:focus").waitFor();
    await page.keyboard.type(ods);
    await page.keyboard.press("Tab");
    await page.keyboard.type(name);
  }
  await expectSound(page, "set-up-trusts");
  await finish(page);
}

async function giveBidders(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Bidders and their figures" }).click();
  await page.getByLabel(PASTE).fill("id\tname\nacme\tAcme Medical Ltd\nbolt\tBolt Gloves plc");
  await page.getByRole("button", { name: "Read the sheet" }).click();
  await page.getByText("2 bidders read.").waitFor();
  await expectSound(page, "set-up-bidders");
  await finish(page);
}

// G153
test("twelve lots come from one pasted sheet: every bad cell is told at once, and the sheet is kept", async () => {
  const page = await morning.signsIn(ANN);
  await begin(page);
  await page.getByRole("link", { name: "Lots and items" }).click();
  const rows = pastedSheet();
  const mistakes: ReadonlyArray<[row: number, column: string, typed: string, right: string]> = [
    [2, "RHQ volume", "48.OOO", "48000"],
    [9, "RFS baseline", "3,25", "3.25"],
    [14, "Description", "", "Polyisoprene, surgical, large"],
    [25, "RHQ volume", "32 thousand", "32,000"],
  ];
  const broken = rows.map((row, nth) =>
    row.map(
      (cell, column) =>
        mistakes.find(([at, name]) => at === nth + 1 && name === rows[0]?.[column])?.[2] ?? cell,
    ),
  );
  const lots = part(page, "Several lots from one spreadsheet");
  await lots.getByLabel(PASTE_LOTS).fill(asText(broken));
  await lots.getByRole("button", { name: "Read the lots" }).click();
  await lots.getByText("4 cells could not be read. Nothing was changed, and the sheet is kept.").waitFor();
  await expectSound(page, "set-up-lots-refused");

  await page.reload();
  await expect.poll(() => lots.getByLabel(PASTE_LOTS).inputValue()).toBe(asText(broken));
  await lots.getByRole("button", { name: "Read the lots" }).click();
  for (const [row, column, typed, right] of mistakes) {
    await lots.getByRole("link", { name: new RegExp(`^Row ${row}, ${column}: `) }).click();
    await focusIs(page, { value: typed });
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(right);
  }
  await lots.getByRole("button", { name: "Read the corrected sheet" }).press("Enter");

  await lots.getByText("24 items in 12 lots read. 12 lots are new.").waitFor();
  const picker = page.getByLabel("Lot", { exact: true });
  await expect
    .poll(() => picker.locator("option").allTextContents())
    .toEqual(LOT_TITLES.map((title, nth) => `Lot ${nth + 1} (${title})`));
  await expectSound(page, "set-up-lots-read");
  await finish(page);

  await page.getByRole("link", { name: "Volumes and prices today" }).click();
  await page.getByText("Today's spend: £302,000.00 a year.").waitFor();
  await expectSound(page, "set-up-figures");
  await finish(page);
  await giveBidders(page);
  await page.getByRole("link", { name: "Times" }).click();
  await page.getByLabel("Opening time").fill(`${dayAhead(30)} 2.30pm`);
  await page.getByLabel("After a length of time").check();
  await page.getByText("That is 2:30pm on ").waitFor();
  await page.getByLabel("How long the lot is open").fill("30 minutes");
  await page.getByRole("button", { name: "Use the same in every lot" }).click();
  await page.getByText("All 12 lots have the same now.").waitFor();
  await expectSound(page, "set-up-times");
  await finish(page);
  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByLabel("Ceiling").fill("300000");
  await page.getByLabel("An amount").first().check();
  await page.getByLabel("Smallest drop of a new offer: amount").fill("250");
  await page.getByRole("button", { name: "Use the same in every lot" }).click();
  await page.getByText("All 12 lots have the same now.").waitFor();
  await picker.selectOption({ index: 11 });
  await expect.poll(() => page.getByLabel("Ceiling").inputValue()).toBe("");
  await expect.poll(() => page.getByLabel("Smallest drop of a new offer: amount").inputValue()).toBe("250");
  await expectSound(page, "set-up-rules");
  await finish(page);
  for (const task of ["Who sees what", "People"]) {
    await page.locator("main").getByRole("link", { name: task }).click();
    await finish(page);
  }
  await page.getByText("9 of 10 tasks completed. Nothing stops publication.").waitFor();
  await expectSound(page, "set-up-list");
  expect(morning.faults()).toEqual([]);
});

async function previewAs(page: Page, party: string, state: string): Promise<void> {
  await page.getByLabel("As seen by").selectOption({ label: party });
  await page.getByLabel("While the lot is").selectOption({ label: state });
}

// G56, G154
test("the buyer plays a lot of the draft, and nobody else sees it", async () => {
  const { event } = await morning.server.draft(twelveLots(), "wtp");
  const page = await morning.signsIn(ANN, `/events/${event}/check`);
  await page.getByLabel("Speed").selectOption("20 times as fast");

  await page.getByRole("button", { name: "Play this auction" }).press("Enter");

  await page.getByText("Practice. Nothing follows from it.").waitFor();
  await page.locator(".clock__title").getByText("Nitrile, powder free").waitFor();
  await page
    .getByText(/all trusts together save £/)
    .first()
    .waitFor();
  // The bidders are scripted, so nobody has to be let back in.
  await expect
    .poll(() => page.getByRole("link", { name: "Let somebody back in who cannot sign in" }).count())
    .toBe(0);
  await expectSound(page, "practice");
  const cal = await morning.signsIn(CAL, new URL(page.url()).pathname);
  await cal.getByRole("heading", { name: "The practice has ended" }).waitFor();
  await expect.poll(() => cal.getByText("Nitrile").count()).toBe(0);
  await expectSound(cal, "practice-of-others");
  expect(morning.faults()).toEqual([]);
});

// G154
test("the buyer sees what a bidder and a trust will see, publishes, and each party gets what it should", async () => {
  const { event } = await morning.server.draft(twelveLots(), "wtp");
  const page = await morning.signsIn(ANN, `/events/${event}/check`);
  await page.getByText(/^Nothing stops publication\./).waitFor();
  await expectSound(page, "check");
  await page.getByRole("button", { name: "Show this view" }).click();
  const view = page.locator(".preview__view");
  await view.getByText("Bidders", { exact: true }).waitFor();
  await previewAs(page, "Acme Medical Ltd (bidder)", "Open");
  await view.getByRole("heading", { name: "Your next offer" }).waitFor();
  await expect.poll(() => view.getByText("Bolt Gloves plc").count()).toBe(0);
  await expectSound(page, "check-as-bidder");
  await previewAs(page, "Sheffield Teaching Hospitals (trust)", "Closed");
  await view.getByRole("heading", { name: "Saving per trust" }).waitFor();
  await expectSound(page, "check-as-trust");

  await page.getByRole("button", { name: "Publish to 2 bidders" }).press("Enter");
  await page.getByRole("heading", { name: "The event is published" }).waitFor();
  await expect.poll(() => page.getByRole("link", { name: /^Lot \d+ \(/ }).count()).toBe(12);
  await expectSound(page, "published");

  const cal = await morning.signsIn(CAL);
  await says(cal, "Examination gloves 2027");
  await expect.poll(() => cal.locator("a[href^='/lots/']").count()).toBeGreaterThanOrEqual(12);
  // The terms are accepted once for all lots.
  await says(cal, "Accept the terms before you send an offer.");
  await expect.poll(() => cal.getByText("Accept the terms before you send an offer.").count()).toBe(1);
  await expectSound(cal, "published-bidder-home");
  await cal.getByRole("link", { name: "Nitrile, powder free" }).first().click();
  await cal.getByRole("button", { name: "Accept the terms" }).press("Enter");
  await says(cal, /is not open yet\. You can type prices now/);
  await expectSound(cal, "published-bidder-lot");
  const eve = await morning.signsIn(EVE, new URL(cal.url()).pathname);
  await eve.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await expectSound(eve, "published-not-invited");
  const ola = await morning.signsIn(OLA);
  await ola.getByRole("link", { name: "Nitrile, powder free" }).first().click();
  await ola.locator(".clock__title").getByText("Nitrile, powder free").waitFor();
  await expect.poll(() => ola.getByText("Acme Medical Ltd").count()).toBe(0);
  await expectSound(ola, "published-trust-lot");
  await page.getByRole("link", { name: "Lot 1 (Nitrile, powder free)" }).click();
  await page.getByRole("row", { name: /Acme Medical Ltd.*Accepted/ }).waitFor();
  await expectSound(page, "published-buyer-lot");
  expect(morning.faults()).toEqual([]);
});
