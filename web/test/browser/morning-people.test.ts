// A morning begins: the first administrator, whom the command line makes, invites a buyer and two suppliers, and each of
// them signs in by the link in the mail.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { linkIn } from "./mailbox";
import {
  ADA,
  ANN,
  asks,
  CAL,
  DEE,
  EVE,
  expectSound,
  fillSignIn,
  ORGANISATIONS,
  says,
  type Somebody,
  useMorning,
} from "./morning";

const morning = useMorning("--name", "Working Together");

async function invite(administrator: Page, who: Somebody): Promise<void> {
  const { name, email, role, org, telephone } = who;
  const org_name = ORGANISATIONS[org];
  const named = org_name === undefined ? {} : { org_name };
  await asks(administrator, "POST", "/api/v1/people", { name, email, role, org, telephone, ...named });
}

async function setPassword(page: Page, { password }: Somebody): Promise<void> {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await says(page, "Your password is changed.");
}

// G89, G90, G106
test("the first administrator invites a buyer and two suppliers, who sign in by mail and then by password", async () => {
  const ada = await morning.openAt(await morning.server.add(ADA));
  await ada.getByRole("button", { name: "Sign in" }).click();
  await says(ada, "Your events and lots");
  await expectSound(ada, "people-administrator");

  for (const who of [ANN, CAL, DEE]) {
    await invite(ada, who);
    const mail = await morning.mailbox.next(who.email);
    expect(mail.text).toContain(`${who.name},\n\nyou are invited to Working Together for `);
    const page = await morning.openAt(linkIn(mail));
    await page.getByText(`Sign in as ${who.name}, for `).waitFor();
    if (who === CAL) await expectSound(page, "people-link", { keyboard: false });
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("header").getByText(who.name).waitFor();
    await setPassword(page, who);
    await page.getByRole("button", { name: "Sign out" }).click();
    await says(page, "You have signed out.");
    await fillSignIn(page, who);
    await page.keyboard.press("Enter");
    await says(page, "Your events and lots");
    if (who !== DEE) await expectSound(page, `people-${who.role}`);
  }

  expect([ANN, CAL, DEE].map(({ email }) => morning.mailbox.waiting(email))).toEqual([0, 0, 0]);
  expect(morning.faults()).toEqual([]);
});

// G90
test("a link of an invitation that was used says so, and whom to ask", async () => {
  const ada = await morning.signsIn(await added(ADA_AGAIN));
  await invite(ada, { ...EVE, name: "Kit Hall", email: "kit@calder.example" });
  const link = linkIn(await morning.mailbox.next("kit@calder.example"));
  const first = await morning.openAt(link);
  await first.getByRole("button", { name: "Sign in" }).click();
  await says(first, "Your events and lots");

  const second = await morning.openAt(link);

  await second.getByRole("heading", { name: "This link does not work any more" }).waitFor();
  await second.getByText(`Ask ${ADA_AGAIN.name}, who invited you`).waitFor();
  await expectSound(second, "people-used-link", { keyboard: false });
});

const ADA_AGAIN: Somebody = { ...ADA, name: "Una Quill", email: "una@wtp.example" };

async function added(who: Somebody): Promise<Somebody> {
  await morning.add(who);
  return who;
}
