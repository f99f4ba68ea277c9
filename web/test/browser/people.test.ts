// The list of the people and inviting: each state, what each role is shown, and what is refused at its field.
import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { instant, person } from "../fixtures";
import { shoot } from "./browser";
import { RIGHT_CODE } from "./mock-account";
import { asBuyerSees, MockPeople, onlyNamed } from "./mock-people";
import { NARROW, useStage } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();
/** What the browser itself says of an answer that refuses. */
const REFUSED = [/403/, /404/, /409/, /422/, /503/];

let people: MockPeople;

beforeEach(() => {
  people = new MockPeople();
  people.needs_fresh_proof = () => stage.mock.account.needs_fresh_proof;
  stage.mock.people = people;
  stage.mock.person = { ...person("admin"), person: "ada", name: "Ada Fenn" };
  stage.mock.account.about = { name: "Working Together", contact: null, mail: false };
});

async function listed(width = 1440, height = 900): Promise<Page> {
  const page = await stage.openAt("/people", width, height);
  await page.getByRole("heading", { name: "Acme Medical Ltd" }).waitFor();
  return page;
}

// G162
test("the people stand by organisation, and the list is sound at each width", async () => {
  const page = await listed(...NARROW);

  await expect.poll(() => page.title()).toBe("People \u2013 fairlot");
  await expect
    .poll(() => page.locator(".lead").textContent())
    .toBe("8 people. 2 invitations have not been opened. 1 invitation has expired.");
  await expect
    .poll(() => page.locator("main h2").allTextContents())
    .toEqual([
      "Needs you",
      "Working Together Partnership",
      "Chesterfield Royal Hospital NHS Foundation Trust",
      "Acme Medical Ltd",
      "Bolt Gloves plc",
    ]);
  await stage.expectSoundAtWidths(page, "people");
});

// G106, G162
test("a mail that failed is told with its reason, in the list and on the page of the person", async () => {
  people.mail = true;
  const last_error = "550 the mail server knows no such mailbox";
  const queued_at = instant(Date.now() - 3 * 3_600_000 + 1_000);
  const mail_failed = { at: queued_at, why: last_error, given_up: true };
  people.people = people.people.map((one) => (one.id === "tess" ? { ...one, mail_failed } : one));
  const page = await listed();

  await page
    .getByText("Invited, but the e-mail failed: 550 the mail server knows no such mailbox")
    .first()
    .waitFor();
  await expect.poll(() => page.locator(".lead").textContent()).toContain("1 e-mail could not be delivered.");
  await page.getByRole("link", { name: "Tess Oakley" }).first().click();
  await page
    .getByText(/did not reach this address: 550 the mail server knows no such mailbox. It is not sent again./)
    .waitFor();
  await shoot(page, "people-mail-failed");
  await stage.expectSound(page);
});

// G162
test("people are found by name, address or organisation, and one organisation can be asked for", async () => {
  const page = await listed();
  await page.getByLabel(/^Search by name/).fill("tess acme");

  await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
  await page.getByLabel(/^Search by name/).fill("no such person");
  await page.getByText("Nobody matches your search.").waitFor();
  await page.goto(`${new URL(page.url()).origin}/people?org=RFS`);
  await page.getByText(/Only Chesterfield Royal .* is shown/).waitFor();
  await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
  await page.getByRole("button", { name: "Show all organisations" }).click();
  await page.getByRole("heading", { name: "Acme Medical Ltd" }).waitFor();
  await stage.expectSound(page);
});

// G88, G162
test("a buyer sees how to reach bidders and trusts, and invites the first person only", async () => {
  stage.mock.person = person("buyer");
  people.is_admin = false;
  people.people = people.people.filter(({ places }) => places[0]?.org !== "wtp").map(asBuyerSees);
  const page = await listed();

  await shoot(page, "people-buyer");

  await expect.poll(() => page.locator(".lead").textContent()).toBe("6 people. 3 have not signed in yet.");
  await expect
    .poll(() => page.getByRole("link", { name: /^Invite the first person of/ }).allTextContents())
    .toEqual(["Invite the first person of Bolt Gloves plc"]);
  await expect.poll(() => page.getByRole("link", { name: "Invite of Acme Medical Ltd" }).count()).toBe(0);
  await expect.poll(() => page.getByRole("columnheader", { name: "Last sign-in" }).count()).toBe(0);
  await stage.expectSound(page);
});

// G88, G162
test("who looks after nobody sees the names of the own organisation, and no link to the page stands in the header", async () => {
  stage.mock.person = person("supplier");
  people.organisations = people.organisations.filter(({ id }) => id === "acme");
  people.people = people.people.filter(({ places }) => places[0]?.org === "acme").map(onlyNamed);
  const page = await listed();

  await expect.poll(() => page.locator("thead th").allTextContents()).toEqual(["Name", "Role"]);
  await expect.poll(() => page.getByRole("link", { name: /Invite/ }).count()).toBe(0);
  await expect.poll(() => page.locator("header").getByRole("link", { name: "People" }).count()).toBe(0);
  await stage.expectSound(page);
});

// G162
test("a page without people says that nobody is here yet", async () => {
  people.people = [];
  people.organisations = [];
  const page = await stage.openAt("/people");

  await page.getByText("Nobody is here yet.").first().waitFor();
  await shoot(page, "people-nobody");
  await stage.expectSound(page);
});

test("a list that loads says so, and one that is not for the person says that", async () => {
  people.refuses = { status: 403, body: { code: "forbidden", detail: "not for you" } };
  const page = await stage.openAt("/people");

  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await expect.poll(() => page.title()).toBe("You cannot see this \u2013 fairlot");
  await shoot(page, "people-forbidden");
  await stage.expectSound(page, REFUSED);
});

test("without the server the list stays, says as of when it is, and comes back by itself", async () => {
  const page = await listed();
  stage.mock.away = true;
  await page.evaluate(() => dispatchEvent(new Event("offline")));
  await page.getByText(/You are not connected. This is as at/).waitFor();
  await shoot(page, "people-offline");
  await stage.expectSound(page, REFUSED);

  stage.mock.away = false;
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect.poll(() => page.getByText(/You are not connected/).count()).toBe(0);
});

test("a first load that fails says when it is tried again", async () => {
  people.refuses = { status: 503, body: { code: "unavailable" } };
  const page = await stage.openAt("/people");

  await page.getByText(/The people could not be loaded just now. Next try in/).waitFor();
  people.refuses = null;
  await page.getByRole("heading", { name: "Acme Medical Ltd" }).waitFor();
  await stage.expectSound(page, REFUSED);
});

// G88, G152
test.each([
  ["admin", true],
  ["buyer", true],
  ["observer", false],
] as const)("the links to the people are there for whom they are for: %s %s", async (role, is_there) => {
  stage.mock.person = person(role);
  const page = await stage.openAt("/");
  await page.getByText(/Nothing yet/).waitFor();

  const count = is_there ? 1 : 0;
  await expect.poll(() => page.locator("header").getByRole("link", { name: "People" }).count()).toBe(count);
  await expect
    .poll(() => page.getByRole("link", { name: "Invite and look after people" }).count())
    .toBe(count);
});

async function inviting(width = 1440, height = 900): Promise<Page> {
  const page = await stage.openAt("/people/invite", width, height);
  await page.getByLabel("Name", { exact: true }).waitFor();
  return page;
}

// G162
test("inviting is sound at each width, and what is missing is told at its field", async () => {
  const page = await inviting(...NARROW);
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("link", { name: "Enter a name" }).waitFor();
  await expect.poll(() => page.title()).toMatch(/^Error: /);
  await page.getByRole("radio", { name: "Supplier" }).check();
  await page.getByLabel("Organisation", { exact: true }).waitFor();

  await stage.expectSoundAtWidths(page, "invite");
});

// G86, G87, G89, G162
test("a bad address and an organisation that nothing names are told at their fields, and what was typed stays", async () => {
  const page = await inviting();
  await page.getByLabel("Name", { exact: true }).fill("Zoe Adams");
  await page.getByLabel("E-mail address").fill("zoe at zeta");
  await page.getByRole("radio", { name: "Supplier" }).check();
  await page
    .getByLabel("Organisation", { exact: true })
    .selectOption({ label: "Another one, which is not in this list" });
  await page.getByLabel("Organisation code").fill("zeta");
  await page.getByRole("button", { name: "Invite Zoe Adams" }).click();
  await page.getByRole("link", { name: "E-mail address must have one @ and a dot after it" }).waitFor();
  await page.getByLabel("E-mail address").fill("tess@example.org");
  await page.getByRole("button", { name: "Invite Zoe Adams" }).click();
  await page.getByRole("link", { name: /^Somebody has this e-mail address already/ }).waitFor();
  await page.getByLabel("E-mail address").fill("zoe@zeta.example");
  await page.getByRole("button", { name: "Invite Zoe Adams" }).click();
  await page.getByRole("link", { name: /^No event names this organisation yet/ }).click();
  await shoot(page, "invite-unknown-organisation");
  await stage.expectSound(page, REFUSED);
  await focusIs(page, { id: "invited-org" });

  await page.getByLabel("Name of the organisation").fill("Zeta Gloves Ltd");
  await page.getByRole("button", { name: "Invite Zoe Adams" }).click();

  await page.getByRole("heading", { name: "Zoe Adams is invited" }).waitFor();
  const { body } = people.asked.filter(({ method }) => method === "POST").at(-1) ?? { body: {} };
  expect(body).toEqual({
    name: "Zoe Adams",
    email: "zoe@zeta.example",
    telephone: null,
    role: "supplier",
    org: "zeta",
    org_name: "Zeta Gloves Ltd",
    lead: true,
  });
});

// G90, G162
test("an administrator without mail is shown the link once, by keyboard alone", async () => {
  const page = await inviting();
  await page.getByLabel("Name", { exact: true }).focus();
  await focusIs(page, { tag: "INPUT" });
  await page.keyboard.type("Yan Li");
  await page.keyboard.press("Tab");
  await page.keyboard.type("yan@acme.example");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.getByLabel("Organisation", { exact: true }).waitFor();
  await page.keyboard.press("Tab");
  await focusIs(page, { tag: "SELECT" });
  await page.keyboard.type("Acme");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Hand this link to Yan Li" }).waitFor();
  await shoot(page, "invite-link");
  await stage.expectSound(page);
  await expect.poll(() => page.getByLabel("Link").inputValue()).toBe("http://mock/enter/c0de");
  await focusIs(page, { text: "Hand this link to Yan Li" });
  await page.getByRole("button", { name: "Copy the link" }).press("Enter");
  await page.getByText(/The link is (copied|selected)/).waitFor();
  await expect.poll(() => page.url()).not.toContain("c0de");

  await page.getByRole("link", { name: "See Yan Li" }).click();

  await page.getByText(/Its link has to be handed over, and has not been opened yet/).waitFor();
  await expect.poll(() => page.content()).not.toContain("c0de");
});

// G90, G162
test("a buyer is never shown a link, and reads who hands it over", async () => {
  stage.mock.person = person("buyer");
  people.is_admin = false;
  people.people = people.people.map(asBuyerSees);
  const page = await stage.openAt("/people/invite?role=supplier&org=bolt");
  await page.getByLabel("Name", { exact: true }).fill("Ben Bolt");
  await page.getByLabel("E-mail address").fill("ben@bolt.example");
  await page.getByRole("button", { name: "Invite Ben Bolt" }).click();

  await page.getByText(/Ask an administrator to hand the link over/).waitFor();
  await shoot(page, "invite-by-buyer");
  await expect.poll(() => page.content()).not.toContain("/enter/");
  await stage.expectSound(page);
});

// G95, G162
test("a change that needs the code asks for it on the page, and is done by itself once the code is right", async () => {
  stage.mock.person = { ...person("admin"), person: "ada", second_factor: true };
  stage.mock.account.needs_fresh_proof = true;
  const page = await stage.openAt("/people/sam/disable");
  await page.getByLabel("Reason").fill("On leave until March");
  await page.getByRole("button", { name: /^Disable Samuel/ }).click();
  await page.getByText(/is done as soon as the code is right/).waitFor();
  await focusIs(page, { id: "proof-code" });
  await shoot(page, "people-step-up");
  await stage.expectSound(page, REFUSED);

  // What is typed in between counts: nothing is done by itself then.
  await page.getByLabel("Reason").fill("On leave until April");
  await page.getByText(/Nothing was changed yet: enter your code at the top of this page/).waitFor();
  await page.getByRole("button", { name: /^Disable Samuel/ }).click();
  await page.getByText(/is done as soon as the code is right/).waitFor();
  await page.getByLabel("Code", { exact: true }).fill(RIGHT_CODE);
  await page.getByRole("button", { name: "Go on" }).click();

  await page.getByText(/is disabled. 2 sessions have ended./).waitFor();
  expect(
    people.asked.filter(({ path }) => path.endsWith("/disable")).map(({ body }) => body["reason"]),
  ).toEqual(["On leave until March", "On leave until April", "On leave until April"]);
});
