// The list of events: it is live, each lot has its state as a word, and one sentence says where the person stands.
import { expect, test } from "vitest";
import type { EventListed } from "../../src/protocol/names";
import { instant, LOT, person } from "../fixtures";
import { NARROW, useStage } from "./stage";

const stage = useStage();

function manyEvents(): EventListed[] {
  const now = Date.now();
  const lot = {
    title: "Sterile gloves",
    opens_at: instant(now - 7_200_000),
    closes_at: instant(now + 252_500),
  };
  const event = (id: string, title: string, more: Partial<EventListed>): EventListed => {
    return {
      id,
      title,
      reference: `WTP-2026-${id}`,
      status: "published",
      practice: false,
      lots: [],
      ...more,
    };
  };
  const open = { ...lot, id: LOT, title: "Nitrile, powder free", state: "open" as const };
  const coming = { ...lot, id: "l2", state: "scheduled" as const, opens_at: instant(now + 86_400_000) };
  const closed = { ...lot, id: "l3", state: "closed" as const, ended_at: instant(now - 3_600_000) };
  const gone = { ...lot, id: "l4", state: "cancelled" as const, ended_at: instant(now - 3_600_000) };
  const broken = { ...lot, id: "l5", title: "Lot that cannot be read", state: null };
  return [
    event("001", "Examination gloves", { lots: [open, coming] }),
    event("002", "Practice for gloves", { practice: true, lots: [{ ...coming, id: "l6" }] }),
    event("003", "SURGICAL/ORTHOPAEDIC_INSTRUMENTS_AND_THEIR_ACCESSORIES", { lots: [coming, broken] }),
    event("004", "Wound dressings", { status: "draft", lots: [{ ...broken, id: "l7", title: "Foam" }] }),
    event("005", "Masks", { lots: [closed, gone] }),
  ];
}

test("the list is sound at each width", async () => {
  stage.asSupplier();
  stage.mock.events = manyEvents();
  const page = await stage.openAt("/", ...NARROW);

  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();

  const states = () => page.locator(".lots .tag").allTextContents();
  await expect
    .poll(states)
    .toEqual([
      "Open",
      "Not open yet",
      "Not open yet",
      "Not open yet",
      "Cannot be read",
      "Draft",
      "Closed",
      "Cancelled",
    ]);
  await expect.poll(() => page.getByRole("link", { name: "Foam" }).count()).toBe(0);
  await expect.poll(() => page.title()).toBe("Your events and lots \u2013 fairlot");
  await stage.expectSoundAtWidths(page, "events");
});

test("a pause shows without a reload", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/");
  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();

  const since = instant(Date.now());
  stage.mock.update({ state: "paused", pause: { cause: "buyer", since, remaining_us: 60_000_000 } });

  await page.getByText("1 lot is paused. You are 2nd of 3.").waitFor();
  await page.locator(".lots .tag").getByText("Paused").waitFor();
});

// G152
test("an observer's list follows the event, and a pause shows without a reload", async () => {
  stage.asWatcher("observer");
  const page = await stage.openAt("/");
  await page.getByText("1 lot is open. Of 3 bidders, Bidder B leads with £176,400.00.").waitFor();

  stage.mock.updateEvent({ state: "paused" });

  await page.getByText(/^1 lot is paused\. Of 3 bidders/).waitFor();
  await page.locator(".lots .tag").getByText("Paused").waitFor();
});

test("a list without a connection says so and comes back by itself", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/");
  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();

  stage.mock.disconnect();

  await page.getByText(/You are not connected, so this may have changed/).waitFor();
  await expect.poll(() => page.locator("main").textContent()).not.toContain("You are 2nd of 3.");
  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();
});

test("events are found by their words", async () => {
  stage.asSupplier();
  stage.mock.events = manyEvents();
  const page = await stage.openAt("/");
  await page.getByLabel(/Search by title/).fill("masks");

  await expect.poll(() => page.locator("main .card").count()).toBe(1);
  await page.getByLabel(/Search by title/).fill("no such thing");
  await page.getByText("No event matches your search.").waitFor();
  await stage.expectSound(page);
});

test("a person without events reads that there are none yet", async () => {
  stage.mock.person = person("observer");
  const page = await stage.openAt("/");

  await page.getByText(/Nothing yet/).waitFor();
  await stage.expectSound(page);
});
