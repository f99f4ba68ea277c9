// The set-up of an event in the browser: the tasks, the table of figures, pastes, two buyers, check and publication.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json";
import { observerLot, person, supplierLot } from "../fixtures";
import { shoot } from "./browser";
import { GLOVES, paste } from "./gloves";
import { DRAFT, MockDrafts } from "./mock-drafts";
import { NARROW, useStage } from "./stage";

const stage = useStage();
/** The browser itself notes an answer that refuses something. */
const REFUSED = [/status of (422|412|401)/];

const FACTS = {
  spend_today: "180000.00",
  pairs_without_baseline: 1,
  smallest_step: "80.00",
  latest_close: null,
  ceiling_percent_of_spend: "111.1",
};

function setUp(document: JsonObject = GLOVES): MockDrafts {
  const drafts = new MockDrafts();
  drafts.document = document;
  drafts.checked_lot = {
    words: [{ about: "step", text: "Each new offer must be below the bidder's own." }],
    facts: FACTS,
  };
  stage.mock.person = person("buyer");
  stage.mock.drafts = drafts;
  return drafts;
}

function openTask(task: string, width = 1440, height = 900): Promise<Page> {
  return stage.openAt(`/events/${DRAFT}/set-up${task}`, width, height);
}

// G153
test("the list of tasks is sound at each width", async () => {
  const drafts = setUp();
  drafts.findings = [
    { path: "/lots/0/opens_at", code: "missing", level: "missing", message: "is missing" },
    {
      path: "/lots/0/items/1/gtin",
      code: "gtin_check_digit",
      level: "error",
      message: "has a wrong check digit",
    },
  ];
  const page = await openTask("", ...NARROW);

  await page.getByText("4 of 10 tasks completed. 2 things stop publication.").waitFor();

  const states = await page.locator(".tasks__status").allTextContents();
  expect(states).toEqual([
    "Completed",
    "Completed",
    "There is a problem",
    "Completed",
    "Completed",
    "Not yet started",
    "Not yet started",
    "Not yet started",
    "Not yet started",
    "Cannot start yet",
  ]);
  expect(await page.title()).toBe("Set up the event \u2013 Examination gloves \u2013 fairlot");
  await stage.expectSoundAtWidths(page, "set-up-list");
});

const TASK_PAGES = [
  "event",
  "trusts",
  "lots",
  "figures",
  "bidders",
  "rules",
  "visibility",
  "times",
  "people",
];

test.each(TASK_PAGES)("the page of the task %s is sound at each width", async (task) => {
  const drafts = setUp();
  drafts.findings = [
    { path: "/lots/0/opens_at", code: "bad_instant", level: "error", message: "must be a time" },
    {
      path: "/lots/0/items/1/volumes/RHQ",
      code: "bad_decimal",
      level: "error",
      message: "must be a number",
    },
    { path: "/lots/0/rules/price_weight", code: "missing", level: "missing", message: "is missing" },
  ];
  drafts.lint = [
    { path: "/lots/0/rules/ceiling", code: "ceiling_large", level: "warning", message: "is large" },
  ];
  const page = await openTask(`/${task}`, ...NARROW);

  await page.getByRole("button", { name: "Save and go back to the list" }).waitFor();
  await page.getByText("All changes are saved").waitFor();
  await stage.expectSoundAtWidths(page, `set-up-${task}`);
});

// G153
test("what is typed is saved when the page is left, and the list says how far the task is", async () => {
  const drafts = setUp({});
  const page = await openTask("");
  await page.getByText("0 of 10 tasks completed. 4 things stop publication.").waitFor();

  await page.getByRole("link", { name: "Event and contact" }).click();
  await page.getByLabel("Title").fill("Sterile gloves");
  await page.getByRole("link", { name: "Back to the list of tasks" }).click();

  await page.getByText("1 of 10 tasks completed. 3 things stop publication.").waitFor();
  await expect.poll(() => drafts.document["title"]).toBe("Sterile gloves");
  await page.getByText(/^Saved \d/).waitFor();
  await stage.expectSound(page);
});

// G153
test("an error is not shown while one types, but when the page is saved, with a link to its field", async () => {
  const drafts = setUp();
  const page = await openTask("/rules");
  await page.getByLabel("Ceiling").fill("2,98");
  drafts.findings = [
    {
      path: "/lots/0/rules/ceiling",
      code: "bad_decimal",
      level: "error",
      message: 'must be a number, probably "2.98"',
    },
  ];
  await page.getByLabel("Reserve").focus();
  expect(await page.getByText("There is a problem").count()).toBe(0);

  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  expect(await page.title()).toContain("Error: Rules");
  await page.keyboard.press("Enter");

  expect(await page.evaluate(() => document.activeElement?.id)).toBe("field-lots-0-rules-ceiling");
  expect(await page.getByLabel("Ceiling").inputValue()).toBe("2,98");
  await shoot(page, "set-up-rules-error");
  await stage.expectSound(page);
});

// G153
test("Ctrl and an arrow key move in the table, and sums follow each key", async () => {
  setUp();
  const page = await openTask("/figures");
  await page.getByText("Today's spend: £180,000.00 a year.").waitFor();

  await page.getByLabel("Nitrile glove, medium, RFS").focus();
  await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.type("32,000");
  await page.getByRole("button", { name: "Prices today" }).click();
  await page.getByLabel("Nitrile glove, large, RHQ").fill("3.00");

  await page.getByText("Today's spend: £276,000.00 a year.").waitFor();
  await shoot(page, "set-up-figures-prices");
  await stage.expectSound(page);
});

// G153
test("figures that are pasted at a cell are put in from there, and a bad one is marked, listed and kept", async () => {
  const drafts = setUp();
  const page = await openTask("/figures");
  const cell = page.getByLabel("Nitrile glove, medium, RFS");

  await paste(cell, "100\t200\n300\tmany\n");
  await page.getByText("1 cell of the paste could not be read. Nothing was changed.").waitFor();
  expect(await cell.inputValue()).toBe("12000");
  await page.getByRole("link", { name: /Nitrile glove, large, RHQ/ }).click();
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-invalid"))).toBe("true");
  await page.getByText("The pasted text").click();
  await shoot(page, "set-up-figures-bad-paste");
  await stage.expectSound(page, REFUSED);

  await paste(cell, "100\t200\n300\t400\n");
  await page.getByText("4 cells pasted.").waitFor();

  expect(await page.getByLabel("Nitrile glove, large, RHQ").inputValue()).toBe("400");
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
  expect(drafts.document).toMatchObject({
    lots: [{ items: [{ volumes: { RFS: "100", RHQ: "200" } }, { volumes: { RFS: "300", RHQ: "400" } }] }],
  });
});

// G153
test("a pasted sheet with mistakes is mended on the page, and its text survives a reload", async () => {
  const drafts = setUp({ ...GLOVES, lots: [{ title: "Nitrile", items: [] }] });
  const page = await openTask("/lots");
  const sheet =
    "description\tunit\tRFS volume\tRHQ volume\nGlove, small\tbox\t1O0\t200\nGlove, large\tbox\t300\t4oo";
  await page.getByLabel("Paste the cells here, with their header row").fill(sheet);
  await page.getByRole("button", { name: "Read the sheet" }).click();
  await page.getByText("2 cells could not be read. Nothing was changed, and the sheet is kept.").waitFor();
  await shoot(page, "set-up-sheet-refused");
  await stage.expectSound(page, REFUSED);

  await page.reload();
  expect(await page.getByLabel("Paste the cells here, with their header row").inputValue()).toBe(sheet);
  await page.getByRole("button", { name: "Read the sheet" }).click();
  await page.getByRole("link", { name: /Row 2, RFS volume/ }).click();
  await page.keyboard.type("100");
  await page.getByLabel("Row 3, RHQ volume").fill("400");
  await page.getByRole("button", { name: "Read the mended sheet" }).click();

  await page.getByText("2 items read.").waitFor();
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
  expect(drafts.document).toMatchObject({
    lots: [
      { items: [{ description: "Glove, small", volumes: { RFS: "100" } }, { volumes: { RHQ: "400" } }] },
    ],
  });
});

// G153
test("another buyer's change of another field is joined, and one of the same field is asked about by name", async () => {
  const drafts = setUp();
  const page = await openTask("/event");
  await page.getByLabel("Title").fill("Sterile gloves");
  drafts.changeBy("Ann Field", { ...GLOVES, title: "Gloves 2027", reference: "WTP-2027-001" });

  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Ann Field changed the same field" }).waitFor();
  expect(await page.getByLabel("Your reference").inputValue()).toBe("WTP-2027-001");
  expect(drafts.document["title"]).toBe("Gloves 2027");
  await shoot(page, "set-up-dispute");
  await stage.expectSound(page, REFUSED);
  await page.getByLabel("Yours: Sterile gloves").check();
  await page.getByRole("button", { name: "Use these and save" }).click();

  await expect.poll(() => drafts.document["title"]).toBe("Sterile gloves");
  expect(drafts.document["reference"]).toBe("WTP-2027-001");
});

// G153
test("what was typed survives a lost session and a reload", async () => {
  const drafts = setUp();
  const page = await openTask("/event");
  await page.getByLabel("Title").fill("Sterile gloves");
  const buyer = stage.mock.person;
  stage.mock.person = null;

  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByText(/You are signed out. What you typed is kept/).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Sign in to fairlot" }).waitFor();
  stage.mock.person = buyer;
  await page.reload();

  await page.getByText("What you typed before is still here.").waitFor();
  expect(await page.getByLabel("Title").inputValue()).toBe("Sterile gloves");
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await expect.poll(() => drafts.document["title"]).toBe("Sterile gloves");
});

// G153
test("a time is read back in words, and one that cannot be read stays as it was typed", async () => {
  const drafts = setUp();
  const page = await openTask("/times");
  await page.getByLabel("Opening time").fill("1 December 2026 2:30pm");
  await page.getByLabel("As soon as it is published").focus();
  await page.getByText("That is 1 December 2026 2:30pm, as the server reads it.").waitFor();

  await page.getByLabel("Opening time").fill("soon");
  await page.getByLabel("As soon as it is published").focus();
  await page.getByText("Must be a date and a time of day.").waitFor();
  await page.getByRole("link", { name: "Back to the list of tasks" }).click();

  await expect.poll(() => drafts.document["lots"]).toMatchObject([{ opens_at: "soon" }]);
});

// G153
test("a published event is not edited, and says how to go on", async () => {
  const drafts = setUp();
  drafts.status = "published";
  const page = await openTask("/rules");

  await page.getByText("Published; make a copy to change it.").waitFor();

  expect(await page.getByRole("textbox").count()).toBe(0);
  await shoot(page, "set-up-frozen");
  await stage.expectSound(page);
});

test("a supplier cannot see a set-up", async () => {
  setUp();
  stage.mock.person = person("supplier");
  const page = await openTask("");

  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await stage.expectSound(page);
});

// G154
test("the check is sound at each width, with two previews side by side", async () => {
  const drafts = setUp();
  drafts.preview = supplierLot(Date.now(), Date.now() + 252_500);
  drafts.lint = [
    { path: "/contact", code: "no_contact", level: "warning", message: "is missing" },
    {
      path: "/lots/0/opens_at",
      code: "notice_period",
      level: "warning",
      message: "is too soon",
      rule: "PCR 2015 reg 35(16)",
    },
  ];
  const page = await stage.openAt(`/events/${DRAFT}/check`, ...NARROW);
  await page.getByText("Nothing stops publication. 2 warnings.").waitFor();

  await page.getByRole("button", { name: "Two views side by side" }).click();
  await page.getByRole("button", { name: "Show this view" }).first().click();
  await page.locator(".preview__view").first().waitFor();
  drafts.preview = observerLot(Date.now(), Date.now() + 252_500);
  await page.getByRole("button", { name: "Show this view" }).click();
  await expect.poll(() => page.locator(".preview__view").count()).toBe(2);

  expect(await page.getByRole("link", { name: /PCR 2015 reg 35\(16\)/ }).getAttribute("href")).toContain(
    "/times?at=",
  );
  await stage.expectSoundAtWidths(page, "set-up-check");
});

// G154
test("who can sign in for each organisation is listed at each width", async () => {
  const drafts = setUp();
  const one = (name: string, state: string, role: "supplier" | "observer", org: string) => {
    return { id: name, name, state, places: [{ role, org, lead: true }], may: [] };
  };
  drafts.people = [
    one("Ann Hill", "active", "supplier", "acme"),
    one("Bea Lund", "disabled", "supplier", "bolt"),
    one("Cy Moor", "invited", "observer", "RHQ"),
  ];
  const page = await stage.openAt(`/events/${DRAFT}/check`, ...NARROW);

  await page.getByText("For 2 of 4 organisations nobody can sign in yet.").waitFor();
  await page.getByText("Cy Moor (invited, has not signed in yet)").waitFor();

  const links = page.getByRole("link", { name: /^Invite somebody/ });
  expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))).toEqual([
    "/people?org=bolt",
    "/people?org=RFS",
  ]);
  await stage.expectSoundAtWidths(page, "set-up-people");
});

// G154
test("what one party sees is never drawn as the view of another, also while that is still made", async () => {
  const drafts = setUp();
  drafts.preview = observerLot(Date.now(), Date.now() + 252_500);
  const page = await stage.openAt(`/events/${DRAFT}/check`);
  await page.getByRole("button", { name: "Show this view" }).click();
  const view = page.locator(".preview__view");
  await view.getByRole("heading", { name: "Ranking" }).waitFor();
  let release = (): void => {};
  drafts.preview_held = new Promise((done) => (release = done));
  drafts.preview = supplierLot(Date.now(), Date.now() + 252_500);

  await page.getByLabel("As seen by").selectOption("bidder:acme");
  await page.getByText("Making the preview.").waitFor();
  expect(await view.count()).toBe(0);
  release();

  await view.getByRole("heading", { name: "Your next offer" }).waitFor();
  await stage.expectSound(page);
});

// G154
test("one button publishes, an unknown outcome is asked again with the same key, and the digest is shown", async () => {
  const drafts = setUp();
  drafts.silent_publications = 1;
  const page = await stage.openAt(`/events/${DRAFT}/check`);

  await page.getByRole("button", { name: "Publish to 2 bidders" }).click();
  await page.getByText("We do not know yet whether the event is published.").waitFor();
  await page.getByRole("heading", { name: "The event is published" }).waitFor();

  expect(drafts.publications.length).toBe(2);
  expect(new Set(drafts.publications).size).toBe(1);
  await page.getByText(`sha256:${"ab".repeat(32)}`).waitFor();
  expect(await page.getByRole("link", { name: /Lot 1/ }).getAttribute("href")).toBe("/lots/lot-1");
  await shoot(page, "set-up-published");
  await stage.expectSound(page, [/ERR_/]);
});

// G154
test("a draft that changed since it was read is not published, and the page says what changed", async () => {
  const drafts = setUp();
  const page = await stage.openAt(`/events/${DRAFT}/check`);
  await page.getByText("Nothing stops publication. No warnings.").waitFor();
  drafts.changeBy("Ann Field", { ...GLOVES, title: "Gloves 2027" });

  await page.getByRole("button", { name: "Publish to 2 bidders" }).click();
  await page.getByText(/Ann Field changed the draft after you read it. Nothing was published./).waitFor();

  await page.getByText(/Ann Field changed this draft.*: Title\./).waitFor();
  expect(drafts.publications).toEqual([]);
});

test("a draft is deleted only after a second press", async () => {
  const drafts = setUp();
  const page = await openTask("");
  await page.getByRole("button", { name: "Delete this draft" }).click();
  expect(drafts.status).toBe("draft");
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Delete it" }).click();

  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
  expect(drafts.status).toBe("deleted");
});

test("a template is made of a draft", async () => {
  const drafts = setUp();
  const page = await openTask("");

  await page.getByRole("button", { name: "Make a template of it" }).click();

  await expect.poll(() => drafts.copies).toEqual([{ title: null, as: "template" }]);
});

test("bands of the smallest drop are added, changed and taken away", async () => {
  const drafts = setUp();
  const page = await openTask("/rules");
  await page.getByLabel("Bands: it depends on the offer that stands").check();
  await page.getByLabel("Band 1: drop").fill("50");
  await page.getByRole("button", { name: "Add a band" }).click();
  await page.getByLabel("Band 2: from").fill("100,000");
  await page.getByRole("button", { name: "Use a percentage in band 2" }).click();
  await page.getByLabel("Band 2: drop").fill("0.5");
  await shoot(page, "set-up-bands");
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();

  const bands = [
    { from: "0", absolute: "50" },
    { from: "100000", percent: "0.5" },
  ];
  expect(drafts.document).toMatchObject({ lots: [{ rules: { min_decrement: { bands } } }] });
});

// G153
test("the rules of one lot are used in every lot; ceilings, times and who sees what stay as they are", async () => {
  const gloves = { ...GLOVES, lots: [] as JsonObject[] };
  const show = { lead_price: false };
  const extension = { window_s: 60, extend_s: 60, from: "close", trigger: "any" };
  const other = { ceiling: "200", show, extension, max_decrement: { percent: "5", mode: "refuse" } };
  gloves.lots.push({ title: "Nitrile", items: [], rules: { ceiling: "100", beat: "lead" } });
  gloves.lots.push({ title: "Vinyl", items: [], rules: other });
  const drafts = setUp(gloves);
  const page = await openTask("/rules");

  await page.getByRole("button", { name: "Use the same in every lot" }).click();
  await page.getByText("Both lots have the same now.").waitFor();
  await stage.expectSound(page);
  await page.getByLabel("The highest score").check();
  await expect.poll(() => page.getByText("Both lots have the same now.").count()).toBe(0);
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();

  const { rules } = (drafts.document["lots"] as JsonObject[])[1] as { rules: JsonObject };
  expect(rules).toMatchObject({ beat: "lead", ceiling: "200", show, extension });
  expect(rules["max_decrement"] ?? null).toBeNull();
});

// G153
test("a warning about a cell leads to the cell, also where the other half of the table is shown", async () => {
  const drafts = setUp();
  const path = "/lots/0/items/1/baselines/RHQ";
  drafts.lint = [{ path, code: "baseline_apart", level: "warning", message: "is far from the others" }];
  const page = await openTask("/figures");

  await page.getByRole("link", { name: /Price today of RHQ: is far from the others/ }).click();

  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-path"))).toBe(path);
  await stage.expectSound(page);
});

test("a set-up begins with a title", async () => {
  const drafts = setUp({});
  const page = await stage.openAt("/events/new");
  await page.getByLabel("Title").fill("Examination gloves");
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Create the draft" }).click();

  await page.getByText(/1 of 10 tasks completed/).waitFor();
  expect(drafts.document).toEqual({ title: "Examination gloves" });
});
