// People on a real server: invited with and without mail, a first password, a forgotten one, kept out and let in again.
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { shoot } from "./browser";
import { linkIn } from "./mailbox";
import { useMorning } from "./morning";
import { type RealStage, useServer } from "./real-stage";
import { expectAccessible, expectNothingBeside } from "./waiting";

const ADMIN_PASSWORD = "four calm otters swim";
const PASSWORD = "seven green bicycles sing";
const ADMIN = { email: "ada@wtp.example", role: "admin", org: "partnership", name: "Ada Fenn" };

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(password);
  await page.getByRole("textbox", { name: "Password", exact: true }).press("Enter");
}

/** A page of the administrator, in a browser of its own. */
async function administrator(stage: RealStage, path: string): Promise<Page> {
  const page = await stage.openAt(path);
  await signIn(page, ADMIN.email, ADMIN_PASSWORD);
  return page;
}

const SAM = { name: "Sam Fell", email: "sam@acme.example", org: "acme", org_name: "Acme Medical Ltd" };
const TOM = { name: "Tom Vale", email: "tom@bolt.example", org: "bolt", org_name: "Bolt Gloves plc" };

/** Invites somebody for a supplier that no event names. */
async function invite(page: Page, { name, email, org, org_name }: typeof SAM): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("radio", { name: "Supplier" }).check();
  const known = page.getByLabel("Organisation", { exact: true });
  if ((await known.count()) > 0) await known.selectOption("Another one, which is not in this list");
  await page.getByLabel("Organisation code").fill(org);
  await page.getByRole("button", { name: `Invite ${name}` }).click();
  await page.getByRole("link", { name: /^No event names this organisation yet/ }).waitFor();
  await page.getByLabel("Name of the organisation").fill(org_name);
  await page.getByRole("button", { name: `Invite ${name}` }).click();
  await page.getByRole("heading", { name: `${name} is invited` }).waitFor();
}

async function expectSound(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNothingBeside(page);
}

describe("without mail", () => {
  const stage = useServer();
  beforeAll(() => stage.server.add(ADMIN, ADMIN_PASSWORD));

  // G90, G92, G98, G162
  test("without mail the link is handed over, a password is chosen, and who is disabled is signed out at once", async () => {
    const admin = await administrator(stage, "/people/invite");
    await invite(admin, SAM);
    const link = await admin.getByLabel("Link").inputValue();
    await shoot(admin, "live-link");

    const sam = await stage.openAt(link.slice(stage.server.address.length));
    await sam.getByText("Sign in as Sam Fell, for Acme Medical Ltd.").waitFor();
    await sam.getByRole("button", { name: "Sign in" }).click();
    await sam.getByRole("heading", { name: "Choose a password" }).waitFor();
    await sam.getByLabel("New password", { exact: true }).fill("passwordpassword");
    await sam.getByRole("button", { name: "Set password" }).click();
    await sam.getByRole("link", { name: /^New password is easy to guess/ }).waitFor();
    await shoot(sam, "live-choose-password");
    await expectSound(sam);
    await sam.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await sam.getByRole("button", { name: "Set password" }).click();
    await sam.getByText(/^Nothing yet/).waitFor();

    await admin.getByRole("link", { name: "See Sam Fell" }).click();
    await admin.getByRole("button", { name: /^End the session/ }).waitFor();
    await shoot(admin, "live-person");
    await expectSound(admin);
    await admin.getByRole("link", { name: "Disable Sam Fell" }).click();
    await admin.getByText("1 open session ends now.").waitFor();
    await admin.getByLabel("Reason").fill("On leave until March");
    await admin.getByRole("button", { name: "Disable Sam Fell and end 1 session" }).click();
    await admin.getByText("Sam Fell is disabled. 1 session has ended.").waitFor();
    await sam.getByRole("link", { name: "Settings" }).click();
    await sam.getByRole("heading", { name: "Your session has ended" }).waitFor();

    await admin.getByRole("link", { name: "Enable Sam Fell again" }).click();
    await admin.getByLabel("Reason").fill("Back from leave");
    await admin.getByRole("button", { name: "Enable Sam Fell" }).click();
    await admin.getByText("Sam Fell is enabled, and can sign in again.").waitFor();
    await signIn(sam, "sam@acme.example", PASSWORD);
    await sam.getByRole("heading", { name: "Your session has ended" }).waitFor({ state: "detached" });
    await admin.goto(`${stage.server.address}/settings/security-events`);
    await admin.getByText("On leave until March").waitFor();
    await shoot(admin, "live-security-events");
    await expectSound(admin);
  });

  // G88, G90, G162
  test("a lead invites the others of its organisation, and is shown no link", async () => {
    const admin = await administrator(stage, "/people/invite");
    await invite(admin, TOM);
    const lead = await stage.openAt(
      (await admin.getByLabel("Link").inputValue()).slice(stage.server.address.length),
    );
    await lead.getByRole("button", { name: "Sign in" }).click();
    await lead.getByRole("button", { name: "Go on with links only" }).click();
    await lead.locator("header").getByRole("link", { name: "People" }).click();
    await lead.getByText("1 person.", { exact: true }).waitFor();
    await lead.getByRole("link", { name: "Invite somebody" }).click();
    await lead.getByText("For Bolt Gloves plc, your own organisation.").waitFor();
    await lead.getByLabel("Name", { exact: true }).fill("Tess Oakley");
    await lead.getByLabel("E-mail address").fill("tess@bolt.example");
    await lead.getByRole("button", { name: "Invite Tess Oakley" }).click();

    await lead.getByText(/Ask an administrator to hand the link over/).waitFor();
    await expect.poll(() => lead.content()).not.toContain("/enter/");
    await lead.getByRole("link", { name: "See all people" }).click();
    await lead.getByText("2 people. 1 invitation has not been opened.").waitFor();
    await shoot(lead, "live-lead");
    await expectSound(lead);
  });
});

describe("with mail", () => {
  const stage = useMorning();
  beforeAll(() => stage.server.add(ADMIN, ADMIN_PASSWORD));

  // G90, G106
  test("with mail an invitation is mailed, and its person chooses a password", async () => {
    const admin = await administrator(stage, "/people/invite");
    await invite(admin, SAM);
    await admin.getByText(/A link is on its way to sam@acme\.example/).waitFor();
    await expect.poll(() => admin.content()).not.toContain("/enter/");

    const sam = await stage.openAt(linkIn(await stage.mailbox.next("sam@acme.example")));
    await sam.getByRole("button", { name: "Sign in" }).click();
    await sam.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await sam.getByRole("button", { name: "Set password" }).click();
    await sam.getByText(/^Nothing yet/).waitFor();
    await admin.goto(`${stage.server.address}/settings/service`);
    await admin.getByText("Accepted by the mail server.").waitFor();
    await admin.getByRole("button", { name: "Send a test e-mail to myself" }).click();

    expect((await stage.mailbox.next(ADMIN.email)).text).not.toContain("/enter/");
    await expectSound(admin);
  });

  // G92, G93, G98
  test("who has forgotten the password asks for a link, and sets a new one without the old", async () => {
    const other = await administrator(stage, "/");
    const page = await stage.openAt("/forgotten");
    await page.getByLabel("E-mail address").fill(ADMIN.email);
    await page.getByRole("button", { name: "Send me a link" }).click();
    await page.getByText(/^If somebody has the address ada@wtp\.example here/).waitFor();
    await page.goto(stage.server.address + linkIn(await stage.mailbox.next(ADMIN.email)));
    await page.getByRole("button").click();
    await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
    await shoot(page, "live-new-password");
    await expectSound(page);
    await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Set password" }).click();
    await page.getByText(/^Nothing yet/).waitFor();

    await other.getByRole("link", { name: "Settings" }).click();
    await other.getByRole("heading", { name: "Your session has ended" }).waitFor();
    await signIn(other, ADMIN.email, PASSWORD);
    await other.getByText("Where you are signed in").waitFor();
    await shoot(other, "live-settings");
    await expectSound(other);
  });
});
