// The check of a draft: previews, who can sign in, and the publication.
import { expect, test } from "vitest";
import { observerLot, supplierLot } from "../fixtures";
import { shoot } from "./browser";
import { GLOVES } from "./gloves";
import { DRAFT } from "./mock-drafts";
import { setUp } from "./set-up-stage";
import { NARROW, useStage } from "./stage";

const stage = useStage();

// G154
test("the check is sound at each width, with two previews side by side", async () => {
  const drafts = setUp(stage);
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

  await expect
    .poll(() => page.getByRole("link", { name: /PCR 2015 reg 35\(16\)/ }).getAttribute("href"))
    .toContain("/times?at=");
  await stage.expectSoundAtWidths(page, "set-up-check");
});

// G154
test("who can sign in for each organisation is listed at each width", async () => {
  const drafts = setUp(stage);
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
  await expect
    .poll(() => links.evaluateAll((all) => all.map((link) => link.getAttribute("href"))))
    .toEqual(["/people?org=bolt", "/people?org=RFS"]);
  await stage.expectSoundAtWidths(page, "set-up-people");
});

// G154
test("what one party sees is never drawn as the view of another, also while that is still made", async () => {
  const drafts = setUp(stage);
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
  await expect.poll(() => view.count()).toBe(0);
  release();

  await view.getByRole("heading", { name: "Your next offer" }).waitFor();
  await stage.expectSound(page);
});

// G154
test("one button publishes, an unknown outcome is asked again with the same key, and the digest is shown", async () => {
  const drafts = setUp(stage);
  drafts.silent_publications = 1;
  const page = await stage.openAt(`/events/${DRAFT}/check`);

  await page.getByRole("button", { name: "Publish to 2 bidders" }).click();
  await page.getByText("We do not know yet whether the event is published.").waitFor();
  await page.getByRole("heading", { name: "The event is published" }).waitFor();

  await expect.poll(() => drafts.publications.length).toBe(2);
  expect(new Set(drafts.publications).size).toBe(1);
  await page.getByText(`sha256:${"ab".repeat(32)}`).waitFor();
  await expect.poll(() => page.getByRole("link", { name: /Lot 1/ }).getAttribute("href")).toBe("/lots/lot-1");
  await shoot(page, "set-up-published");
  await stage.expectSound(page, [/ERR_/]);
});

// G154
test("a draft that changed since it was read is not published, and the page says what changed", async () => {
  const drafts = setUp(stage);
  const page = await stage.openAt(`/events/${DRAFT}/check`);
  await page.getByText("Nothing stops publication. No warnings.").waitFor();
  drafts.changeBy("Ann Field", { ...GLOVES, title: "Gloves 2027" });

  await page.getByRole("button", { name: "Publish to 2 bidders" }).click();
  await page.getByText(/Ann Field changed the draft after you read it. Nothing was published./).waitFor();

  await page.getByText(/Ann Field changed this draft.*: Title\./).waitFor();
  expect(drafts.publications).toEqual([]);
});
