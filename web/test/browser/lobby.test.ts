// The lobby of an event: what is ready, what is not, the rules in words, and that it opens by itself.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { LotMessage, You } from "../../src/protocol/names";
import { EVENT, instant, LOT, person, supplierLot } from "../fixtures";
import { shoot } from "./browser";
import { keyboardFaults } from "./keyboard";
import { MockLobby } from "./mock-lobby";
import { useStage, WIDTHS } from "./stage";
import { focusIs, topOf } from "./waiting";

const stage = useStage();
const HOUR_MS = 3_600_000;
const TERMS = "Delivery is to nine sites.\n\nPrices hold for 24 months.";

/** Two lots that open in 43 minutes, of an event with terms that nobody has accepted. */
function comingSoon(terms: string | null = TERMS): MockLobby {
  const opens = Date.now() + 43 * 60_000 + 30_000;
  const lot = supplierLot(Date.now(), opens + HOUR_MS);
  const you: You = { ...lot.you, total: null, rank: null, terms_accepted: terms === null ? null : false };
  const coming: LotMessage = {
    ...lot,
    state: "scheduled",
    opens_at: instant(opens),
    latest_close: instant(opens + 2 * HOUR_MS),
    notices: [],
    event: { ...lot.event, terms },
    you,
  };
  const lobby = new MockLobby();
  const opens_later = { opens_at: instant(opens + HOUR_MS), closes_at: instant(opens + 2 * HOUR_MS) };
  lobby.others = [{ ...coming, ...opens_later, lot: "lot-2", title: "Latex, powder free" }];
  const [signed_in, name] = [instant(Date.now() - 26 * HOUR_MS), "Bea Hall"];
  lobby.people = [
    { person: "supplier-1", name, connected: true, last_sign_in: signed_in },
    { person: "sam", name: "Sam Roe", connected: false, last_sign_in: null },
  ];
  stage.mock.person = { ...person("supplier"), name, org_name: "Acme Medical Ltd" };
  stage.mock.lot = coming;
  stage.mock.lobby = lobby;
  return lobby;
}

async function visit(width = 1440, height = 900): Promise<Page> {
  const page = await stage.openAt(`/events/${EVENT}`, width, height);
  await page.getByRole("heading", { name: "Get ready", exact: true }).waitFor();
  return page;
}

function mark(page: Page, thing: string): Promise<string | null> {
  return page.locator(`#thing-${thing} .tag`).textContent();
}

// G52, G156
test.each(WIDTHS)("the lobby is sound at %i pixels", async (width, height) => {
  comingSoon();

  const page = await visit(width, height);

  await page.getByText("Nitrile, powder free opens in 43 minutes. 1 of 5 things is ready.").waitFor();
  await shoot(page, `lobby-${width}`);
  await expect.poll(() => page.title()).toBe("Examination gloves \u2013 Get ready \u2013 fairlot");
  await expect.poll(() => mark(page, "people")).toBe("Ready");
  await page.getByText("Bea Hall (you): here now").waitFor();
  await page.getByText("Sam Roe: has not signed in yet").waitFor();
  await page.getByText("A total of £180,000.00 is compared as £180,000.00.").first().waitFor();
  await page
    .getByText(/moves the close to 2 minutes after that offer/)
    .first()
    .waitFor();
  await page
    .getByText(/Offers can move the close, to .* at the latest\./)
    .first()
    .waitFor();
  const [first, second] = [page.locator("#get-ready"), page.locator("#your-lots")];
  if (width <= 1000)
    await expect.poll(async () => (await topOf(second)) - (await topOf(first))).toBeGreaterThan(0);
  await stage.expectSound(page);
});

test.each(WIDTHS)("the lobby is used with the keyboard alone at %i pixels", async (width, height) => {
  comingSoon();
  const page = await visit(width, height);
  await page.getByRole("button", { name: "Practise this lot (Latex, powder free)" }).waitFor();

  expect(await keyboardFaults(page)).toEqual([]);
});

// G156
test("terms are read and accepted here, and the page says who accepted them and when", async () => {
  comingSoon();
  const page = await visit();
  await expect.poll(() => mark(page, "terms")).toBe("Not ready yet");
  await page
    .getByRole("region", { name: "The text of the terms" })
    .getByText("Prices hold for 24 months.")
    .waitFor();

  await page.getByRole("button", { name: "Accept the terms" }).click();

  await page
    .locator("#thing-terms")
    .getByText(/^You accepted the terms at \d.*, UK time\.$/)
    .waitFor();
  await page.getByText("This is on the record of each of your lots.").waitFor();
  await focusIs(page, { id: "terms" });
  await expect.poll(() => page.getByRole("button", { name: "Accept the terms" }).count()).toBe(0);
  await stage.expectSound(page);
});

// G54, G156
test("the connection is tested by a button, and a slow one and a wrong clock say what to do", async () => {
  const lobby = comingSoon(null);
  const page = await visit();
  await page
    .getByText("0 of 4 things", { exact: false })
    .or(page.getByText("1 of 4 things is ready."))
    .waitFor();

  await page.getByRole("button", { name: "Test the connection" }).click();

  await page
    .locator("#thing-connection")
    .getByText(/Good: an answer takes \d+ milliseconds?, and the clock/)
    .waitFor();
  await expect.poll(() => mark(page, "connection")).toBe("Ready");
  expect(lobby.measured.length).toBe(1);
  expect(Math.abs(lobby.measured[0]?.clock_ms ?? Number.NaN)).toBeLessThan(1_000);
  await page.getByText("2 of 4 things are ready.").waitFor();
  await stage.expectSound(page);
  lobby.ready = {
    tested_at: instant(Date.now()),
    round_trip_ms: 1_300,
    clock_ms: -192_000,
    practised_at: null,
  };
  await page.reload();
  await page.getByText(/Slow: an answer takes 1\.3 seconds\. .* 3 minutes 12 seconds slow\./).waitFor();
  await expect.poll(() => mark(page, "connection")).toBe("Not ready yet");
});

// G55, G156
test("a practice under way is led to, and one that is done says when", async () => {
  const lobby = comingSoon(null);
  const soon = instant(Date.now() + 240_000);
  lobby.practice = { lot: "practice-1", opens_at: instant(Date.now() - 60_000), closes_at: soon };
  const page = await visit();
  await expect.poll(() => mark(page, "practice")).toBe("Under way");
  const link = page.getByRole("link", { name: "Go to your practice" });
  await expect
    .poll(() => link.getAttribute("href"))
    .toBe(`/lots/practice-1?from=${encodeURIComponent(`/events/${EVENT}`)}`);
  await stage.expectSound(page);

  lobby.practice = null;
  const practised_at = instant(Date.now() - 60_000);
  lobby.ready = { tested_at: null, round_trip_ms: null, clock_ms: null, practised_at };
  await page.reload();

  await page.getByText(/^Done at /).waitFor();
  await expect.poll(() => mark(page, "practice")).toBe("Ready");
  await page.getByRole("link", { name: "Choose a lot to practise" }).waitFor();
  await page.getByRole("button", { name: "Practise this lot (Nitrile, powder free)" }).waitFor();
  lobby.others = [];
  await page.reload();
  await page
    .locator("#thing-practice")
    .getByRole("button", { name: "Practise Nitrile, powder free" })
    .waitFor();
});

// G156
test("a lot opens by itself: the page says so, leads there, and leaves the focus where it is", async () => {
  comingSoon();
  const page = await visit();
  const test_button = page.getByRole("button", { name: "Test the connection" });
  await test_button.focus();
  // The page follows its lots once they are joined.
  await expect.poll(() => stage.mock.joins).toContain(LOT);

  stage.mock.update({ state: "open" });

  await page
    .locator("#spoken-politely")
    .getByText(/^Nitrile, powder free is open\. It closes at /)
    .waitFor();
  await expect
    .poll(() => page.getByRole("link", { name: "Go to Nitrile, powder free" }).getAttribute("href"))
    .toBe(`/lots/${LOT}`);
  await page
    .locator(".panel")
    .getByText("You cannot send an offer before you have accepted the terms.")
    .waitFor();
  await focusIs(page, { text: "Test the connection" });
  await expect.poll(() => page.title()).toBe("Examination gloves \u2013 Open now \u2013 fairlot");
  await shoot(page, "lobby-open");
  await stage.expectSound(page);
});

// G156
test("once all lots have ended the page leads to how they ended", async () => {
  const lobby = comingSoon();
  const ended_at = instant(Date.now() - 60_000);
  lobby.others = lobby.others.map((lot) => ({ ...lot, state: "cancelled", ended_at }));
  stage.mock.lot = {
    ...stage.mock.lot!,
    state: "closed",
    ended_at,
    result: { rank: 2, of: 3, total: "178200.00" },
  };
  const page = await stage.openAt(`/events/${EVENT}`, 360, 740);

  await page.getByText("Every lot of this event has ended.").waitFor();

  await page.getByText(/You finished 2nd of 3 with £178,200\.00\./).waitFor();
  await page.getByText("It has no result.").waitFor();
  await expect
    .poll(() => page.getByRole("link", { name: "Your offers in Nitrile, powder free" }).count())
    .toBe(1);
  const result = page.getByRole("link", { name: "Result of Nitrile, powder free" });
  await expect.poll(() => result.getAttribute("href")).toBe(`/lots/${LOT}/result`);
  await expect.poll(() => page.getByRole("heading", { name: "Get ready" }).count()).toBe(0);
  await shoot(page, "lobby-ended-360");
  await stage.expectSound(page);
});

// G156
test("an event that the person may not see, and a lot that cannot be read, say so", async () => {
  const lobby = comingSoon();
  lobby.unreadable = [{ lot: "lot-9", title: "Vinyl" }];
  const page = await visit();
  await page.getByText("This lot cannot be read at the moment. Nothing that was accepted is lost.").waitFor();
  await stage.expectSound(page);

  await page.goto(page.url().replace(EVENT, "another"));

  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await stage.expectSound(page, [/404/]);
});

// G53, G156
test.each(WIDTHS)(
  "a buyer looks at a bidder's lobby at %i pixels, and can do nothing in it",
  async (width, height) => {
    const lobby = comingSoon();
    const unseen = { you: null, notices: [], result: null };
    stage.mock.person = person("buyer");
    stage.mock.lot = { ...stage.mock.lot!, ...unseen };
    lobby.others = lobby.others.map((lot) => ({ ...lot, ...unseen }));
    lobby.ready = { tested_at: instant(Date.now()), round_trip_ms: 48, clock_ms: 20, practised_at: null };

    const page = await stage.openAt(`/events/${EVENT}?as=bidder:acme`, width, height);

    await page.getByRole("heading", { level: 1, name: "Examination gloves: Acme Medical Ltd" }).waitFor();
    await page
      .getByText(/^Connection tested at .*, an answer in 48 milliseconds, .* Has not practised\.$/)
      .waitFor();
    await page.getByText("Bea Hall: here now").waitFor();
    await page.getByText("A total of £180,000.00 is compared as £180,000.00.").first().waitFor();
    await expect.poll(() => page.locator("main").getByRole("button").count()).toBe(0);
    await shoot(page, `lobby-as-${width}`);
    await stage.expectSound(page);
  },
);

// G44, G53
test("while names are hidden a buyer reads what it is not shown of a bidder's lobby", async () => {
  const lobby = comingSoon();
  stage.mock.person = person("buyer");
  stage.mock.lot = { ...stage.mock.lot!, state: "open", you: null };
  lobby.people = lobby.people.map((one) => ({ ...one, connected: null, last_sign_in: null }));

  const page = await stage.openAt(`/events/${EVENT}?as=bidder:acme`);

  await page.getByText(/are not shown while a lot that hides the bidders' names from you/).waitFor();
  await expect.poll(() => page.locator("main").textContent()).not.toMatch(/here now|not here|not tested/);
  await stage.expectSound(page);
});
