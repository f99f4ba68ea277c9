// The built pages in Chromium, at three widths: what a supplier and an observer see and can do, and whether
// accessibility, layout, console and content security policy are sound.
import { expect, test } from "vitest";
import { instant, notice, supplierLot } from "../fixtures";
import { shoot } from "./browser";
import { accepted, NARROW, refusedAs, useStage } from "./stage";
import { bottomOf, expectAccessible, expectNothingBeside, focusIs, topOf } from "./waiting";

const stage = useStage();

test("a supplier's lot is sound at each width", async () => {
  stage.asSupplier();

  const page = await stage.visit(...NARROW);
  await page.getByText("Accepted, 2nd at that time").waitFor();

  await stage.expectSoundAtWidths(page, "supplier");
});

test("an observer's lot is sound at each width", async () => {
  stage.asWatcher("observer");

  const page = await stage.visit(...NARROW);
  await page.locator(".graph canvas").waitFor();

  await stage.expectSoundAtWidths(page, "observer");
});

test("everything that a supplier needs fits on one screen", async () => {
  stage.asSupplier();

  const page = await stage.visit(1440, 900);

  const send = page.getByRole("button", { name: "Send offer" });
  await expect.poll(() => bottomOf(send)).toBeLessThan(900);
  await expect.poll(async () => (await bottomOf(send)) - (await topOf(send))).toBeGreaterThanOrEqual(44);
});

test("a refusal is corrected with Enter, typing, Enter", async () => {
  stage.asSupplier();
  stage.mock.answer = refusedAs("decrement_too_small", "178550.00");
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("£2.98");
  await page.getByLabel(/Nitrile glove, medium/).press("Enter");
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  await shoot(page, "supplier-refused", false);
  await expect.poll(() => page.title()).toMatch(/^Error: /);
  await stage.expectSound(page);

  stage.mock.answer = accepted;
  await focusIs(page, { tag: "A" });
  await page.keyboard.press("Enter");
  await focusIs(page, { id: "price-nitrile-m" });
  await page.keyboard.type(" 2.94 ");
  await page.keyboard.press("Enter");

  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
  await shoot(page, "supplier-accepted", false);
  expect(stage.mock.bids.map(({ prices }) => prices["nitrile-m"])).toEqual(["2.98", "2.94"]);
  await expect.poll(() => page.locator("#spoken-politely").textContent()).toContain("Offer accepted");
});

test("a drop that may be a slip has to be confirmed before it is sent", async () => {
  stage.asSupplier();
  stage.mock.answer = accepted;
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("1.49");
  await page.getByLabel(/Nitrile glove, medium/).press("Enter");
  const heading = page.getByRole("heading", { name: "Check this offer" });
  await heading.waitFor();
  await shoot(page, "supplier-confirm", false);
  await stage.expectSound(page);
  expect(stage.mock.bids).toEqual([]);
  await focusIs(page, { text: "Check this offer" });

  await page.getByRole("button", { name: "Change it" }).click();
  await focusIs(page, { id: "price-nitrile-m" });
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Send £89,400.00" }).click();

  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
  expect(stage.mock.bids.map(({ confirmed }) => confirmed)).toEqual([true]);
});

test("a bid whose answer is lost is sent again with the same reference", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.getByRole("button", { name: /^Use £2.97/ }).click();
  await page.getByRole("button", { name: "Send offer" }).click();
  await expect.poll(() => stage.mock.bids.length).toBe(1);

  stage.mock.disconnect();
  await page
    .getByText(/We do not know yet/)
    .first()
    .waitFor();
  await shoot(page, "supplier-unknown", false);
  await stage.expectSound(page);
  stage.mock.answer = accepted;
  stage.mock.update({ you: { ...supplierLot().you, rank: 3 } });

  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
  await shoot(page, "supplier-back", false);
  expect(new Set(stage.mock.bids.map(({ ref }) => ref)).size).toBe(1);
  expect(stage.mock.bids.length).toBeGreaterThanOrEqual(2);
});

test("without a connection no rank is shown in large type", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.locator(".stand__place").waitFor();
  await page.context().setOffline(true);

  await stage.mock.close();

  await page.getByRole("heading", { name: "You are not connected" }).waitFor();
  await expect.poll(() => page.locator(".stand__place").count()).toBe(0);
  await shoot(page, "supplier-lost", false);
  await expectAccessible(page);
  await stage.restart();
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
  stage.asSupplier();
  const page = await stage.visit();

  if (name === "scheduled")
    stage.mock.update({ state: "scheduled", opens_at: instant(Date.now() + 900_000) });
  else if (name === "cancelled")
    stage.mock.update({
      ...change,
      notices: [notice(41, Date.now(), "lot_cancelled", { reason: "The specification changed." })],
    });
  else stage.mock.update(change as Partial<typeof stage.mock.lot & object>);

  await page.locator(`.panel--${name}`).waitFor();
  await shoot(page, `supplier-${name}`, false);
  await stage.expectSound(page);
});

test("a supplier accepts the terms on the page, and sees that a lot is for practice", async () => {
  stage.asSupplier();
  if (stage.mock.lot?.you) {
    stage.mock.lot.event = {
      ...stage.mock.lot.event,
      practice: true,
      terms: "By bidding you accept the conditions of contract.\n\nPrices are without VAT.",
    };
    stage.mock.lot.you = { ...stage.mock.lot.you, terms_accepted: false };
  }
  const page = await stage.visit();
  await page.getByRole("region", { name: "Terms of this event" }).waitFor();
  await shoot(page, "supplier-terms", false);
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Accept the terms" }).click();

  await page.getByRole("button", { name: "Accept the terms" }).waitFor({ state: "detached" });
});

test("a lot of several items fits on the page and suggests prices for all of them", async () => {
  stage.asSupplier();
  if (stage.mock.lot?.you) {
    const sizes = ["small", "medium", "large", "extra large"];
    stage.mock.lot.items = sizes.map((size) => ({
      id: size,
      description: `Nitrile glove, ${size}`,
      unit: "box of 100",
      volume: "15000",
    }));
    const prices = Object.fromEntries(sizes.map((size) => [size, "2.98"]));
    const suggested = { prices: Object.fromEntries(sizes.map((size) => [size, "2.97"])), total: "178200.00" };
    stage.mock.lot.you = { ...stage.mock.lot.you, prices, suggested };
  }
  const page = await stage.visit();
  await shoot(page, "supplier-items", false);
  await stage.expectSound(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await shoot(page, "supplier-items-320");
  await stage.expectSound(page);
});

test("typed prices are kept over a reload", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.9");

  await page.reload();

  await expect.poll(() => page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.9");
});

test("a bid without an answer is sent again after a reload with the same reference", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.9");
  await page.getByLabel(/Nitrile glove, medium/).press("Enter");
  await expect.poll(() => stage.mock.bids.length).toBe(1);

  stage.mock.answer = accepted;
  await page.reload();

  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
  expect(new Set(stage.mock.bids.map(({ ref }) => ref)).size).toBe(1);
});

test("the page stays fast with two thousand offers", async () => {
  stage.asWatcher("observer");
  const closes = stage.closesAt();
  stage.mock.offers = Array.from({ length: 2000 }, (_, nth) => ({
    seq: nth + 3,
    at: instant(closes - 1_900_000 + nth * 700),
    alias: `Bidder ${"ABCDEF"[nth % 6]}`,
    evaluated: `${200_000 - nth * 10}.00`,
    total: `${200_000 - nth * 10}.00`,
    rank: 1,
    annulled: false,
  }));
  const page = await stage.visit();
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
  stage.asWatcher("observer");
  const page = await stage.visit();
  const reader = page.getByRole("slider");
  await reader.press("Home");
  await reader.press("ArrowRight");

  await expect
    .poll(() => page.locator(".graph__read").textContent())
    .toMatch(/^Offer 4 \(2 of 31\): Bidder /);
  await page.getByText("Show as a table").click();
  await expect.poll(() => page.locator(".graph tbody tr").count()).toBe(25);
  await page.getByRole("button", { name: "Older" }).click();
  await expect.poll(() => page.locator(".graph tbody tr").count()).toBe(6);
  await shoot(page, "observer-table");
  await stage.expectSound(page);
});

test("a frozen list stays the same while the clock and the lead go on", async () => {
  stage.asWatcher("observer");
  const page = await stage.visit();
  await page.getByRole("button", { name: "Freeze the lists" }).click();

  const offers = stage.mock.lot?.market?.offers?.map((offer) =>
    offer.rank === 1 ? { ...offer, total: "170000.00", evaluated: "170000.00" } : offer,
  );
  stage.mock.update({ market: { ...stage.mock.lot?.market, offers: offers ?? null, lead: "170000.00" } });
  await page.getByText("with £170,000.00").waitFor();

  await expect.poll(() => page.locator("#ranking ~ .scroll tbody").textContent()).toContain("£176,400.00");
  await shoot(page, "observer-held", false);
  await page.getByRole("button", { name: "Freeze the lists" }).click();
  await page.locator("#ranking ~ .scroll tbody").getByText("£170,000.00").first().waitFor();
});

test("the sticky clock covers nothing that has the focus", async () => {
  stage.asWatcher("observer");
  const page = await stage.visit(1440, 720);
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

test("a printed page is not cut off, has no controls, and has the rules that are closed on the screen", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  const rules = (): Promise<number> =>
    page
      .locator(".rules ul")
      .first()
      .evaluate((list) => (list.checkVisibility() ? list.clientHeight : 0));
  await expect.poll(rules).toBe(0);

  await page.emulateMedia({ media: "print" });

  await expect.poll(rules).toBeGreaterThan(20);
  await shoot(page, "supplier-print");
  await expect.poll(() => page.getByRole("button", { name: "Send offer" }).count()).toBe(0);
  await expectNothingBeside(page);
});

test("a buyer sees the names that it is given", async () => {
  stage.asWatcher("buyer");
  if (stage.mock.lot?.market?.offers)
    stage.mock.lot.market.offers = stage.mock.lot.market.offers.map((offer) => ({
      ...offer,
      bidder: `id-${offer.rank}`,
      name: `${offer.alias.at(-1)} Medical Ltd`,
    }));
  const page = await stage.visit();

  await page.getByRole("rowheader", { name: "B Medical Ltd" }).waitFor();
  await expect.poll(() => page.locator("#app").textContent()).not.toContain("id-1");
  await shoot(page, "buyer");
  await stage.expectSound(page);
});

test("the first page lists events and lots", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/");

  await page.getByRole("link", { name: "Nitrile, powder free" }).waitFor();
  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();

  await shoot(page, "events", false);
  await stage.expectSound(page);
});
