// The built pages in Chromium, at three widths: what a supplier and an observer see and can do, and whether
// accessibility, layout, console and content security policy are sound.
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { BidMessage } from "../../src/protocol/names";
import type { Reason, ServerMessage } from "../../src/protocol/ws";
import {
  courseOfOffers,
  instant,
  LOT,
  notice,
  observerLot,
  ownRecords,
  person,
  supplierLot,
} from "../fixtures";
import { accessibilityFaults, launch, open, scrollsSideways, shoot, SHOTS, type OpenedPage } from "./browser";
import { MockServer } from "./mock-server";

const WIDTHS: ReadonlyArray<[number, number]> = [
  [1440, 900],
  [360, 740],
  [320, 640],
];
const LEFT_MS = 252_500;
let browser: Browser;
let mock: MockServer;
let address: string;
let opened: OpenedPage | null = null;

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  mock = new MockServer();
  address = await mock.listen();
});
afterEach(async () => {
  await opened?.context.close();
  opened = null;
  await mock.close();
});

function closesAt(): number {
  return Date.now() + LEFT_MS;
}

function asSupplier(): void {
  const closes = closesAt();
  mock.person = person("supplier");
  mock.lot = supplierLot(Date.now(), closes);
  mock.records = ownRecords(closes);
}

function asWatcher(role: "observer" | "buyer"): void {
  const closes = closesAt();
  mock.person = person(role);
  mock.lot = observerLot(Date.now(), closes);
  mock.offers = courseOfOffers(closes);
}

async function visit(width = 1440, height = 900): Promise<Page> {
  opened = await open(browser, `${address}/lots/${LOT}`, width, height);
  await opened.page.getByRole("timer").waitFor();
  return opened.page;
}

async function expectSound(page: Page, expected: RegExp[] = []): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await scrollsSideways(page)).toBe(false);
  const unexpected = opened?.faults.filter((text) => !expected.some((known) => known.test(text)));
  expect(unexpected).toEqual([]);
}

function refusedAs(reason: Reason, limit: string | null): (bid: BidMessage) => ServerMessage {
  return ({ lot, ref }) => ({
    type: "refused",
    lot,
    ref,
    seq: 41,
    at: instant(Date.now()),
    hash: "ab".repeat(32),
    reason,
    limit,
    message: "",
  });
}

function accepted({ lot, ref }: BidMessage): ServerMessage {
  const hash = "cd".repeat(32);
  const answer = { type: "accepted", lot, ref, seq: 41, at: instant(Date.now()), hash, rank: 1 } as const;
  return { ...answer, total: "176400.00", evaluated: "176400.00", receipt: null };
}

test.each(WIDTHS)("a supplier's lot is sound at %i pixels", async (width, height) => {
  asSupplier();

  const page = await visit(width, height);
  await page.getByText("Accepted, 2nd").waitFor();
  await shoot(page, `supplier-${width}`, width < 1000);

  await expectSound(page);
});

test.each(WIDTHS)("an observer's lot is sound at %i pixels", async (width, height) => {
  asWatcher("observer");

  const page = await visit(width, height);
  await page.locator(".graph canvas").waitFor();
  await page.waitForTimeout(300);
  await shoot(page, `observer-${width}`);

  await expectSound(page);
});

test("everything that a supplier needs fits on one screen", async () => {
  asSupplier();

  const page = await visit(1440, 900);

  const send = await page.getByRole("button", { name: "Send offer" }).boundingBox();
  expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThan(900);
  expect(send?.height).toBeGreaterThanOrEqual(44);
});

test("a refusal is corrected with Enter, typing, Enter", async () => {
  asSupplier();
  mock.answer = refusedAs("decrement_too_small", "178550.00");
  const page = await visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("£2.98");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  await shoot(page, "supplier-refused", false);
  expect(await page.title()).toMatch(/^Error: /);
  await expectSound(page);

  mock.answer = accepted;
  await page.keyboard.press("Enter");
  await page.keyboard.type(" 2.94 ");
  await page.keyboard.press("Enter");

  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
  await shoot(page, "supplier-accepted", false);
  expect(mock.bids.map(({ prices }) => prices["nitrile-m"])).toEqual(["2.98", "2.94"]);
  expect(await page.locator("#spoken-politely").textContent()).toContain("Offer accepted");
});

test("a drop that may be a slip has to be confirmed before it is sent", async () => {
  asSupplier();
  mock.answer = accepted;
  const page = await visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("1.49");
  await page.keyboard.press("Enter");
  const heading = page.getByRole("heading", { name: "Check this offer" });
  await heading.waitFor();
  await shoot(page, "supplier-confirm", false);
  await expectSound(page);
  expect(mock.bids).toEqual([]);
  await expect.poll(() => heading.evaluate((element) => element === document.activeElement)).toBe(true);

  await page.getByRole("button", { name: "Change it" }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("price-nitrile-m");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Send £89,400.00" }).click();

  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
  expect(mock.bids.map(({ confirmed }) => confirmed)).toEqual([true]);
});

test("a bid whose answer is lost is sent again with the same reference", async () => {
  asSupplier();
  const page = await visit();
  await page.getByRole("button", { name: /^Use £2.97/ }).click();
  await page.getByRole("button", { name: "Send offer" }).click();
  await expect.poll(() => mock.bids.length).toBe(1);

  mock.disconnect();
  await page
    .getByText(/We do not know yet/)
    .first()
    .waitFor();
  await shoot(page, "supplier-unknown", false);
  await expectSound(page);
  mock.answer = accepted;
  mock.update({ you: { ...supplierLot().you, rank: 3 } });

  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
  await shoot(page, "supplier-back", false);
  expect(new Set(mock.bids.map(({ ref }) => ref)).size).toBe(1);
  expect(mock.bids.length).toBeGreaterThanOrEqual(2);
});

test("without a connection no rank is shown in large type", async () => {
  asSupplier();
  const page = await visit();
  await page.locator(".stand__place").waitFor();
  await page.context().setOffline(true);

  await mock.close();

  await page.getByRole("heading", { name: "You are not connected" }).waitFor();
  expect(await page.locator(".stand__place").count()).toBe(0);
  await shoot(page, "supplier-lost", false);
  expect(await accessibilityFaults(page)).toEqual([]);
  mock = new MockServer();
  address = await mock.listen();
});

test.each([
  [
    "paused",
    {
      state: "paused",
      pause: { cause: "buyer", remaining_us: 192_000_000, reason: "A bidder has lost its connection." },
    },
  ],
  ["closed", { state: "closed", result: { rank: 2, of: 3, total: "178800.00" } }],
  ["cancelled", { state: "cancelled" }],
  ["scheduled", { state: "scheduled" }],
] as const)("a supplier's %s lot is sound", async (name, change) => {
  asSupplier();
  const page = await visit();

  if (name === "scheduled") mock.update({ state: "scheduled", opens_at: instant(Date.now() + 900_000) });
  else if (name === "cancelled")
    mock.update({
      ...change,
      notices: [notice(41, Date.now(), "lot_cancelled", { reason: "The specification changed." })],
    });
  else mock.update(change as Partial<typeof mock.lot & object>);

  await page.locator(`.panel--${name}`).waitFor();
  await shoot(page, `supplier-${name}`, false);
  await expectSound(page);
});

test("a supplier accepts the terms on the page, and sees that a lot is for practice", async () => {
  asSupplier();
  if (mock.lot?.you) {
    mock.lot.event = {
      ...mock.lot.event,
      practice: true,
      terms: "By bidding you accept the conditions of contract.\n\nPrices are without VAT.",
    };
    mock.lot.you = { ...mock.lot.you, terms_accepted: false };
  }
  const page = await visit();
  await page.getByRole("region", { name: "Terms of this event" }).waitFor();
  await shoot(page, "supplier-terms", false);
  await expectSound(page);

  await page.getByRole("button", { name: "Accept the terms" }).click();

  await page.getByRole("button", { name: "Accept the terms" }).waitFor({ state: "detached" });
});

test("a lot of several items fits on the page and suggests prices for all of them", async () => {
  asSupplier();
  if (mock.lot?.you) {
    const sizes = ["small", "medium", "large", "extra large"];
    mock.lot.items = sizes.map((size) => ({
      id: size,
      description: `Nitrile glove, ${size}`,
      unit: "box of 100",
      volume: "15000",
    }));
    const prices = Object.fromEntries(sizes.map((size) => [size, "2.98"]));
    const suggested = { prices: Object.fromEntries(sizes.map((size) => [size, "2.97"])), total: "178200.00" };
    mock.lot.you = { ...mock.lot.you, prices, suggested };
  }
  const page = await visit();
  await shoot(page, "supplier-items", false);
  await expectSound(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await shoot(page, "supplier-items-320");
  await expectSound(page);
});

test("typed prices are kept over a reload", async () => {
  asSupplier();
  const page = await visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.9");

  await page.reload();

  await expect.poll(() => page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.9");
});

test("a bid without an answer is sent again after a reload with the same reference", async () => {
  asSupplier();
  const page = await visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.9");
  await page.keyboard.press("Enter");
  await expect.poll(() => mock.bids.length).toBe(1);

  mock.answer = accepted;
  await page.reload();

  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
  expect(new Set(mock.bids.map(({ ref }) => ref)).size).toBe(1);
});

test("the page stays fast with two thousand offers", async () => {
  asWatcher("observer");
  const closes = closesAt();
  mock.offers = Array.from({ length: 2000 }, (_, nth) => ({
    seq: nth + 3,
    at: instant(closes - 1_900_000 + nth * 700),
    alias: `Bidder ${"ABCDEF"[nth % 6]}`,
    evaluated: `${200_000 - nth * 10}.00`,
    total: `${200_000 - nth * 10}.00`,
    rank: 1,
  }));
  const page = await visit();
  await page.locator(".graph canvas").waitFor();
  await shoot(page, "observer-2000", false);

  const longest = await page.evaluate(async () => {
    let last = performance.now();
    let worst = 0;
    while (performance.now() < 1e9 && worst < 1e9) {
      await new Promise((next) => requestAnimationFrame(next));
      worst = Math.max(worst, performance.now() - last);
      last = performance.now();
      if (last > 6000) break;
    }
    return worst;
  });
  expect(longest).toBeLessThan(1000);
});

test("an observer reads the graph by keyboard and as a table", async () => {
  asWatcher("observer");
  const page = await visit();
  const reader = page.getByRole("slider");
  await reader.focus();

  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");

  expect(await page.locator(".graph__read").textContent()).toMatch(/^Offer 2 of 31: Bidder /);
  await page.getByText("The same as a table").click();
  await expect.poll(() => page.locator(".graph tbody tr").count()).toBe(25);
  await page.getByRole("button", { name: "Older" }).click();
  await expect.poll(() => page.locator(".graph tbody tr").count()).toBe(6);
  await shoot(page, "observer-table");
  await expectSound(page);
});

test("a frozen list stays the same while the clock and the lead go on", async () => {
  asWatcher("observer");
  const page = await visit();
  await page.getByRole("button", { name: "Hold lists and graph still" }).click();

  const offers = mock.lot?.market?.offers?.map((offer) =>
    offer.rank === 1 ? { ...offer, total: "170000.00", evaluated: "170000.00" } : offer,
  );
  mock.update({ market: { ...mock.lot?.market, offers: offers ?? null, lead: "170000.00" } });
  await page.getByText("with £170,000.00").waitFor();

  expect(await page.locator("#ranking ~ .scroll tbody").textContent()).toContain("£176,400.00");
  await shoot(page, "observer-held", false);
  await page.getByRole("button", { name: "Hold lists and graph still" }).click();
  await page.locator("#ranking ~ .scroll tbody").getByText("£170,000.00").first().waitFor();
});

test("the sticky clock covers nothing that has the focus", async () => {
  asWatcher("observer");
  const page = await visit(1440, 720);
  const hidden: string[] = [];

  for (let i = 0; i < 40; i++) {
    await page.keyboard.press(i < 20 ? "Tab" : "Shift+Tab");
    const covered = await page.evaluate(() => {
      const focused = document.activeElement?.getBoundingClientRect();
      const clock = document.querySelector(".clock")?.getBoundingClientRect();
      return (
        focused !== undefined &&
        clock !== undefined &&
        focused.bottom <= clock.bottom &&
        focused.top >= clock.top
      );
    });
    if (covered) hidden.push(`step ${i}`);
  }

  expect(hidden).toEqual([]);
});

test("a printed page is not cut off and has no controls", async () => {
  asSupplier();
  const page = await visit();

  await page.emulateMedia({ media: "print" });

  await shoot(page, "supplier-print");
  expect(await page.getByRole("button", { name: "Send offer" }).count()).toBe(0);
  expect(await scrollsSideways(page)).toBe(false);
});

test("a buyer sees the names that it is given", async () => {
  asWatcher("buyer");
  if (mock.lot?.market?.offers)
    mock.lot.market.offers = mock.lot.market.offers.map((offer) => ({
      ...offer,
      bidder: `${offer.alias.at(-1)} Medical Ltd`,
    }));
  const page = await visit();

  await page.getByRole("columnheader", { name: "Name" }).waitFor();
  await shoot(page, "buyer");
  await expectSound(page);
});

test("a person who is not signed in sees how to sign in", async () => {
  opened = await open(browser, `${address}/lots/${LOT}`, 1440, 900);

  await opened.page.getByRole("heading", { name: "You are not signed in" }).waitFor();

  await shoot(opened.page, "signed-out", false);
  await expectSound(opened.page, [/401/]);
});

test("the first page lists events and lots", async () => {
  asSupplier();
  opened = await open(browser, `${address}/`, 1440, 900);

  await opened.page.getByRole("link", { name: "Nitrile, powder free" }).waitFor();

  await shoot(opened.page, "events", false);
  await expectSound(opened.page);
});
