// The page of one person, and the pages on which a person is disabled, enabled and erased.
import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { person } from "../fixtures";
import { shoot } from "./browser";
import { MockPeople } from "./mock-people";
import { NARROW, useStage } from "./stage";

const stage = useStage();
const REFUSED = [/403/, /404/, /409/, /422/];
const SAM = "Samuel Featherstonehaugh-Cholmondeley";

let people: MockPeople;

beforeEach(() => {
  people = new MockPeople();
  stage.mock.people = people;
  stage.mock.person = { ...person("admin"), person: "ada", name: "Ada Fenn" };
  stage.mock.account.about = { name: "Working Together", contact: null, mail: false };
});

async function of(id: string, width = 1440, height = 900): Promise<Page> {
  const page = await stage.openAt(`/people/${id}`, width, height);
  await page.getByRole("heading", { name: "Where they are signed in" }).waitFor();
  return page;
}

// G162
test("the page of a person is sound at each width", async () => {
  const page = await of("sam", ...NARROW);
  await page.getByText("Firefox on Windows s2").first().waitFor();

  await expect.poll(() => page.title()).toBe(`${SAM} \u2013 fairlot`);
  await stage.expectSoundAtWidths(page, "person");
});

// G86, G162
test("details are changed, and a bad telephone number is told at its field", async () => {
  const page = await of("sam");
  await page.getByRole("textbox", { name: "Telephone" }).fill("none");
  await page.getByRole("button", { name: "Save the details" }).click();
  await page.getByRole("link", { name: "Telephone must be 7 to 20 digits" }).waitFor();
  await stage.expectSound(page, REFUSED);
  await page.getByLabel("Name", { exact: true }).fill("Sam Fell");
  await page.getByRole("textbox", { name: "Telephone" }).fill("");
  await page.getByRole("button", { name: "Save the details" }).click();

  await page.getByText("The details of Sam Fell are saved.").waitFor();
  await page.getByRole("heading", { name: "Sam Fell", level: 1 }).waitFor();
});

// G94, G162
test("a session is ended one by one, or all of them", async () => {
  const page = await of("sam");
  await page.getByRole("button", { name: "End the session Firefox on Windows s1" }).click();
  await page.getByText("The session has ended.").waitFor();
  await expect.poll(() => page.getByRole("button", { name: /^End the session/ }).count()).toBe(1);
  await page.getByRole("button", { name: /^End the session/ }).click();

  await page.getByText("Nowhere just now.").waitFor();
});

// G90, G162
test("an invitation is withdrawn, and another one is made", async () => {
  const page = await of("tess");
  await page.getByText(/The invitation was sent by e-mail at/).waitFor();
  await page.getByRole("button", { name: "Withdraw the invitation" }).click();
  await page.getByText("The invitation is withdrawn. Its link does not work any more.").waitFor();
  await page.getByRole("button", { name: "Make a new link" }).click();

  await page.getByRole("heading", { name: "Hand this link to Tess Oakley" }).waitFor();
  await shoot(page, "person-link");
  await stage.expectSound(page);
});

// G90, G106
test("with mail an invitation is sent again, and no link is shown", async () => {
  people.mail = true;
  stage.mock.account.about = { name: "Working Together", contact: null, mail: true };
  const page = await of("uma");
  await page.getByText(/The invitation expired at/).waitFor();
  await page.getByRole("button", { name: "Send the invitation again" }).click();

  await page.getByText("A new link is on its way to uma@example.org.").waitFor();
  await expect.poll(() => page.content()).not.toContain("/enter/");
});

// G88, G162
test("a lead is made and taken back, and a lost code is taken off", async () => {
  const page = await of("sam");
  await page.getByRole("button", { name: "Remove as lead for Acme Medical Ltd" }).click();
  await page.getByText("Samuel Featherstonehaugh-Cholmondeley is no longer lead.").waitFor();
  await page.locator("summary", { hasText: "Take the code off" }).click();
  await shoot(page, "person-code-off");
  await stage.expectSound(page);
  await page.getByRole("button", { name: /^Take the code of/ }).click();

  await page.getByText(/The code is taken off, and all sessions of/).waitFor();
  await page.getByText("It is off.").waitFor();
});

// G162
test("disabling says what ends, asks why, and leads back to the person", async () => {
  const page = await of("sam");
  await page.getByRole("link", { name: `Disable ${SAM}` }).click();
  await page.getByText("2 open sessions end now.").waitFor();
  await page.getByRole("button", { name: `Disable ${SAM} and end 2 sessions` }).click();
  await page.getByRole("link", { name: "Enter a reason" }).waitFor();
  await shoot(page, "person-disable");
  await stage.expectSound(page);
  await page.getByLabel("Reason").fill("On leave until March");
  await page.getByLabel("Reason").press("Enter");

  await page.getByText(`${SAM} is disabled. 2 sessions have ended.`).waitFor();
  await page.getByRole("link", { name: `Enable ${SAM} again` }).click();
  await page.getByLabel("Reason").fill("Back from leave");
  await page.getByRole("button", { name: `Enable ${SAM}` }).click();
  await page.getByText(`${SAM} is enabled, and can sign in again.`).waitFor();
  await stage.expectSound(page);
});

// G162
test("erasing has a page of its own, which is sound at each width", async () => {
  const page = await stage.openAt("/people/wes/erase", ...NARROW);
  await page.getByText("This cannot be undone.").waitFor();
  await stage.expectSoundAtWidths(page, "person-erase");

  await page.getByRole("button", { name: "Erase Wes Hart for good" }).click();

  await page.getByText("Wes Hart is erased.").waitFor();
  await expect.poll(() => page.getByRole("link", { name: "Wes Hart" }).count()).toBe(0);
});

// G88
test("what the caller may not do is not offered, and its address says so", async () => {
  people.people = people.people.map(
    (one) => ({ ...one, may: ["read_contact", "read_name"] as const }) as never,
  );
  const page = await stage.openAt("/people/sam");
  await page.getByRole("heading", { name: SAM }).waitFor();

  await expect.poll(() => page.locator("main h2").count()).toBe(0);
  await page.goto(`${new URL(page.url()).origin}/people/sam/disable`);
  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await page.goto(`${new URL(page.url()).origin}/people/nobody`);
  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await stage.expectSound(page, REFUSED);
});
