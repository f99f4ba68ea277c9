// The tasks of a set-up in the browser: their list, the page of each, what is typed there, and two buyers.
import { expect, test } from "vitest";
import { person } from "../fixtures";
import { shoot } from "./browser";
import { GLOVES } from "./gloves";
import { WHOLE_DATE } from "./mock-drafts";
import { openTask, REFUSED, setUp } from "./set-up-stage";
import { NARROW, useStage } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();

// G153
test("the list of tasks is sound at each width", async () => {
  const drafts = setUp(stage);
  drafts.findings = [
    { path: "/lots/0/opens_at", code: "missing", level: "missing", message: "is missing" },
    {
      path: "/lots/0/items/1/gtin",
      code: "gtin_check_digit",
      level: "error",
      message: "has a wrong check digit",
    },
  ];
  const page = await openTask(stage, "", ...NARROW);

  await page.getByText("4 of 10 tasks completed. 2 things stop publication.").waitFor();

  const states = () => page.locator(".tasks__status").allTextContents();
  await expect
    .poll(states)
    .toEqual([
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
  await expect.poll(() => page.title()).toBe("Set up the event \u2013 Examination gloves \u2013 fairlot");
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
  const drafts = setUp(stage);
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
  const page = await openTask(stage, `/${task}`, ...NARROW);

  await page.getByRole("button", { name: "Save and go back to the list" }).waitFor();
  await page.getByText("All changes are saved").waitFor();
  await stage.expectSoundAtWidths(page, `set-up-${task}`);
  const tables = page.locator(".grid__box");
  await expect
    .poll(() => tables.evaluateAll((all) => all.filter((box) => box.scrollWidth > box.clientWidth).length))
    .toBe(0);
});

// G153
test("what is typed is saved when the page is left, and the list says how far the task is", async () => {
  const drafts = setUp(stage, {});
  const page = await openTask(stage, "");
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
  const drafts = setUp(stage);
  const page = await openTask(stage, "/rules");
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
  await expect.poll(() => page.getByText("There is a problem").count()).toBe(0);

  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  await expect.poll(() => page.title()).toContain("Error: Rules");
  await focusIs(page, { tag: "A" });
  await page.keyboard.press("Enter");
  await focusIs(page, { id: "field-lots-0-rules-ceiling" });
  await expect.poll(() => page.getByLabel("Ceiling").inputValue()).toBe("2,98");
  await shoot(page, "set-up-rules-error");
  await stage.expectSound(page);
});

// G6, G153
test("a time that is not said whole is told with what to type instead, also when the page is saved and opened again", async () => {
  const drafts = setUp(stage);
  const page = await openTask(stage, "/times");
  await page.getByLabel("Opening time").fill("tomorrow 10am");
  await page.getByLabel("Opening time").press("Tab");
  await page.getByText(`N${WHOLE_DATE.slice(1)}.`).waitFor();
  const path = "/lots/0/opens_at";
  drafts.findings = [{ path, code: "bad_instant", level: "error", message: "must be an instant" }];

  await page.getByRole("button", { name: "Save and go back to the list of tasks" }).click();

  const said = page.getByText(`Opening time ${WHOLE_DATE}`);
  await said.waitFor();
  await stage.expectSound(page);
  await page.reload();
  await said.waitFor();
  await expect.poll(() => page.getByLabel("Opening time").inputValue()).toBe("tomorrow 10am");
  await expect.poll(() => page.getByText(WHOLE_DATE).count()).toBe(1);
  await page.getByLabel("Opening time").fill("1 December 2026 10:30am");
  await page.getByLabel("Opening time").press("Tab");
  await page.getByText("That is 1 December 2026 10:30am, as the server reads it.").waitFor();
  await expect.poll(() => said.count()).toBe(0);
});

// G153
test("another buyer's change of another field is joined, and one of the same field is asked about by name", async () => {
  const drafts = setUp(stage);
  const page = await openTask(stage, "/event");
  await page.getByLabel("Title").fill("Sterile gloves");
  drafts.changeBy("Ann Field", { ...GLOVES, title: "Gloves 2027", reference: "WTP-2027-001" });

  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Ann Field changed the same field" }).waitFor();
  await expect.poll(() => page.getByLabel("Your reference").inputValue()).toBe("WTP-2027-001");
  await expect.poll(() => drafts.document["title"]).toBe("Gloves 2027");
  await shoot(page, "set-up-dispute");
  await stage.expectSound(page, REFUSED);
  await page.getByLabel("Yours: Sterile gloves").check();
  await page.getByRole("button", { name: "Use these and save" }).click();
  await expect
    .poll(() => drafts.document)
    .toMatchObject({ title: "Sterile gloves", reference: "WTP-2027-001" });
});

// G153
test("what was typed survives a lost session and a reload", async () => {
  const drafts = setUp(stage);
  const page = await openTask(stage, "/event");
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
  await expect.poll(() => page.getByLabel("Title").inputValue()).toBe("Sterile gloves");
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await expect.poll(() => drafts.document["title"]).toBe("Sterile gloves");
});

// G153
test("a published event is not edited, and says how to go on", async () => {
  const drafts = setUp(stage);
  drafts.status = "published";
  const page = await openTask(stage, "/rules");

  await page.getByText("Published; make a copy to change it.").waitFor();

  await expect.poll(() => page.getByRole("textbox").count()).toBe(0);
  await shoot(page, "set-up-frozen");
  await stage.expectSound(page);
});

test("a supplier cannot see a set-up", async () => {
  setUp(stage);
  stage.mock.person = person("supplier");
  const page = await openTask(stage, "");

  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await stage.expectSound(page);
});

test("a draft is deleted only after a second press", async () => {
  const drafts = setUp(stage);
  const page = await openTask(stage, "");
  await page.getByRole("button", { name: "Delete this draft" }).click();
  expect(drafts.status).toBe("draft");
  await focusIs(page, { text: expect.stringContaining("is deleted for everybody") });
  await page.getByRole("button", { name: "Keep it" }).click();
  await focusIs(page, { text: "Delete this draft" });
  await page.keyboard.press("Enter");
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Delete it" }).click();

  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
  await expect.poll(() => drafts.status).toBe("deleted");
});

test("a template is made of a draft", async () => {
  const drafts = setUp(stage);
  const page = await openTask(stage, "");

  await page.getByRole("button", { name: "Make a template of this draft" }).click();

  await expect.poll(() => drafts.copies).toEqual([{ title: null, as: "template" }]);
});

test("a set-up begins with a title", async () => {
  const drafts = setUp(stage, {});
  const page = await stage.openAt("/events/new");
  await page.getByLabel("Title").fill("Examination gloves");
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Create the draft" }).click();

  await page.getByText(/1 of 10 tasks completed/).waitFor();
  await expect.poll(() => drafts.document).toEqual({ title: "Examination gloves" });
});
