// The set-up of an event on a real server: a buyer sets up a small event and publishes it, the server reads sheets, pastes
// and times, two buyers work on one draft at the same time, and templates are made.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { shoot } from "./browser";
import { dayAhead } from "./morning-event";
import { useServer } from "./real-stage";
import { expectAccessible, expectNothingBeside, focusIs } from "./waiting";

const stage = useServer();

/** Signs a buyer of one partnership in, and opens an address. Each test has buyers of its own. */
function buyerAt(person: string, path: string): Promise<Page> {
  return stage.addedAt("buyer", "wtp", person, path);
}

async function finish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
}

async function addEntry(page: Page, what: string, cells: ReadonlyArray<[string, string]>): Promise<void> {
  await page
    .getByRole("button", { name: `Add a${what.startsWith("i") ? "n" : ""} ${what}`, exact: true })
    .click();
  const row = page.locator("table.grid tbody tr").last();
  for (const [name, text] of cells) await row.locator(`td[data-name="${name}"] input`).fill(text);
}

// G153, G154
test("a buyer sets up an event, mends what the check finds, and publishes it", async () => {
  await stage.server.link("supplier", "acme");
  const page = await buyerAt("ann", "/events/new");
  await page.getByLabel("Title").fill("Examination gloves");
  await page.getByRole("button", { name: "Create the draft" }).click();
  await page.getByText(/1 of 10 tasks completed\. \d+ things stop publication\./).waitFor();

  await page.getByRole("link", { name: "Event and contact" }).click();
  await page.getByLabel("Practice: nothing follows from it").check();
  await page.getByLabel("Contact name").fill("Ann Field");
  await page.getByLabel("Contact telephone").fill("0114 496 0000");
  await finish(page);

  await page.getByRole("link", { name: "Trusts" }).click();
  await addEntry(page, "trust", [
    ["ODS code", "RFS"],
    ["Name", "Chesterfield Royal Hospital"],
  ]);
  await addEntry(page, "trust", [
    ["ODS code", "RHQ"],
    ["Name", "Sheffield Teaching Hospitals"],
  ]);
  await finish(page);

  await page.getByRole("link", { name: "Bidders and their figures" }).click();
  for (const [id, name] of [
    ["acme", "Acme Medical Ltd"],
    ["bolt", "Bolt Gloves plc"],
    ["calder", "Calder Healthcare Ltd"],
  ] as const) {
    await addEntry(page, "bidder", [
      ["Id", id],
      ["Name", name],
    ]);
  }
  await finish(page);

  await page.getByRole("link", { name: "Lots and items" }).click();
  await page.getByRole("button", { name: "Add a lot" }).click();
  await page.getByLabel("Title").fill("Nitrile gloves");
  await addEntry(page, "item", [
    ["Id", "nitrile-m"],
    ["Description", "Nitrile glove, medium"],
    ["Unit", "box of 100"],
    ["GTIN", "05012345678901"],
  ]);
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  await shoot(page, "set-up-live-problem");
  await focusIs(page, { tag: "A" });
  await page.keyboard.press("Enter");
  await focusIs(page, { label: expect.stringContaining("GTIN") });
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("05012345678900");
  await finish(page);

  await page.getByRole("link", { name: "Volumes and prices today" }).click();
  await page.getByLabel("Nitrile glove, medium, RFS").fill("12,000");
  await page.getByLabel("Nitrile glove, medium, RFS").press("Control+ArrowRight");
  await focusIs(page, { label: "Nitrile glove, medium, RHQ" });
  await page.keyboard.type("48000");
  await page.getByRole("button", { name: "Prices today" }).click();
  await page.getByLabel("Nitrile glove, medium, RFS").fill("£3.20");
  await page.getByLabel("Nitrile glove, medium, RHQ").fill("2.95");
  await page.getByText("Today's spend: £180,000.00 a year.").waitFor();
  await finish(page);

  await page.getByRole("link", { name: "Times" }).click();
  await page.getByLabel("As soon as it is published").check();
  await page.getByLabel("After a length of time").check();
  await page.getByLabel("How long the lot is open").fill("1 hour");
  await finish(page);

  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByLabel("Ceiling").fill("120000");
  await page.getByText("The trusts spend £180,000.00 a year today.").waitFor();
  await page.getByText("The ceiling is 66.7% of today's spend.").waitFor();
  await page.getByText(/^Check:.*£180,000/).waitFor();
  await shoot(page, "set-up-live-rules");
  await finish(page);

  await page.getByRole("link", { name: "Bidders and their figures" }).click();
  await page.getByLabel(/^Chosen bidders/).check();
  await page.getByLabel("Nitrile glove, medium, Acme Medical Ltd").fill("£1.95");
  await page.getByLabel("acme, Factor").fill("1.02");
  await page.getByText("£119,340.00").waitFor();
  await finish(page);

  await page.getByRole("link", { name: "Who sees what" }).click();
  await finish(page);

  await page.locator("main").getByRole("link", { name: "People" }).click();
  await finish(page);

  await page.getByText("9 of 10 tasks completed. Nothing stops publication.").waitFor();
  await page.getByRole("link", { name: "Check and publish" }).click();
  await page.getByText(/^Nothing stops publication\. \d+ warnings?\.$/).waitFor();
  await page.getByText("For 4 of 5 organisations nobody can sign in yet.").waitFor();
  await page.getByText("supplier-acme@example.org (invited, has not signed in yet)").waitFor();
  await expectAccessible(page);
  await expectNothingBeside(page);
  await shoot(page, "set-up-live-check");

  await page.getByRole("button", { name: "Publish to 3 bidders" }).click();
  await page.getByRole("heading", { name: "The event is published" }).waitFor();
  await page.getByText(/sha256:[0-9a-f]{64}/).waitFor();
  await page.getByRole("link", { name: "Lot 1 (Nitrile gloves)" }).click();
  await page.locator(".clock__title").getByText("Nitrile gloves").waitFor();
});

// G153, G154
test("a sheet with mistakes is mended, figures are pasted, times are typed, and each party's view is previewed", async () => {
  const page = await buyerAt("ben", "/events/new");
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
  await page.getByText("3 bidders read.").waitFor();
  await finish(page);
  await page.getByRole("link", { name: "Lots and items" }).click();
  await page.getByRole("button", { name: "Add a lot" }).click();
  await page.getByLabel("Title").fill("Nitrile gloves");
  const sheet =
    "id\tdescription\tunit\tgtin\tRFS volume\tRHQ volume\tRFS baseline\tRHQ baseline\nm\tGlove, medium\tbox of 100\t05012345678900\t12,000\t48000\t3,20\t2.95\nl\tGlove, large\tbox of 100\t05012345678918\t8,000\t3x\t3.25\t3.00";
  await page.getByLabel("Paste the cells here, with their header row").fill(sheet);
  await page.getByRole("button", { name: "Read the sheet" }).click();
  await page.getByText(/3 cells could not be read/).waitFor();
  await shoot(page, "set-up-live-sheet");
  await page.getByLabel("Row 2, RFS baseline").fill("3.20");
  await page.getByLabel("Row 3, RHQ volume").fill("32,000");
  await page.getByLabel("Row 3, gtin").fill("05012345678917");
  await page.getByRole("button", { name: "Read the corrected sheet" }).click();
  await page.getByText(/2 items read/).waitFor();
  await finish(page);
  await page.getByRole("link", { name: "Volumes and prices today" }).click();
  await page.getByLabel("Glove, medium, RFS").evaluate((field) => {
    const data = new DataTransfer();
    data.setData("text/plain", "1,000\tx\n£3\t4");
    field.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await page.getByText(/of the paste could not be read/).waitFor();
  await shoot(page, "set-up-live-block");
  await page.getByLabel("Glove, medium, RFS").evaluate((field) => {
    const data = new DataTransfer();
    data.setData("text/plain", "1,000\t2000\n3\t4");
    field.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await page.getByText(/4 cells pasted/).waitFor();
  await finish(page);
  await page.getByRole("link", { name: "Times" }).click();
  await page.getByLabel("Opening time").fill(`${dayAhead(35)} 2.30pm`);
  await page.getByLabel("After a length of time").check();
  await page.getByText("That is 2:30pm on ").waitFor();
  await page.getByLabel("How long the lot is open").fill("1 hour");
  await page.getByLabel("An offer near the end gives the others time to answer").check();
  await page.getByLabel("Latest possible close").fill("25 October 2026 1:30am");
  await page.getByLabel("Length of each extension").focus();
  await page.locator(".suggestions").first().waitFor();
  await shoot(page, "set-up-live-times");
  await page.getByLabel("Latest possible close").fill(`${dayAhead(35)} 5pm`);
  await finish(page);
  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByLabel("Ceiling").fill("200000");
  await finish(page);
  await page.getByRole("link", { name: "Check and publish" }).click();
  await page.getByText(/^Nothing stops publication/).waitFor();
  await page.getByRole("button", { name: "Two views side by side" }).click();
  await page.getByRole("button", { name: "Show this view" }).first().click();
  await page.getByRole("button", { name: "Show this view" }).click();
  await page.locator(".preview__view").nth(1).waitFor();
  await shoot(page, "set-up-live-check");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Publish to 3 bidders" }).click();
  await page.getByRole("heading", { name: "The event is published" }).waitFor();
});

// G153
test("two buyers work on one draft: what they change apart is joined, and what both change is asked about", async () => {
  const ann = await buyerAt("cleo", "/events/new");
  await ann.getByLabel("Title").fill("Examination gloves");
  await ann.getByRole("button", { name: "Create the draft" }).click();
  await ann.getByRole("heading", { name: "Set up the event" }).waitFor();
  const address = new URL(ann.url()).pathname;
  await ann.getByRole("link", { name: "Event and contact" }).click();
  const bob = await buyerAt("bob", `${address}/event`);

  await bob.getByLabel("Your reference").fill("WTP-2027-001");
  await finish(bob);
  await ann.getByLabel("Title").fill("Sterile gloves");
  await finish(ann);
  await ann.getByRole("link", { name: "Event and contact" }).click();
  await expect.poll(() => ann.getByLabel("Your reference").inputValue()).toBe("WTP-2027-001");

  await bob.goto(`${stage.server.address}${address}/event`);
  await bob.getByLabel("Title").fill("Gloves of Bob");
  await ann.getByLabel("Title").fill("Gloves of Ann");
  await finish(ann);
  await bob.getByRole("button", { name: "Save and go back to the list" }).click();
  await bob.getByRole("heading", { name: /changed the same field/ }).waitFor();
  await shoot(bob, "set-up-live-dispute");
  await bob.getByLabel(/: Gloves of Ann$/).check();
  await bob.getByRole("button", { name: "Use these and save" }).click();
  await finish(bob);

  await bob.getByText("Gloves of Ann").first().waitFor();
});

// G17, G153
test("a template is made, renamed and deleted, and an event is set up from it", async () => {
  const page = await buyerAt("dora", "/events/new");
  await page.getByLabel("Title").fill("Examination gloves");
  await page.getByRole("button", { name: "Create the draft" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
  await page.goto(`${stage.server.address}/events/templates`);
  await page.getByLabel("Name").fill("Gloves");
  await page.getByRole("button", { name: "Make the template" }).click();
  await page.getByText("The template Gloves is made.").waitFor();

  await page.getByRole("button", { name: "Rename Gloves" }).click();
  await page.getByLabel("Name").first().fill("Gloves of every kind");
  await page.getByRole("button", { name: "Save the name" }).click();
  await page.getByText("The template is now called Gloves of every kind.").waitFor();
  await page.getByRole("button", { name: "Set up an event from this template Gloves of every kind" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
  await page.getByText("Gloves of every kind").first().waitFor();

  await page.goto(`${stage.server.address}/events/templates`);
  await page.getByRole("button", { name: "Delete Gloves of every kind" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await page.getByText(/^No template yet/).waitFor();
  await expectAccessible(page);
});
