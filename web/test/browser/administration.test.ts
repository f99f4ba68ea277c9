// The pages of settings for those who look after the service and its people; and the page after a link.
import { beforeEach, expect, test } from "vitest";
import { instant, person } from "../fixtures";
import { shoot } from "./browser";
import { MockPeople } from "./mock-people";
import { RIGHT_CODE } from "./mock-account";
import { NARROW, useStage } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();
const REFUSED = [/401/, /403/, /404/, /422/, /429/];
const CONTACT = { name: "Procurement office", telephone: "0114 496 0000", email: null, hours: "9am to 5pm" };

let people: MockPeople;

beforeEach(() => {
  people = new MockPeople();
  stage.mock.people = people;
  stage.mock.person = { ...person("admin"), person: "ada", name: "Ada Fenn", email: "ada@wtp.example" };
  stage.mock.account.about = { name: "Working Together", contact: CONTACT, mail: true };
});

// G106, G163
test("name, contact and the outbox are sound at each width", async () => {
  const last_error = "550 the mail server knows no such mailbox";
  const queued_at = instant(Date.now() - 60_000);
  people.mails = [
    {
      id: "m2",
      kind: "invitation",
      to: "tess@example.org",
      state: "failed",
      tries: 1,
      last_error,
      queued_at,
    },
    { id: "m1", kind: "test", to: "ada@wtp.example", state: "sent", tries: 1, last_error: null, queued_at },
  ];
  const page = await stage.openAt("/settings/service", ...NARROW);
  await page.getByText("Procurement office", { exact: true }).waitFor();
  await page.getByText(/Given up after 1 try/).waitFor();
  await expect.poll(() => page.title()).toBe("This service and its e-mail \u2013 fairlot");
  await stage.expectSoundAtWidths(page, "service");

  await page.getByRole("button", { name: "Send a test e-mail to myself" }).click();

  await page.getByText(/An e-mail is on its way to your own address/).waitFor();
  await page.getByText("Waits to be sent.").waitFor();
});

// G163
test("without mail the page says how links go, and offers no mail to try", async () => {
  stage.mock.account.about = { name: "fairlot", contact: null, mail: false };
  const page = await stage.openAt("/settings/service");
  await page.getByText(/E-mail is not set up/).waitFor();

  await expect.poll(() => page.getByRole("button", { name: "Send a test e-mail to myself" }).count()).toBe(0);
  await page.getByText("No e-mail was sent yet.").waitFor();
  await shoot(page, "service-without-mail");
  await stage.expectSound(page);
});

// G87, G163
test("organisations are renamed at each width", async () => {
  const page = await stage.openAt("/settings/organisations", ...NARROW);
  await page.getByRole("button", { name: "Rename Acme Medical Ltd" }).click();
  await focusIs(page, { id: "name-of-supplier-acme" });
  await page.getByLabel("New name of Acme Medical Ltd").fill("A".repeat(201));
  await page.getByRole("button", { name: "Save the name" }).click();
  await page.getByRole("link", { name: "Name must have at most 200 bytes" }).waitFor();
  await stage.expectSoundAtWidths(page, "organisations", REFUSED);
  await page.getByLabel("New name of Acme Medical Ltd").fill("Acme Health Ltd");
  await page.getByRole("button", { name: "Save the name" }).click();

  await page.getByText("acme is called Acme Health Ltd now.").waitFor();
  await page.getByRole("button", { name: "Rename Acme Health Ltd" }).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Rename Bolt Gloves plc" }).count()).toBe(0);
});

// G107, G163
test("security events are read page by page at each width", async () => {
  const page = await stage.openAt("/settings/security-events", ...NARROW);
  await page.getByText("On leave until March").waitFor();
  await stage.expectSoundAtWidths(page, "security-events");
  await page.getByRole("button", { name: "Older events" }).click();
  await page.locator("tbody").getByText("A code from an app was taken off").waitFor();
  await page.getByText("Not kept").waitFor();
  await page.getByRole("button", { name: "Newer events" }).click();
  await page.getByText("On leave until March").waitFor();

  await page.getByLabel("What", { exact: true }).selectOption("disabled");
  await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
  await page.getByLabel("Person").selectOption({ label: "Ada Fenn" });
  await page.getByText("No such event.").waitFor();
  await expect.poll(() => new URL(page.url()).search).toBe("?person=ada&kind=disabled");
  await stage.expectSoundAtWidths(page, "security-events-none");
});

// G88, G163
test("a page that is not for the role says so, and the settings offer only what is", async () => {
  stage.mock.person = person("auditor");
  const page = await stage.openAt("/settings");
  await page.getByRole("link", { name: "Security events" }).waitFor();
  await expect.poll(() => page.getByRole("link", { name: "This service and its e-mail" }).count()).toBe(0);
  await page.goto(`${new URL(page.url()).origin}/settings/service`);

  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await stage.expectSound(page);
});

// G90
test("after an invitation the page asks for a password at each width", async () => {
  stage.mock.person = { ...person("supplier"), password: "none", email: "sam@acme.example" };
  const page = await stage.openAt("/", ...NARROW);
  await page.getByRole("heading", { name: "Choose a password" }).waitFor();
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("link", { name: "Enter a new password" }).waitFor();
  await page.getByLabel("New password", { exact: true }).fill("short");
  await page.getByLabel("New password", { exact: true }).press("Enter");
  await page.getByRole("link", { name: "New password must have 12 characters or more" }).waitFor();
  await expect.poll(() => page.title()).toBe("Error: Choose a password \u2013 fairlot");
  await stage.expectSoundAtWidths(page, "choose-password", REFUSED);

  await page.getByLabel("New password", { exact: true }).fill("seven green bicycles");
  await page.getByRole("button", { name: "Set password" }).click();

  await page.getByText(/Nothing yet/).waitFor();
  await focusIs(page, { tag: "H1" });
  expect(stage.mock.account.asked).toContainEqual(
    expect.objectContaining({ body: { new: "seven green bicycles" } }),
  );
});

// G91
test("who needs a code from an app first sets it up in the settings, before there is a password", async () => {
  stage.mock.person = { ...person("buyer"), password: "none", second_factor: false };
  const page = await stage.openAt("/");
  await page.getByRole("heading", { name: "Choose a password" }).waitFor();

  await page.getByRole("link", { name: "Settings" }).click();

  await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Set up an app" }).waitFor();
  await page.getByText("You have none yet: you sign in by links.").waitFor();
});

// G87, G150
test("who may name the own organisation is led there from the header, which has the name at once", async () => {
  const admin = { ...person("admin"), person: "ada", name: "Ada Fenn" };
  stage.mock.person = admin;
  people.organisations = people.organisations.map((one) => (one.id === "wtp" ? { ...one, name: null } : one));
  const page = await stage.openAt("/", ...NARROW);
  await page.locator("header").getByText("Ada Fenn, wtp (administrator)").waitFor();
  await stage.expectSound(page);
  await page.getByRole("link", { name: "Name your organisation" }).press("Enter");
  await page.getByRole("button", { name: "Give a name wtp" }).press("Enter");
  const name = page.getByLabel("Name of wtp");
  await name.fill("Working Together Partnership");

  stage.mock.person = { ...admin, org_name: "Working Together Partnership" };
  await name.press("Enter");

  await page.getByText("wtp is called Working Together Partnership now.").waitFor();
  await page.locator("header").getByText("Ada Fenn, Working Together Partnership (administrator)").waitFor();
  await expect.poll(() => page.getByRole("link", { name: "Name your organisation" }).count()).toBe(0);
  await stage.expectSound(page);
});

// G90, G95
test("where the role needs a code from an app, one page has it set up before another one asks for a password", async () => {
  stage.mock.person = { ...person("buyer"), password: "none", second_factor_needed: true };
  const page = await stage.openAt("/events/new", ...NARROW);
  await page.getByRole("heading", { name: "Set up a code from an app", level: 1 }).waitFor();
  await stage.expectSoundAtWidths(page, "choose-factor");
  await page.getByRole("button", { name: "Set up an app" }).press("Enter");
  const code = page.getByLabel("Code", { exact: true });
  await code.fill("000000");
  await code.press("Enter");
  await page.getByRole("link", { name: /^Code is not right/ }).press("Enter");
  await focusIs(page, { value: "000000" });
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(RIGHT_CODE);
  await stage.expectSoundAtWidths(page, "choose-factor-code", REFUSED);

  await code.press("Enter");
  await page.getByRole("heading", { name: /Keep these recovery codes/ }).waitFor();
  await stage.expectSoundAtWidths(page, "choose-factor-codes", REFUSED);

  await page.getByRole("button", { name: "I have kept them" }).press("Enter");

  await page.getByRole("heading", { name: "Choose a password" }).waitFor();
  await focusIs(page, { tag: "H1" });
  await page.getByLabel("New password", { exact: true }).fill("three calm otters swim");
  await page.getByLabel("New password", { exact: true }).press("Enter");
  await page.getByRole("heading", { name: "Set up an event" }).waitFor();
});

// G90
test("who goes on with links only sees the page that the link leads to, and is not asked again", async () => {
  stage.asSupplier();
  stage.mock.person = { ...person("supplier"), password: "none" };
  const page = await stage.openAt("/");
  await page.getByRole("button", { name: "Go on with links only" }).click();
  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();

  await page.reload();

  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();
  await expect.poll(() => page.getByRole("heading", { name: "Choose a password" }).count()).toBe(0);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("You have none yet: you sign in by links.").waitFor();
  await expect.poll(() => page.getByLabel("Current password").count()).toBe(0);
});

// G93
test("a session that came by a link for a forgotten password sets a new one without the old", async () => {
  stage.mock.person = { ...person("supplier"), password: "reset" };
  const page = await stage.openAt("/");
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await shoot(page, "choose-password-reset");
  await page.getByRole("link", { name: "Help with these pages" }).click();
  await page.getByRole("heading", { name: "For administrators and leads" }).waitFor();
  await page.goBack();
  await page.getByLabel("New password", { exact: true }).fill("seven green bicycles");
  await page.getByRole("button", { name: "Set password" }).click();

  await page.getByText(/Nothing yet/).waitFor();
  await stage.expectSound(page);
});

// G93
test("who asks for a link is told nothing of whether the address is known", async () => {
  stage.mock.person = null;
  const page = await stage.openAt("/forgotten");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByRole("link", { name: "Enter your e-mail address" }).waitFor();
  await page.getByLabel("E-mail address").fill("sam@acme.example");
  await page.getByLabel("E-mail address").press("Enter");
  await page.getByText(/^If somebody has the address sam@acme\.example here/).waitFor();
  await shoot(page, "forgotten-asked");
  await stage.expectSound(page, REFUSED);

  await page.getByRole("button", { name: "Ask for another link" }).click();
  await page.getByLabel("E-mail address").waitFor();
});

// G93, G110
test("without mail the page says whom to ask", async () => {
  stage.mock.person = null;
  stage.mock.account.about = { name: "Working Together", contact: CONTACT, mail: false };
  const page = await stage.openAt("/forgotten");
  await page.getByText(/E-mail is not set up here/).waitFor();

  await expect
    .poll(() => page.locator("main").textContent())
    .toContain("Ask Procurement office: telephone 0114 496 0000");
  await expect.poll(() => page.getByRole("button", { name: "Send me a link" }).count()).toBe(0);
  await stage.expectSound(page, REFUSED);
});
