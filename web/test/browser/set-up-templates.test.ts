// Templates: their list, setting up an event from one, making, renaming and deleting one.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { instant, person } from "../fixtures";
import { shoot } from "./browser";
import { GLOVES } from "./gloves";
import { DRAFT, MockDrafts } from "./mock-drafts";
import { NARROW, useStage } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();

function setUp(status: MockDrafts["status"] = "template"): MockDrafts {
  const drafts = new MockDrafts();
  drafts.document = GLOVES;
  drafts.status = status;
  const listed = {
    id: "e1",
    title: "Gloves 2025",
    reference: "WTP-25",
    status: "published",
    practice: false,
  };
  stage.mock.person = person("buyer");
  stage.mock.drafts = drafts;
  stage.mock.events = [{ ...listed, lots: [], next_at: instant(0) } as never];
  return drafts;
}

async function openList(width = 1440, height = 900): Promise<Page> {
  const page = await stage.openAt("/events/templates", width, height);
  await page.locator(".lead").waitFor();
  await page.getByRole("button", { name: "Make the template" }).waitFor();
  return page;
}

// G17
test("the list of templates is sound at each width", async () => {
  setUp();
  const page = await openList(...NARROW);
  await page.getByText("1 template.").waitFor();

  await expect.poll(() => page.title()).toBe("Templates \u2013 fairlot");
  await stage.expectSoundAtWidths(page, "templates");
});

// G17, G153
test("a template is renamed by keyboard, also where it was changed meanwhile", async () => {
  const drafts = setUp();
  const page = await openList();
  await page.getByRole("button", { name: "Rename Examination gloves" }).press("Enter");
  await focusIs(page, { tag: "INPUT" });
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Gloves of every kind");
  await stage.expectSound(page);

  await page.keyboard.press("Enter");

  await page.getByText("The template is now called Gloves of every kind.").waitFor();
  await page.getByRole("heading", { name: "Gloves of every kind" }).waitFor();
  await expect.poll(() => drafts.document).toEqual({ ...GLOVES, title: "Gloves of every kind" });
});

// G17, G153
test("a template is deleted only after a second press", async () => {
  const drafts = setUp();
  const page = await openList();
  await page.getByRole("button", { name: "Delete Examination gloves" }).click();
  await page.getByText(/Events that were set up from it stay/).waitFor();
  expect(drafts.status).toBe("template");
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Delete it" }).click();

  await page.getByText("The template Examination gloves is deleted.").waitFor();
  await page.getByText(/^No template yet/).waitFor();
  await expect.poll(() => drafts.status).toBe("deleted");
});

// G17, G153
test("an event is set up from a template, in the list of templates and where a set-up begins", async () => {
  const drafts = setUp();
  const page = await openList();
  await page.getByRole("button", { name: "Set up an event from this template Examination gloves" }).click();
  await page.getByText(/of 10 tasks completed/).waitFor();

  await page.goto(new URL("/events/new", page.url()).href);
  await page.getByRole("button", { name: "Use Examination gloves" }).click();
  await page.getByText(/of 10 tasks completed/).waitFor();

  await expect
    .poll(() => drafts.copies)
    .toEqual([
      { title: null, as: "draft" },
      { title: null, as: "draft" },
    ]);
});

// G17, G153
test("a template is made from an event under a name of its own", async () => {
  const drafts = setUp("draft");
  const page = await openList();
  await page.getByText(/^No template yet/).waitFor();
  await shoot(page, "templates-none");
  await page.getByLabel("Name").fill("Gloves of every kind");

  await page.getByRole("button", { name: "Make the template" }).click();

  await page.getByText("The template Gloves of every kind is made.").waitFor();
  await expect.poll(() => drafts.copied).toEqual(["e1"]);
  await expect.poll(() => drafts.copies).toEqual([{ title: "Gloves of every kind", as: "template" }]);
  await stage.expectSound(page);
});

// G17
test("the page of a template offers an event of it, and no publication", async () => {
  setUp();
  const page = await stage.openAt(`/events/${DRAFT}/set-up`);
  await page.getByRole("heading", { level: 1, name: "Template" }).waitFor();
  await page.getByRole("button", { name: "Set up an event from this template" }).waitFor();
  await page.getByRole("button", { name: "Delete this template" }).waitFor();
  await shoot(page, "set-up-template");
  await stage.expectSound(page);

  await page.getByRole("link", { name: "Check and publish" }).click();

  await page.getByText("A template is not published: make a draft from it.").waitFor();
});
