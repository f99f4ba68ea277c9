// A watcher's and a buyer's page of a lot in rare states: twelve bidders, requests, old figures, the close.
import { expect, test } from "vitest";
import { crowdedLot, instant, person } from "../fixtures";
import { shoot } from "./browser";
import { NARROW, useStage } from "./stage";

const stage = useStage();

function crowded(role: "buyer" | "observer"): void {
  const { lot, offers } = crowdedLot(Date.now(), stage.closesAt());
  Object.assign(stage.mock, { person: person(role), lot, offers });
}

test("twelve bidders with long names are told apart at each width", async () => {
  crowded("buyer");

  const page = await stage.visit(...NARROW);
  await page.locator(".graph canvas").waitFor();
  await page.getByText("Show as a table").click();
  await page.locator(".graph tbody tr").first().waitFor();

  const table = page.locator("#ranking ~ .scroll");
  await expect.poll(() => table.textContent()).toContain("Reason: It has left the framework.");
  await expect
    .poll(() => page.locator(".graph").textContent())
    .toMatch(/Offer 32 of NORTH.* was annulled at/);
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

  await expect.poll(() => page.title()).toMatch(/^\(2\) /);
  const text = () => page.locator("#app").textContent();
  await expect.poll(text).toContain("would count again and rank 7th");
  await expect.poll(text).toContain("proposed by a buyer");
  await expect.poll(text).not.toContain("0199-id");
  await stage.expectSound(page);
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

  await expect
    .poll(() => page.locator("#ranking ~ .scroll").textContent())
    .toContain("Total with whole-life cost");
  await stage.expectSoundAtWidths(page, "weighted-watcher");
});

test("a watcher without a connection reads everything in the past at each width", async () => {
  stage.asWatcher("observer");
  const page = await stage.visit(...NARROW);
  await page.locator(".graph canvas").waitFor();
  await page.context().setOffline(true);

  await page.getByRole("heading", { name: "You are not connected" }).waitFor();

  const text = () => page.locator("main").textContent();
  await expect.poll(text).toMatch(/Bidder B led with £176,400\.00 at/);
  await expect.poll(text).toMatch(/your trust would have saved £3,120\.00 a year/);
  await expect.poll(text).not.toMatch(/Bidder B leads|at the present lead/i);
  await expect.poll(() => page.title()).toMatch(/^Not connected, as at /);
  await stage.expectSoundAtWidths(page, "watcher-lost", [/WebSocket/, /ERR_INTERNET_DISCONNECTED/]);
  await page.context().setOffline(false);
  await page
    .getByText(/Bidder B leads with/)
    .first()
    .waitFor();
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
  await expect.poll(() => page.getByRole("button", { name: "Freeze the lists" }).count()).toBe(0);
  await expect.poll(() => page.getByText("Connected", { exact: true }).count()).toBe(0);
  await expect.poll(() => page.title()).toMatch(/^Closed/);
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
  const table = () => page.locator(".graph table").textContent();
  await expect.poll(table).toContain("Cotton and Sons Ltd");
  await expect.poll(table).not.toMatch(/Bidder [ABC]/);
});
