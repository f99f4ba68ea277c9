// Practice lots in the browser: a buyer plays a draft, a supplier practises, and both are led back afterwards.
import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json";
import type { LotMessage } from "../../src/protocol/names";
import { observerLot, person, supplierLot } from "../fixtures";
import { DRAFT, MockDrafts } from "./mock-drafts";
import { shoot } from "./browser";
import { useStage } from "./stage";

const stage = useStage();
const PRACTICE = "practice-1";
const GLOVES: JsonObject = {
  title: "Examination gloves",
  trusts: [{ ods: "RFS", name: "Chesterfield Royal Hospital" }],
  bidders: [
    { id: "acme", name: "Acme Medical Ltd" },
    { id: "bolt", name: "Bolt Gloves plc" },
  ],
  lots: [
    { title: "Nitrile", items: [] },
    { title: "Latex", items: [] },
  ],
};

function setUp(): MockDrafts {
  const drafts = new MockDrafts();
  drafts.document = GLOVES;
  stage.mock.drafts = drafts;
  return drafts;
}

function played(lot: LotMessage): LotMessage {
  return { ...lot, lot: PRACTICE, event: { ...lot.event, practice: true } };
}

// G56, G154
test("a buyer plays a lot of a draft, and is led back when the practice has ended", async () => {
  const drafts = setUp();
  stage.mock.person = person("buyer");
  const page = await stage.openAt(`/events/${DRAFT}/check`);
  await page.getByLabel("Lot to play").selectOption({ label: "Lot 2 (Latex)" });
  await page.getByLabel("Speed").selectOption("20 times as fast");
  await shoot(page, "practice-check");
  await stage.expectSound(page);
  stage.mock.lot = played(observerLot(Date.now(), stage.closesAt()));

  await page.getByRole("button", { name: "Play this auction" }).click();

  await page.getByText("Practice. Nothing follows from it.").waitFor();
  await expect.poll(() => drafts.practices).toEqual([{ lot: "lot-2", speed: 20 }]);
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/lots/${PRACTICE}`);
  await stage.expectSound(page);
  stage.mock.lot = null;
  stage.mock.disconnect();
  await page.getByRole("heading", { name: "The practice has ended" }).waitFor();
  await page.getByRole("link", { name: "Back to check and publish" }).click();
  await page.getByRole("heading", { name: "Check and publish" }).waitFor();
});

// G55
test("where a practice runs already the page leads to it", async () => {
  const drafts = setUp();
  drafts.practice_running = PRACTICE;
  stage.mock.person = person("buyer");
  const page = await stage.openAt(`/events/${DRAFT}/check`);

  await page.getByRole("button", { name: "Play this auction" }).click();

  const link = page.getByRole("link", { name: "Go to that practice" });
  await expect
    .poll(() => link.getAttribute("href"))
    .toBe(`/lots/${PRACTICE}?from=${encodeURIComponent(`/events/${DRAFT}/check`)}`);
  await stage.expectSound(page, [/409/]);
});

// G55, G154
test("a supplier finds a practice beside a lot to come, at home and on the page of the lot", async () => {
  const drafts = setUp();
  stage.mock.person = person("supplier");
  const lot = supplierLot(Date.now(), stage.closesAt());
  const coming: LotMessage = { ...lot, state: "scheduled", event: { ...lot.event, id: DRAFT } };
  stage.mock.lot = coming;
  const page = await stage.openAt("/");
  await page.getByRole("button", { name: `Practise ${lot.title}` }).waitFor();
  await stage.expectSound(page);
  await page.getByRole("link", { name: lot.title }).click();
  await page.getByRole("button", { name: "Practise this lot" }).waitFor();
  await shoot(page, "practice-lobby");
  await stage.expectSound(page);
  stage.mock.lot = played(lot);

  await page.getByRole("button", { name: "Practise this lot" }).click();

  await page.getByText("Practice. Nothing follows from it.").waitFor();
  await expect.poll(() => drafts.practices).toEqual([{ lot: lot.lot }]);
  await expect.poll(() => page.getByRole("button", { name: "Practise this lot" }).count()).toBe(0);
  await page.getByRole("link", { name: "Back to the lot" }).waitFor();
});

// G55
test("the address of a practice that is over says so", async () => {
  stage.mock.person = person("supplier");

  const page = await stage.openAt(`/lots/${PRACTICE}`);

  await page.getByRole("heading", { name: "The practice has ended" }).waitFor();
  await expect
    .poll(() => page.getByRole("link", { name: "See your events and lots" }).getAttribute("href"))
    .toBe("/");
  await stage.expectSound(page);
});
