// A morning begins: the first administrator, whom the command line makes, invites a buyer and two suppliers. Each of them
// reads the mail, opens its link and chooses a password.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { linkIn } from "./mailbox";
import {
  ADA,
  ANN,
  CAL,
  DEE,
  expectSound,
  fillSignIn,
  ORGANISATIONS,
  pressSignIn,
  says,
  type Somebody,
  useMorning,
} from "./morning";

const OFFICE = ["--contact-name", "the procurement office", "--contact-telephone", "0114 496 0000"];
const morning = useMorning("--name", "Working Together", ...OFFICE);

const ROLES: Readonly<Record<string, string>> = { buyer: "Buyer", supplier: "Supplier" };

/** Invites somebody from the list of people, by keyboard where one can. */
async function invite(administrator: Page, who: Somebody): Promise<void> {
  await administrator.getByRole("link", { name: "Invite somebody" }).press("Enter");
  await administrator.getByLabel("Name", { exact: true }).fill(who.name);
  await administrator.getByLabel("E-mail address").fill(who.email);
  await administrator.getByLabel("Telephone").fill(who.telephone ?? "");
  await administrator.getByRole("radio", { name: ROLES[who.role] ?? "" }).check();
  if (who.role === "supplier") {
    const known = administrator.getByLabel("Organisation", { exact: true });
    if ((await known.count()) > 0) await known.selectOption("Another one, which is not in this list");
    await administrator.getByLabel("Organisation code").fill(who.org);
    await administrator.getByLabel("Name of the organisation").fill(ORGANISATIONS[who.org] ?? "");
  }
  if (who === CAL) await expectSound(administrator, "people-invite");
  await administrator.getByRole("button", { name: `Invite ${who.name}` }).press("Enter");
  await administrator.getByRole("heading", { name: `${who.name} is invited` }).waitFor();
  await administrator.getByText(`A link is on its way to ${who.email}`).waitFor();
  await expect.poll(() => administrator.content()).not.toContain("/enter/");
  await administrator.getByRole("link", { name: "See all people" }).click();
}

/** Opens the link of the next mail in a browser of that person's own, and signs in by it. */
async function entersByMail(who: Somebody): Promise<Page> {
  const page = await morning.openAt(linkIn(await morning.mailbox.next(who.email)));
  await page.getByText(`Sign in as ${who.name}, for `).waitFor();
  if (who === CAL) await expectSound(page, "people-link", { keyboard: false });
  await page.getByRole("button", { name: "Sign in" }).press("Enter");
  return page;
}

async function choosesPassword(page: Page, password: string): Promise<void> {
  const field = page.getByLabel("New password", { exact: true });
  await field.fill(password);
  await field.press("Enter");
}

// G89, G90, G106, G162
test("the first administrator invites a buyer and two suppliers, who sign in by mail and then by password", async () => {
  const ada = await morning.openAt(await morning.server.add(ADA));
  await ada.getByRole("button", { name: "Sign in" }).click();
  await ada.getByRole("heading", { name: "Choose a password" }).waitFor();
  await choosesPassword(ada, ADA.password);
  await says(ada, "Nothing yet. Once a buyer has set up an event, you see it here.");
  await ada.getByText("Ring the procurement office on 0114 496 0000.").waitFor();
  await expectSound(ada, "people-administrator");
  await ada.locator("header").getByRole("link", { name: "People" }).press("Enter");

  for (const who of [ANN, CAL, DEE]) {
    await invite(ada, who);
    const page = await entersByMail(who);
    await page.getByRole("heading", { name: "Choose a password" }).waitFor();
    if (who === CAL) {
      await choosesPassword(page, "cal reed acme");
      await page.getByRole("link", { name: /^New password/ }).waitFor();
      await expectSound(page, "people-weak-password");
    }
    await choosesPassword(page, who.password);
    await page.getByText(/^Nothing yet/).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await says(page, "You have signed out.");
    await fillSignIn(page, who);
    await pressSignIn(page);
    await says(page, "Your events and lots");
    if (who !== DEE) await expectSound(page, `people-${who.role}`);
  }

  await ada.goto(`${morning.server.address}/people`);
  await ada.getByText("4 people.", { exact: true }).waitFor();
  await expectSound(ada, "people-list");
  expect([ANN, CAL, DEE].map(({ email }) => morning.mailbox.waiting(email))).toEqual([0, 0, 0]);
  expect(morning.faults()).toEqual([]);
});

const UNA: Somebody = { ...CAL, name: "Una Hall", email: "una@acme.example" };

// G90, G93
test("who has forgotten the password gets a link by mail, which works once and says so afterwards", async () => {
  await morning.add(UNA);
  const page = await morning.openAt("/sign-in");
  await page.getByRole("link", { name: "I cannot sign in" }).click();
  await page.getByLabel("E-mail address").fill(UNA.email);
  await page.getByLabel("E-mail address").press("Enter");
  await says(page, "a link is on its way to it");
  await expectSound(page, "people-forgotten");
  const link = linkIn(await morning.mailbox.next(UNA.email));

  await page.goto(morning.server.address + link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("New password", { exact: true }).waitFor();
  await expectSound(page, "people-new-password");
  await choosesPassword(page, "one hundred wet umbrellas");
  await page.getByText(/^Nothing yet/).waitFor();
  const again = await morning.openAt(link);
  await again.getByRole("heading", { name: "This link does not work any more" }).waitFor();
  await expectSound(again, "people-used-link", { keyboard: false });
  await morning.signsIn({ ...UNA, password: "one hundred wet umbrellas" });

  expect(morning.faults()).toEqual([]);
});
