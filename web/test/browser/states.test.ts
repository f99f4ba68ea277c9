// States of a lot's page that are rare or narrow: failed loads, twelve bidders, weighted lots, annulments, old figures.
import { expect, test } from "vitest";
import { crowdedLot, instant, LOT, notice, ownBids, person, supplierLot, weightedLot } from "../fixtures";
import { shoot } from "./browser";
import { accepted, NARROW, refusedAs, useStage } from "./stage";

const stage = useStage();

function crowded(role: "buyer" | "observer"): void {
  const { lot, offers } = crowdedLot(Date.now(), stage.closesAt());
  Object.assign(stage.mock, { person: person(role), lot, offers });
}

function severalItems(): void {
  stage.asSupplier();
  if (!stage.mock.lot?.you) return;
  const ids = ["small", "medium", "large", "extra_large/powder_free_and_very_long"];
  stage.mock.lot.items = ids.map((id) => ({
    id,
    description: `Nitrile glove, ${id}`,
    unit: "box of 100",
    volume: "15000",
  }));
  const of = (price: string) => Object.fromEntries(ids.map((id) => [id, price]));
  const suggested = { prices: of("2.97"), total: "178200.00" };
  stage.mock.lot.you = { ...stage.mock.lot.you, prices: of("2.98"), suggested };
}

test("twelve bidders with long names are told apart at each width", async () => {
  crowded("buyer");

  const page = await stage.visit(...NARROW);
  await page.locator(".graph canvas").waitFor();
  await page.getByText("Show as a table").click();
  await page.locator(".graph tbody tr").first().waitFor();

  const table = page.locator("#ranking ~ .scroll");
  expect(await table.textContent()).toContain("Reason: It has left the framework.");
  expect(await page.locator(".graph").textContent()).toMatch(/Offer 32 of NORTH.* was annulled at/);
  await stage.expectSoundAtWidths(page, "crowded");
});

test("a buyer's title counts what waits, and requests and proposals say amounts and names", async () => {
  crowded("buyer");
  const at = instant(Date.now());
  const [first, second] = stage.mock.lot?.market.offers ?? [];
  if (stage.mock.lot && first && second) {
    const { alias, name, total } = first;
    const back_to = { total: "190000.00", rank: 7 };
    stage.mock.lot.requests = [
      { seq: 50, at, alias, name: name ?? null, reason: "A slip.", offer: 38, total: total ?? null, back_to },
    ];
    const act = { type: "annul", alias: second.alias, name: second.name, reason: "It was a typing mistake." };
    stage.mock.lot.proposals = [{ seq: 51, at, by: "0199-id", act }];
  }

  const page = await stage.visit();
  await page.getByText("Waiting for a decision").waitFor();
  await shoot(page, "waiting", false);

  expect(await page.title()).toMatch(/^\(2\) /);
  const text = await page.locator("#app").textContent();
  expect(text).toContain("would count again and rank 7th");
  expect(text).toContain("proposed by a buyer");
  expect(text).not.toContain("0199-id");
  await stage.expectSound(page);
});

test("a weighted lot shows scores and why they rank at each width", async () => {
  stage.asSupplier();
  stage.mock.lot = weightedLot(Date.now(), stage.closesAt());

  const page = await stage.visit(...NARROW);
  await page.getByText("Rules and items of this lot").click();
  await page.getByText(/your score is 35/).waitFor();

  const text = await page.locator("#app").textContent();
  expect(text).toContain("Leading offer");
  expect(text).not.toContain("Lowest offer");
  expect(text).toContain("58.92 points for the price");
  await stage.expectSoundAtWidths(page, "weighted");
});

test("a watcher of a weighted lot reads why a dearer offer leads at each width", async () => {
  stage.asWatcher("observer");
  if (stage.mock.lot?.market.offers) {
    const [cheapest, dearer] = stage.mock.lot.market.offers;
    if (cheapest === undefined || dearer === undefined) throw new Error("the fixture has no offers");
    stage.mock.lot.rules = { ...stage.mock.lot.rules, scoring: "weighted", price_weight: "60" };
    const first = { ...dearer, rank: 1, score: "93.92", evaluated: "180300.00" };
    stage.mock.lot.market.offers = [first, { ...cheapest, rank: 2, score: "91" }];
  }

  const page = await stage.visit(...NARROW);
  await page.getByText(/Bidder A leads with the highest score \(93\.92 points\)/).waitFor();
  await page.locator(".graph canvas").waitFor();

  expect(await page.locator("#ranking ~ .scroll").textContent()).toContain("Total with whole-life cost");
  await stage.expectSoundAtWidths(page, "weighted-watcher");
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

  expect(await table.locator("tbody tr").allTextContents()).toEqual([
    expect.stringContaining("£176,400.00"),
    expect.stringMatching(/You.*£178,800\.00/),
  ]);
  expect(await table.textContent()).not.toContain("Not shown");
  await stage.expectSound(page);
});

test("own offers that cannot be loaded are asked for again, and the page never says that there are none", async () => {
  stage.asSupplier();
  stage.mock.failing_records = 2;

  const page = await stage.visit();

  await page.getByText(/Your offers could not be loaded just now. Next try in/).waitFor();
  expect(await page.locator("#app").textContent()).not.toContain("You have not sent an offer yet");
  await shoot(page, "own-offers-failed", false);
  await page.getByRole("rowheader", { name: "Offer 29" }).waitFor({ timeout: 20_000 });
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

  expect(await page.getByRole("button", { name: "Send offer" }).count()).toBe(0);
  expect(await page.getByText("Ask for this offer to be annulled").count()).toBe(0);
  await stage.expectSound(page);
});

test("a watcher without a connection reads everything in the past at each width", async () => {
  stage.asWatcher("observer");
  const page = await stage.visit(...NARROW);
  await page.locator(".graph canvas").waitFor();
  await page.context().setOffline(true);

  await page.getByRole("heading", { name: "You are not connected" }).waitFor();

  const text = (await page.locator("main").textContent()) ?? "";
  expect(text).toMatch(/Bidder B led with £176,400\.00 at/);
  expect(text).toMatch(/your trust would have saved £3,120\.00 a year/);
  expect(text).not.toMatch(/Bidder B leads|at the present lead/i);
  expect(await page.title()).toMatch(/^Not connected, as at /);
  await stage.expectSoundAtWidths(page, "watcher-lost", [/WebSocket/, /ERR_INTERNET_DISCONNECTED/]);
  await page.context().setOffline(false);
  await page
    .getByText(/Bidder B leads with/)
    .first()
    .waitFor({ timeout: 30_000 });
});

test("after the close nothing is left of the running lot", async () => {
  stage.asWatcher("buyer");
  const page = await stage.visit();
  await page.getByRole("button", { name: "Freeze the lists" }).click();

  const ranking = [
    { alias: "Bidder B", name: "Bolt Gloves plc", rank: 1, total: "176400.00", evaluated: "176400.00" },
    { alias: "Bidder A", name: "Acme Medical Ltd", rank: 2, total: "178800.00", evaluated: "178800.00" },
  ];
  const ended_at = instant(Date.now());
  stage.mock.update({
    state: "closed",
    result: { ranking, reserve_met: true },
    ended_at,
    closes_at: ended_at,
  });

  await page
    .getByText(/Bolt Gloves plc finished 1st with/)
    .first()
    .waitFor();
  await shoot(page, "buyer-closed");
  expect(await page.getByRole("button", { name: "Freeze the lists" }).count()).toBe(0);
  expect(await page.getByText("Connected", { exact: true }).count()).toBe(0);
  expect(await page.title()).toMatch(/^Closed/);
  await stage.expectSound(page);
});

// G4
test("an excluded bidder is named after the close on a page that followed the lot", async () => {
  stage.asWatcher("observer");
  const { mock } = stage;
  if (mock.lot === null) throw new Error("no lot");
  const voided = { void: "excluded" as const, void_at: instant(Date.now() - 60_000) };
  mock.offers = mock.offers.map((offer) => (offer.alias === "Bidder C" ? { ...offer, ...voided } : offer));
  mock.lot.market.offers = mock.lot.market.offers?.filter(({ alias }) => alias !== "Bidder C") ?? null;
  const page = await stage.visit();
  await page
    .getByText(/Bidder C was excluded at/)
    .first()
    .waitFor();

  const names = new Map([
    ["Bidder A", "Acme Medical Ltd"],
    ["Bidder B", "Bolt Gloves plc"],
    ["Bidder C", "Cotton and Sons Ltd"],
  ]);
  mock.offers = mock.offers.map((offer) => ({ ...offer, name: names.get(offer.alias) ?? null }));
  const offers = (mock.lot.market.offers ?? []).map((one) => ({
    ...one,
    name: names.get(one.alias) ?? null,
  }));
  const ranking = offers.map((one) => ({ ...one, total: one.evaluated }));
  mock.update({ state: "closed", market: { ...mock.lot.market, offers }, result: { ranking } });

  await page
    .getByText(/Cotton and Sons Ltd was excluded at/)
    .first()
    .waitFor();
  await page.getByText("Show as a table").click();
  const table = (await page.locator(".graph table").textContent()) ?? "";
  expect(table).toContain("Cotton and Sons Ltd");
  expect(table).not.toMatch(/Bidder [ABC]/);
});

test("an offer that is too large is kept and not sent again", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  stage.mock.answer = () => {
    stage.mock.disconnect(1009);
    return null;
  };
  await page.getByLabel(/Nitrile glove, medium/).fill("2.97");
  await page.keyboard.press("Enter");

  await page
    .getByText(/This offer is too large to be sent/)
    .first()
    .waitFor();
  await page.getByText("Connected", { exact: true }).waitFor({ timeout: 20_000 });
  await shoot(page, "too-large", false);
  expect(await page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.97");
  expect(stage.mock.bids).toHaveLength(1);
  await stage.expectSound(page);
});

test("the down arrow fills one line, and a fill can be undone", async () => {
  severalItems();
  const page = await stage.visit();
  const small = page.getByLabel(/Nitrile glove, small/);
  const medium = page.getByLabel(/Nitrile glove, medium/);
  expect(await page.getByText("if the others stay").count()).toBe(0);

  await small.focus();
  await page.getByText("if the others stay").waitFor();
  await page.keyboard.press("ArrowDown");

  await expect.poll(() => small.inputValue()).toBe("2.96");
  expect(await medium.inputValue()).toBe("2.98");
  expect(await page.locator(".field__change").first().textContent()).toBe("£0.02 lower (0.7% less)");
  await page.getByRole("button", { name: "Use the highest prices allowed, total £178,200.00" }).click();
  await expect.poll(() => medium.inputValue()).toBe("2.97");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => small.inputValue()).toBe("2.98");
  await stage.expectSound(page);
});

test("a refusal of the total stands at the total at each width", async () => {
  severalItems();
  stage.mock.answer = refusedAs("decrement_too_small", "178550.00");
  const page = await stage.visit(...NARROW);
  await page.getByRole("button", { name: /^Send / }).click();
  await page.locator("#total-error").waitFor();

  expect(await page.locator("[id$='-error']").count()).toBe(1);
  await stage.expectSoundAtWidths(page, "total-refused");
  stage.mock.answer = accepted;
  await page.keyboard.press("Enter");
  await page.keyboard.type("2.90");
  await page.keyboard.press("Enter");
  await page
    .getByText(/Offer accepted at/)
    .first()
    .waitFor();
});

test.each([
  [1440, 900],
  [360, 740],
])("time, rank and Send are in view at %i × %i, also below a long list of prices", async (width, height) => {
  severalItems();
  const page = await stage.visit(width, height);
  await page.getByLabel(/Nitrile glove, large/).focus();

  const name = width < 640 ? "Send £178,800.00" : "Send offer";
  const send = await page.getByRole("button", { name }).boundingBox();
  expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(height);
  const near = width < 640 ? ".send__now" : ".clock";
  const now = page.locator(near);
  expect(await now.textContent()).toMatch(/2nd of 3/);
  expect(await now.textContent()).toMatch(/\d:\d\d/);
  const box = await now.boundingBox();
  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect(box?.y).toBeLessThan(height);
});

test("a first bidder is offered a price that would be accepted", async () => {
  stage.asSupplier();
  stage.mock.record = [];
  if (stage.mock.lot?.you) {
    const none = { rank: null, total: null, evaluated: null, prices: null, standing: null };
    const suggested = { prices: { "nitrile-m": "3.33" }, total: "199800.00" };
    stage.mock.lot.you = { ...stage.mock.lot.you, ...none, highest_allowed: "200000.00", suggested };
    stage.mock.lot.market = { ...stage.mock.lot.market, lead: null };
  }
  const page = await stage.visit();
  await page.getByRole("button", { name: /^Use £3\.33 a box/ }).click();

  expect(await page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("3.33");
  expect(await page.locator(".stand").textContent()).toContain("Lowest offerNo offer yet");
  await shoot(page, "first-offer", false);
  await stage.expectSound(page);
});

// G58
test("a first offer of several items is lowered to fit, and the fill can be undone", async () => {
  severalItems();
  stage.mock.record = [];
  if (stage.mock.lot?.you) {
    const none = { rank: null, total: null, evaluated: null, prices: null, standing: null, suggested: null };
    stage.mock.lot.you = { ...stage.mock.lot.you, ...none, highest_allowed: "200000.00" };
  }
  const ids = stage.mock.lot?.items.map(({ id }) => id) ?? [];
  const page = await stage.visit();
  await page.getByText(/all of them can be lowered in proportion/).waitFor();
  const fields = page.locator(".field__input");
  const lower = page.getByRole("button", { name: "Lower all to fit" });
  expect(await lower.count()).toBe(0);
  for (let nth = 0; nth < ids.length; nth += 1) await fields.nth(nth).fill("4");

  await lower.click();
  await page.getByText("The prices could not be lowered just now. Try again.").waitFor();
  const prices = Object.fromEntries(ids.map((id) => [id, "3.33"]));
  stage.mock.fitted = { prices, total: "199800.00", evaluated: "199800.00" };
  await lower.click();

  await expect.poll(() => fields.nth(3).inputValue()).toBe("3.33");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("price-small");
  expect(await page.locator("#review").textContent()).toContain("£199,800.00");
  await shoot(page, "lowered", false);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => fields.nth(3).inputValue()).toBe("4");
  await shoot(page, "first-of-several", false);
  await stage.expectSound(page, [/404/]);
});

test("a lot that cannot be read says so, keeps what was typed, and comes back by itself", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.9");

  const error = { code: "unavailable", lot: LOT, ref: null, message: "" } as const;
  stage.mock.send({ type: "error", ...error });

  await page.getByRole("heading", { name: "cannot be read at the moment" }).waitFor();
  await shoot(page, "failed-lot", false);
  expect(await page.locator(".stand__place").count()).toBe(0);
  await page.locator(".stand__place").waitFor({ timeout: 20_000 });
  expect(await page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.9");
  await stage.expectSound(page);
});

test("a decimal comma is a problem at the field, with the price that was meant", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2,98");
  await page.keyboard.press("Enter");

  await page.getByRole("link", { name: /with a point: 2\.98/ }).waitFor();
  expect(stage.mock.bids).toEqual([]);
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

test("an unknown address and a lot that is not for the person are told in words", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/nowhere/at/all");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  expect(await page.title()).toBe("There is no such page \u2013 fairlot");
  await shoot(page, "no-such-page", false);
  await stage.expectSound(page);

  stage.mock.lot = null;
  await page.goto(page.url().replace("/nowhere/at/all", `/lots/${LOT}`));
  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  expect(await page.title()).toBe("You cannot see this \u2013 fairlot");
  await shoot(page, "cannot-see", false);
  await stage.expectSound(page);
});

test("a service that does not answer is asked again until it does", async () => {
  stage.asSupplier();
  stage.mock.away = true;
  const page = await stage.openAt(`/lots/${LOT}`);
  await page.getByRole("heading", { name: "Sorry, there is a problem with the service" }).waitFor();
  expect(await page.title()).toBe("Sorry, there is a problem with the service \u2013 fairlot");
  await shoot(page, "service-error", false);

  stage.mock.away = false;

  await page.getByRole("timer").waitFor({ timeout: 20_000 });
});

test.each(["supplier", "observer"] as const)(
  "a cancelled lot is in the past tense for its %s",
  async (role) => {
    if (role === "supplier") stage.asSupplier();
    else stage.asWatcher(role);
    const at = Date.now() - 5_000;
    if (stage.mock.lot)
      Object.assign(stage.mock.lot, {
        state: "cancelled",
        ended_at: instant(at),
        savings: null,
        notices: [notice(50, at, "lot_cancelled", { reason: "The specification was wrong." })],
      });

    const page = await stage.visit();
    await page.getByRole("heading", { name: "has been cancelled" }).waitFor();
    await shoot(page, `cancelled-${role}`);

    expect(await page.title()).toMatch(/^Cancelled \u2013 /);
    const text = await page.locator("main").textContent();
    expect(text).toContain("when the lot was cancelled.");
    expect(text).not.toMatch(/You are|leads|finished|Where you stand|stands/);
    await stage.expectSound(page);
  },
);
