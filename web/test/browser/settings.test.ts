// A person's own settings: details, password, the code from an app with its recovery codes, sessions, choices.
import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { person } from "../fixtures";
import { shoot } from "./browser";
import { RECOVERY_CODES, RIGHT_CODE, RIGHT_PASSWORD } from "./mock-account";
import { MockPeople } from "./mock-people";
import { NARROW, useStage } from "./stage";

const stage = useStage();
const REFUSED = [/403/, /422/];

beforeEach(() => {
  stage.asSupplier();
  stage.mock.person = {
    ...person("supplier"),
    name: "Ann Field",
    email: "ann@acme.example",
    second_factor: false,
  };
});

async function opened(width = 1440, height = 900): Promise<Page> {
  const page = await stage.openAt("/settings", width, height);
  await page.getByText("Chromium on Linux").waitFor();
  return page;
}

// G163
test("the settings are sound at each width", async () => {
  const page = await opened(...NARROW);

  await expect.poll(() => page.title()).toBe("Settings \u2013 fairlot");
  await stage.expectSoundAtWidths(page, "settings");
});

// G163
test("a new name stands in the header at once, and a bad telephone number is told at its field", async () => {
  const page = await opened();
  await page.getByLabel("Name", { exact: true }).fill("Ann Hill");
  await page.getByRole("textbox", { name: "Telephone" }).fill("none");
  await page.getByRole("button", { name: "Save name and telephone" }).click();
  await page.getByRole("link", { name: "Telephone must be 7 to 20 digits" }).waitFor();
  await stage.expectSound(page, REFUSED);

  await page.getByRole("textbox", { name: "Telephone" }).fill("0114 496 0000");
  await page.getByRole("button", { name: "Save name and telephone" }).click();

  await page.getByText("Your name and telephone number are saved.").waitFor();
  await page.locator("header").getByText("Ann Hill").waitFor();
  const body = { name: "Ann Hill", telephone: "0114 496 0000" };
  expect(stage.mock.account.asked).toContainEqual(expect.objectContaining({ body }));
});

// G163
test("a password that is weak or an old one that is wrong is told at its field", async () => {
  const page = await opened();
  const change = page.getByRole("button", { name: "Change password" });
  await page.getByLabel("New password", { exact: true }).fill("short");
  await change.click();
  await page.getByRole("link", { name: "Current password is not right" }).waitFor();

  await page.getByLabel("Current password", { exact: true }).first().fill(RIGHT_PASSWORD);
  await change.click();
  await page.getByRole("link", { name: "New password must have 12 characters or more" }).waitFor();
  await shoot(page, "settings-password");
  await stage.expectSound(page, REFUSED);

  await page.getByLabel("New password", { exact: true }).fill("seven green bicycles");
  await change.click();
  await page.getByText("Your password is changed.").waitFor();
  await expect.poll(() => page.getByLabel("New password", { exact: true }).inputValue()).toBe("");
});

// G163
test("the code is set up with a picture, and its recovery codes are shown once", async () => {
  const page = await opened();
  await page.getByRole("button", { name: "Set up an app" }).click();
  const picture = page.getByAltText(/A picture of the secret/);
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0))
    .toBe(true);
  await page.getByText("JBSW Y3DP EHPK 3PXP").waitFor();
  await shoot(page, "settings-second-factor");
  await stage.expectSound(page);

  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Turn the code on" }).click();
  await page.getByRole("link", { name: /^Code is not right/ }).waitFor();
  await page.getByLabel("Code", { exact: true }).fill(RIGHT_CODE);
  await page.getByRole("button", { name: "Turn the code on" }).click();

  await page.getByRole("heading", { name: /Keep these recovery codes/ }).waitFor();
  await expect.poll(() => page.locator(".codes li").count()).toBe(RECOVERY_CODES.length);
  await shoot(page, "settings-codes");
  await page.emulateMedia({ media: "print" });
  await expect.poll(() => page.getByText("Where you are signed in").isVisible()).toBe(false);
  await expect.poll(() => page.getByText(RECOVERY_CODES[0] ?? "").isVisible()).toBe(true);
  await page.emulateMedia({ media: "screen" });
  await stage.expectSound(page, REFUSED);

  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("The code is on.").waitFor();
  await expect.poll(() => page.locator("main").textContent()).not.toContain(RECOVERY_CODES[0]);
});

// G163
test("the code is turned off with password and code", async () => {
  stage.mock.person = { ...person("supplier"), second_factor: true };
  const page = await opened();
  await page.locator("summary", { hasText: "Turn the code off" }).click();
  const off = page.locator("details", { hasText: "Turn the code off" });
  await off.getByLabel("Current password", { exact: true }).fill(RIGHT_PASSWORD);
  await off.getByLabel("Code", { exact: true }).fill(RIGHT_CODE);

  await off.getByRole("button", { name: "Turn the code off" }).click();

  await page.getByText("The code is off.").waitFor();
  await page.getByRole("button", { name: "Set up an app" }).waitFor();
});

// G163
test("a session is ended one by one or with all others, never the one that asks", async () => {
  const page = await opened();
  await expect.poll(() => page.getByRole("button", { name: /^End the session/ }).count()).toBe(2);

  await page.getByRole("button", { name: "End the session Firefox on Windows s2" }).click();
  await page.getByText("The session has ended.").waitFor();
  await expect.poll(() => page.getByRole("button", { name: /^End the session/ }).count()).toBe(1);

  stage.mock.account.sessions.push({ ...(stage.mock.account.sessions[1] ?? never()), id: "s4" });
  await page.reload();
  await page.getByRole("button", { name: "End all other sessions" }).click();
  await page.getByText("You are signed in nowhere else.").waitFor();
});

// G163
test("what is chosen here follows the person to the page of a lot and to another browser", async () => {
  const page = await opened();
  await page.getByLabel("Ask me before each offer is sent").check();
  await page.getByLabel(/^Only my own offers/).check();
  await page.getByText("Kept for you as soon as you choose, wherever you sign in.").waitFor();
  const kept = { announcements: "own", confirm: true, sound: false };
  await expect.poll(() => stage.mock.account.asked).toContainEqual(expect.objectContaining({ body: kept }));

  await page.getByRole("link", { name: "fairlot", exact: true }).click();
  await page.getByRole("link", { name: "Nitrile, powder free" }).click();
  await page.getByText("Settings of this page").click();
  await expect.poll(() => page.getByLabel("Ask me before each offer is sent").isChecked()).toBe(true);
  await expect.poll(() => page.getByLabel(/^Only my own offers/).isChecked()).toBe(true);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.getByText("Settings of this page").click();

  await expect.poll(() => page.getByLabel(/^Only my own offers/).isChecked()).toBe(true);
  await stage.expectSound(page);
});

// G163
test.each([
  [503, /^This could not be kept just now/],
  [409, /^Holds until you leave these pages/],
])("choices that are answered %i hold on the page, and it says so", async (status, words) => {
  stage.mock.account.keeps_no_choices = status;
  const page = await opened();
  await page.getByLabel("Ask me before each offer is sent").check();

  await page.getByText(words).waitFor();

  await expect.poll(() => page.getByLabel("Ask me before each offer is sent").isChecked()).toBe(true);
  await stage.expectSound(page, [/503/, /409/]);
});

// G163, G95
test("a person of two places goes on at the other one, on a page that is loaded anew", async () => {
  stage.mock.person = {
    ...person("supplier"),
    places: [
      { role: "supplier", org: "acme", lead: false },
      { role: "observer", org: "RFS", lead: false },
    ],
  };
  stage.mock.people = new MockPeople();
  const page = await opened();
  await page.evaluate(() => Object.assign(window, { same: true }));
  await shoot(page, "settings-places", false);

  const other = "Observer, Chesterfield Royal Hospital NHS Foundation Trust";
  await page.getByRole("button", { name: `Switch to ${other}` }).click();

  await page.locator("header").getByText("RFS (observer)").waitFor();
  await expect.poll(() => page.evaluate(() => "same" in window)).toBe(false);
  await stage.expectSound(page);
});

function never(): never {
  throw new Error("there is no second session");
}
