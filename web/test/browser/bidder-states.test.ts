// A bidder's page of a lot in rare states: weighted, annulled, excluded, own offers that fail to load, a lot that fails.
import { expect, test } from "vitest";
import { instant, LOT, notice, ownBids, supplierLot, weightedLot } from "../fixtures";
import { shoot } from "./browser";
import { NARROW, useStage } from "./stage";
import { topOf } from "./waiting";

const stage = useStage();

test("a weighted lot shows scores and why they rank at each width", async () => {
  stage.asSupplier();
  stage.mock.lot = weightedLot(Date.now(), stage.closesAt());

  const page = await stage.visit(...NARROW);
  await page.getByText("Rules and items of this lot").click();
  await page.getByText(/your score is 35/).waitFor();

  const text = () => page.locator("#app").textContent();
  await expect.poll(text).toContain("Leading offer");
  await expect.poll(text).not.toContain("Lowest offer");
  await expect.poll(text).toContain("58.92 points for the price");
  await stage.expectSoundAtWidths(page, "weighted");
});

test("with all prices each row shows what is compared, and the own row is marked", async () => {
  stage.asSupplier();
  if (stage.mock.lot) {
    const at = instant(Date.now());
    const rows = [
      { alias: "Bidder B", rank: 1, total: null, evaluated: "176400.00", seq: 28, at },
      { alias: "Bidder A", rank: 2, own: true, total: "178800.00", evaluated: "178800.00", seq: 29, at },
    ];
    stage.mock.lot.market = { lead: "176400.00", bidders: 3, offers: rows };
    stage.mock.lot.rules.show.all_prices = true;
  }

  const page = await stage.visit();
  const table = page.locator("#ranking ~ .scroll");
  await table.waitFor();
  await shoot(page, "all-prices");

  await expect
    .poll(() => table.locator("tbody tr").allTextContents())
    .toEqual([expect.stringContaining("£176,400.00"), expect.stringMatching(/You.*£178,800\.00/)]);
  await expect.poll(() => table.textContent()).not.toContain("Not shown");
  await stage.expectSound(page);
});

test("own offers that cannot be loaded are asked for again, and the page never says that there are none", async () => {
  stage.asSupplier();
  stage.mock.failing_records = 2;

  const page = await stage.visit();

  await page.getByText(/Your offers could not be loaded just now. Next try in/).waitFor();
  await expect.poll(() => page.locator("#app").textContent()).not.toContain("You have not sent an offer yet");
  await shoot(page, "own-offers-failed", false);
  await page.getByRole("rowheader", { name: "Offer 29" }).waitFor();
  await stage.expectSound(page, [/503/]);
});

test("an offer that another connection of the bidder sent is listed, a refused one too", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.getByRole("rowheader", { name: "Offer 29" }).waitFor();

  const refused = ownBids(stage.closesAt()).find(({ reason }) => reason !== null);
  if (refused) stage.mock.record.push({ ...refused, seq: 41, limit: "178550.00" });
  stage.mock.update({ you: { ...supplierLot().you, bids: { accepted: 3, refused: 2 } } });

  await page.getByRole("rowheader", { name: "Offer 41" }).waitFor();
});

test("own offers stand in pages of 25", async () => {
  stage.asSupplier();
  const [like] = stage.mock.record;
  if (like) stage.mock.record = Array.from({ length: 60 }, (_, nth) => ({ ...like, seq: nth + 1 }));
  const page = await stage.visit();
  const rows = page.locator("#own ~ .scroll tbody tr");
  await expect.poll(() => rows.count()).toBe(25);

  await page.getByRole("button", { name: "Older" }).click();
  await page.getByRole("button", { name: "Older" }).click();

  await expect.poll(() => rows.count()).toBe(10);
  await stage.expectSound(page);
});

test("a bidder whose only offer was annulled reads that it has none at each width", async () => {
  stage.asSupplier();
  const now = Date.now();
  if (stage.mock.lot?.you) {
    const annulled = {
      seq: 29,
      total: "191100.00",
      evaluated: "191100.00",
      at: instant(now - 420_000),
      annulled_at: instant(now - 60_000),
      reason: "Typing mistake, at your request.",
    };
    const you = {
      ...stage.mock.lot.you,
      rank: null,
      total: null,
      evaluated: null,
      prices: null,
      standing: null,
    };
    stage.mock.lot.you = { ...you, annulled };
  }
  const page = await stage.visit(...NARROW);

  await page.locator(".stand__place").getByText("No offer now").waitFor();
  await page
    .locator(".stand__sentence")
    .getByText(/Your offer of £191,100.00 was annulled at/)
    .waitFor();
  await stage.expectSoundAtWidths(page, "annulled");
  await page.getByRole("button", { name: "Hide this" }).click();
  await page.getByRole("heading", { name: "Your offer was annulled" }).waitFor({ state: "detached" });
});

test("an excluded bidder reads why, sees its offers struck through, and can ask for nothing", async () => {
  stage.asSupplier();
  if (stage.mock.lot?.you) {
    const exclusion = { at: instant(Date.now()), reason: "It has left the framework." };
    stage.mock.lot.you = { ...stage.mock.lot.you, rank: null, excluded: true, exclusion, may_bid: false };
  }
  const page = await stage.visit();
  await page.getByText(/It has left the framework/).waitFor();
  await page.locator("#own ~ .scroll s").first().waitFor();
  await shoot(page, "excluded", false);

  await expect.poll(() => page.getByRole("button", { name: "Send offer" }).count()).toBe(0);
  await expect.poll(() => page.getByText("Ask for this offer to be annulled").count()).toBe(0);
  await stage.expectSound(page);
});

test("a lot that cannot be read says so, keeps what was typed, and comes back by itself", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.9");

  const error = { code: "unavailable", lot: LOT, ref: null, message: "" } as const;
  stage.mock.send({ type: "error", ...error });

  await page.getByRole("heading", { name: "cannot be read at the moment" }).waitFor();
  await page.getByText("The lot cannot be read, so nothing can be sent. What you typed is kept.").waitFor();
  await shoot(page, "failed-lot", false);
  await expect.poll(() => page.locator(".stand__place").count()).toBe(0);
  await page.locator(".stand__place").waitFor();
  await expect.poll(() => page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.9");
  await stage.expectSound(page);
});

test("a planned restart counts down", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  const since = instant(Date.now());
  const left = { remaining_us: 192_000_000, outage_us: 40_000_000 };
  const pause = { cause: "outage", since, reason: null, ...left } as const;
  const resumes_at = instant(Date.now() + 90_000);
  const notices = [...supplierLot().notices, notice(41, Date.now(), "lot_paused", { cause: "outage" })];
  stage.mock.update({ state: "paused", pause, resumes_at, notices });

  const panel = page.locator(".panel--paused");
  // A screen reader is told the same in a place of its own.
  await panel.getByText(/Our system stopped for 40 seconds/).waitFor();
  await panel.getByText(/in 1 minute 2\d seconds/).waitFor();
  await shoot(page, "restart", false);
  await stage.expectSound(page);
});

// G157
test("after the close a bidder reads once how it ended", async () => {
  stage.asSupplier();
  const page = await stage.visit();

  const result = { rank: 2, of: 3, total: "178800.00" };
  stage.mock.update({ state: "closed", ended_at: instant(Date.now()), result });

  await page.getByRole("heading", { name: "Where you finished" }).waitFor();
  const said = async () => (await page.locator("main").textContent())?.match(/You finished/g);
  await expect.poll(said).toHaveLength(1);
  await stage.expectSound(page);
});

// G157
test("taking the lead, an extension and typing leave the form where it is", async () => {
  stage.asSupplier();
  if (stage.mock.lot) stage.mock.lot = { ...stage.mock.lot, extensions: 0, notices: [] };
  const page = await stage.visit();
  const [field, send] = [page.locator(".field__input"), page.getByRole("button", { name: "Send offer" })];
  const places = () => Promise.all([field, send].map(topOf));
  await page.getByRole("rowheader", { name: "Offer 29" }).waitFor();
  const before = await places();

  const closes_at = instant(Date.now() + 120_000);
  const notices = [notice(41, Date.now(), "lot_extended", { cause: "bid", closes_at })];
  const you = { ...supplierLot().you, rank: 1 };
  stage.mock.update({ you, notices, closes_at, extensions: 1 });
  await page.locator(".stand").getByText("You lead").waitFor();
  await page
    .locator(".extension")
    .getByText(/Closing time moved/)
    .waitFor();
  await field.fill("2.94");

  await expect.poll(() => places()).toEqual(before);
});
