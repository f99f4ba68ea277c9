// The console of an event: what a buyer sees of many lots, and its acts, each previewed, named and sent once.
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { LotMessage, LotSummary, Person } from "../../src/protocol/names";
import { eventOf, lotOf, presenceOf, refusalOf } from "../console-fixtures";
import { courseOfOffers, EVENT, instant, observerLot, person } from "../fixtures";
import { shoot } from "./browser";
import { keyboardFaults } from "./keyboard";
import { done, MockConsole } from "./mock-console";
import { useStage, WIDTHS } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();
const CONSOLE = `/events/${EVENT}/console`;
const MINUTE_MS = 60_000;

/** Six lots in every state. The first has a request and a proposal. */
function setUp(role: Person["role"] = "buyer"): MockConsole {
  const now = Date.now();
  const closes = now + 4 * MINUTE_MS + 30_000;
  const lot = (nth: number, change: Partial<LotSummary> = {}) =>
    lotOf(nth, change, now, closes + nth * 150_000);
  const pause = {
    cause: "outage" as const,
    since: instant(now - 50_000),
    outage_us: 40_000_000,
    remaining_us: 192_000_000,
    reason: null,
  };
  const refusals = [1, 2, 3].map((in_a_row) =>
    refusalOf(in_a_row, { in_a_row, at: instant(now - 90_000 + in_a_row * 1_000) }),
  );
  const repeatedly_refused = [
    { alias: "Bidder B", bidder: "bolt", name: "Bolt Gloves plc", refused_in_a_row: 3 },
  ];
  const lots = [
    lot(1, {
      title: "Nitrile, powder free",
      waiting: { requests: 1, proposals: 1, oldest_at: instant(now - 120_000) },
      refusals,
      repeatedly_refused,
      offers: { accepted: 31, refused: 3, last_minute: 4 },
    }),
    lot(2, {
      offers: { accepted: 0, refused: 0, last_minute: 0 },
      lead: null,
      saving: null,
      closes_at: instant(now + 4 * MINUTE_MS),
    }),
    lot(3, { state: "paused", pause, resumes_at: instant(now + 5 * MINUTE_MS) }),
    lot(4, { state: "scheduled", opens_at: instant(now + 60 * MINUTE_MS), lead: null, saving: null }),
    lot(5, { state: "closed", ended_at: instant(now - 10 * MINUTE_MS) }),
    lotOf(6, {
      seq: null,
      state: null,
      opens_at: null,
      closes_at: null,
      latest_close: null,
      extensions: null,
      lead: null,
      saving: null,
      bidders: null,
      offers: null,
    }),
  ];
  const all = lots.map(({ lot }) => lot);
  const presence = [
    presenceOf("acme", "Acme Medical Ltd", all, { since: instant(now - 30 * MINUTE_MS) }),
    presenceOf("bolt", "Bolt Gloves plc", all, {
      since: instant(now - 30 * MINUTE_MS),
      refused: 3,
      refused_in_a_row: 3,
    }),
    presenceOf("calder", "Calder Healthcare Ltd", all, {
      connected: false,
      since: instant(now - 3 * MINUTE_MS),
      terms_accepted: false,
    }),
  ];
  const mock = new MockConsole(eventOf(lots, presence, now));
  for (const one of lots) mock.lots.set(one.lot, detailsOf(one, now));
  stage.mock.person = person(role);
  stage.mock.console = mock;
  stage.mock.offers = courseOfOffers(closes);
  return mock;
}

/** The lot itself; its first one has what waits. */
function detailsOf(summary: LotSummary, now: number): LotMessage {
  const closes = Date.parse(summary.closes_at ?? instant(now + MINUTE_MS));
  const lot = observerLot(now, closes);
  const names: Readonly<Record<string, [string, string]>> = {
    "Bidder A": ["acme", "Acme Medical Ltd"],
    "Bidder B": ["bolt", "Bolt Gloves plc"],
    "Bidder C": ["calder", "Calder Healthcare Ltd"],
  };
  const waits = summary.waiting?.requests === 1;
  return {
    ...lot,
    lot: summary.lot,
    title: summary.title,
    state: summary.state ?? "open",
    pause: summary.pause ?? null,
    market: {
      ...lot.market,
      offers: (lot.market.offers ?? []).map((one) => ({
        ...one,
        bidder: names[one.alias]?.[0] ?? null,
        name: names[one.alias]?.[1] ?? null,
      })),
    },
    bidders: Object.entries(names).map(([alias, [bidder, name]]) => {
      return {
        alias,
        bidder,
        name,
        terms_accepted: true,
        excluded: false,
        exclusion: null,
        total: null,
        evaluated: null,
        refused_count: 0,
        refused_in_a_row: 0,
      };
    }),
    requests: waits
      ? [
          {
            seq: 41,
            alias: "Bidder B",
            bidder: "bolt",
            name: "Bolt Gloves plc",
            offer: 28,
            total: "17400.00",
            evaluated: "17400.00",
            back_to: { total: "178800.00", rank: 3 },
            by: "bolt-1",
            by_name: "Anna Bolt",
            reason: "A typing mistake.",
            at: instant(now - 120_000),
          },
        ]
      : [],
    proposals: waits
      ? [
          {
            seq: 43,
            act: {
              type: "exclude",
              alias: "Bidder C",
              name: "Calder Healthcare Ltd",
              reason: "No certificate.",
            },
            by: "buyer-2",
            by_name: "Ben Buyer",
            at: instant(now - 60_000),
          },
        ]
      : [],
  };
}

async function visit(path = CONSOLE, width = 1440, height = 900): Promise<Page> {
  const page = await stage.openAt(path, width, height);
  await page.locator(".console__table").waitFor({ state: "attached" });
  return page;
}

/** The row of a lot in the list. */
function row(page: Page, title: string): Locator {
  return page.locator(".console__table tbody tr").filter({ hasText: title });
}

async function choose(page: Page, ...titles: readonly string[]): Promise<void> {
  for (const title of titles) await page.getByLabel(`Choose ${title}`).check();
}

const IN_SHORT = [
  "Annul £17,400.00? Bolt Gloves plc asks",
  "3 bids of Bolt Gloves plc refused",
  "To exclude a bidder: proposed by Ben Buyer",
  "No offer yet, closes at",
  "Calder Healthcare Ltd is gone",
  "Paused after an outage, restarts in",
];

const OLDEST_FIRST = [
  "asks for its offer 28 of £17,400.00 to be annulled",
  "Bolt Gloves plc had 3 bids refused in a row",
  "proposed by Ben Buyer",
  "Nobody has made an offer",
  "Calder Healthcare Ltd has not been connected since",
  "Paused after an outage of 40 seconds",
];

// G155
test.each(WIDTHS)(
  "the console leads with the lots and what needs the buyer, at %i pixels",
  async (width, height) => {
    setUp();
    const page = await visit(CONSOLE, width, height);
    await page.getByText("2 of 6 lots are open, 1 is paused. 6 things need you.").waitFor();

    await shoot(page, `console-short-${width}`, false);
    const needs = () => page.locator(".console__needs li").allTextContents();
    await expect
      .poll(needs)
      .toEqual(IN_SHORT.slice(0, width > 992 ? 6 : 2).map((text) => expect.stringContaining(text)));
    await page.getByRole("button", { name: "All 6 in full" }).press("Enter");
    await expect.poll(needs).toEqual(OLDEST_FIRST.map((text) => expect.stringContaining(text)));
    await expect
      .poll(() => page.title())
      .toMatch(/^\(6\) Lot 2 \d:\d\d – Examination gloves – Console – fairlot$/);
    await shoot(page, `console-${width}`);
    await stage.expectSound(page);
  },
);

// G155, G150
test.each(WIDTHS)("a lot stands beside the list, or in its place at %i pixels", async (width, height) => {
  const mock = setUp();
  const refusals = Array.from({ length: 30 }, (_, nth) => refusalOf(nth + 1, { limit: null }));
  mock.refusals = refusals;
  mock.update({
    "lot-1": { refusals: refusals.slice(10), offers: { accepted: 31, refused: 30, last_minute: 4 } },
  });
  const page = await visit(CONSOLE, width, height);
  await row(page, "Nitrile").getByRole("link").click();
  await page.getByRole("heading", { name: "Waits for a decision" }).waitFor();
  await page.locator(".graph canvas").waitFor();
  await focusIs(page, { tag: "H2", text: "Nitrile, powder free" });

  await page.getByText("All refused bids, the oldest first").first().click();
  await page.getByRole("button", { name: "Later" }).click();
  await page.getByText("Page 2").waitFor();
  await shoot(page, `console-lot-${width}`);

  await stage.expectSound(page);
  await expect.poll(() => page.locator(".console__list").isVisible()).toBe(width > 992);
  if (width === 1440) expect(await keyboardFaults(page)).toEqual([]);
  await page.getByRole("link", { name: "Back to the list of lots" }).click();
  await focusIs(page, { id: "lot-lot-1" });
});

// G155
test("rows keep their places whatever happens, and F6 goes from the list to what stands beside it", async () => {
  const mock = setUp();
  const page = await visit();
  const places = (): Promise<number[]> =>
    page
      .locator(".console__table tbody tr")
      .evaluateAll((rows) => rows.map((one) => one.getBoundingClientRect().top));
  const before = await places();

  stage.mock.send(
    mock.update({ "lot-2": { state: "paused", offers: { accepted: 1, refused: 0, last_minute: 0 } } }),
  );
  await row(page, "Lot 2").getByText("Paused").waitFor();
  await page.getByText("1 of 6 lots is open, 2 are paused.").waitFor();

  await expect.poll(() => places()).toEqual(before);
  await row(page, "Lot 3").getByRole("link").click();
  await focusIs(page, { tag: "H2", text: "Lot 3" });
  await page.keyboard.press("F6");
  await focusIs(page, { id: "lot-lot-3" });
  await page.keyboard.press("F6");
  await focusIs(page, { tag: "H2", text: "Lot 3" });
});

// G155
test("what had the focus and goes away leaves it to the box around", async () => {
  const mock = setUp();
  const page = await visit(`${CONSOLE}?lot=lot-1`);
  await page.getByRole("link", { name: "Decline proposal 43" }).focus();

  const lot = mock.lots.get("lot-1") ?? never();
  const decided = { ...lot, seq: lot.seq + 1, proposals: [], now: instant(Date.now()) };
  mock.lots.set("lot-1", decided);
  stage.mock.send({ type: "update", lot: "lot-1", seq: decided.seq, now: decided.now, proposals: [] });
  await page.getByRole("link", { name: "Decline proposal 43" }).waitFor({ state: "detached" });

  await focusIs(page, { tag: "H2", text: "Nitrile, powder free" });
});

// G155, G32
test("an act on chosen lots names them, has one answer a lot, and what failed stays chosen", async () => {
  const mock = setUp();
  mock.becomes = () => ({ state: "paused" });
  mock.outcome = (lot) =>
    lot === "lot-2"
      ? { lot, status: 409, code: "wrong_state", detail: "cannot pause: the closing time has come" }
      : done(lot);
  const page = await visit();
  await choose(page, "Nitrile, powder free", "Lot 2");
  await page.getByText("2 lots chosen:").waitFor();
  await page.getByRole("link", { name: "Pause in the chosen lots" }).click();
  await page.getByRole("heading", { name: "Pause 2 lots" }).waitFor();
  await page.locator(".console__preview").getByText("It is open now, and will be paused.").first().waitFor();

  await page.getByRole("button", { name: "Pause 2 lots" }).click();
  await page.getByRole("link", { name: "Enter a reason. It is kept on the record." }).waitFor();
  await stage.expectSound(page);
  await page.getByLabel("Planned restart").selectOption("10");
  await page.getByLabel("Reason").fill("A question of a bidder.");
  await shoot(page, "console-act-1440");
  await page.getByRole("button", { name: "Pause 2 lots" }).click();
  await page.getByText("Done in 1 of 2 lots. Not done in 1 lot, which stays chosen.").waitFor();

  await page.getByText("Nitrile, powder free is paused.").waitFor();
  await page.getByText("Lot 2: not done. Cannot pause: the closing time has come.").waitFor();
  await shoot(page, "console-answers-1440");
  await stage.expectSound(page, [/409/]);
  expect(mock.acts).toHaveLength(1);
  expect(mock.acts[0]?.body).toMatchObject({
    type: "pause",
    lots: ["lot-1", "lot-2"],
    reason: "A question of a bidder.",
  });
  expect(mock.acts[0]?.body["resumes_at"]).toMatch(/:00\.000Z$/);
  await page.getByRole("link", { name: "Leave this" }).click();
  await expect.poll(() => page.getByLabel("Choose Lot 2").isChecked()).toBe(true);
  await expect.poll(() => page.getByLabel("Choose Nitrile, powder free").isChecked()).toBe(false);
});

// G155, G2
test("an act without an answer is asked again with the same key, also after a reload", async () => {
  const mock = setUp();
  mock.outcome = () => null;
  const page = await visit(`${CONSOLE}?lot=lot-2&act=pause`);
  await page.getByLabel("Reason").fill("A question of a bidder.");
  await page.getByRole("button", { name: "Pause Lot 2" }).dblclick();
  await page.getByText(/^We do not know yet whether this was done/).waitFor();
  await page.goto(page.url().replace(/\?.*/, ""));
  await page.getByRole("heading", { name: "An act has no answer yet: Pause Lot 2" }).waitFor();
  await shoot(page, "console-unknown-1440");

  mock.outcome = done;
  await page.getByRole("button", { name: "Ask again", exact: true }).click();
  await page.getByRole("heading", { name: "An act has no answer yet" }).waitFor({ state: "detached" });

  // The browser itself may send a request again whose connection broke.
  expect(new Set(mock.acts.map(({ key }) => key)).size).toBe(1);
  expect(mock.acts[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(mock.acts.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

// G155, G30, U23
test("a request is granted or declined knowing what comes back; a second factor is asked for in its place", async () => {
  const mock = setUp();
  const lot = mock.lots.get("lot-1");
  mock.becomes = () => ({
    ranking: (lot?.market.offers ?? []).slice(1).map((one, nth) => {
      return { alias: one.alias, rank: nth + 1, total: one.total ?? "", evaluated: one.evaluated };
    }),
  });
  mock.waits = true;
  let proved = false;
  mock.step_up = () => !proved;
  stage.mock.person = { ...person("buyer"), second_factor: true };
  const page = await visit(`${CONSOLE}?lot=lot-1`);

  await page.getByRole("link", { name: "Annul an offer asked for by Bolt Gloves plc" }).click();
  await page.getByText("Bolt Gloves plc loses its offer of £176,400.00, and has none then.").waitFor();
  await page.getByText("Acme Medical Ltd becomes 1st; it is 2nd now.").waitFor();
  await page.getByText(/^A second buyer has to approve this/).waitFor();
  await expect.poll(() => page.getByRole("button", { name: /^Annul an offer/ }).count()).toBe(0);
  await page.getByRole("textbox", { name: "Code" }).fill("123456");
  proved = true;
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByLabel("Reason").fill("A typing mistake.");
  await page.getByText(/All bidders of the lot read: .*A typing mistake/).waitFor();
  await shoot(page, "console-annul-1440");
  await stage.expectSound(page);
  mock.outcome = (one) => ({ ...done(one), status: 202 });
  await page.getByRole("button", { name: /^Annul an offer/ }).click();
  await page
    .getByText("Nitrile, powder free: proposed. It takes effect once another buyer approves it.")
    .waitFor();

  expect(mock.acts.at(-1)).toMatchObject({
    path: "/api/v1/lots/lot-1/commands",
    body: { type: "annul", alias: "Bidder B", offer: 28, reason: "A typing mistake." },
  });
  await page.getByRole("link", { name: "Go on" }).click();
  await page.getByRole("link", { name: "Approve proposal 43" }).click();
  await page
    .locator("form")
    .getByText(/proposed by Ben Buyer, waits for a second buyer/)
    .waitFor();
});

// G155, U11
test("without a connection everything is grey and as at a time, and acts say why they do not go", async () => {
  setUp();
  const page = await visit(`${CONSOLE}?lot=lot-2&act=pause`, 360, 740);
  await page.getByLabel("Reason").fill("A question of a bidder.");

  await page.context().setOffline(true);
  stage.mock.console = null;

  await page.getByRole("heading", { name: "You are not connected" }).waitFor();
  await expect.poll(() => page.getByRole("heading", { name: "Needs you" }).count()).toBe(0);
  await page.getByText(/^What stands here is as at \d/).waitFor();
  await page.getByText(/^As at \d.*: 2 of 6 lots are open/).waitFor();
  await page.getByRole("button", { name: "Pause Lot 2" }).press("Enter");
  await page.getByText(/^You are not connected, so what stands here may be old/).waitFor();
  await expect.poll(() => page.title()).toMatch(/^Not connected – /);
  await page.getByRole("link", { name: "Do not do this" }).press("Enter");
  await page.locator(".console__lot").getByText("Was open").waitFor();
  const then = await page.locator(".console__digits").textContent();
  const clock = await page.locator(".console__clock").textContent();
  await expect.poll(() => page.locator(".console__clock").textContent()).not.toBe(clock);
  await expect.poll(() => page.locator(".console__digits").textContent()).toBe(then);
  await shoot(page, "console-offline-360");
  await stage.expectSound(page, [/ERR_INTERNET_DISCONNECTED/, /WebSocket/, /preload/]);
});

// G155
test("once all lots have ended the console leads to the results", async () => {
  const mock = setUp();
  const page = await visit();
  const over = { state: "closed" as const, ended_at: instant(Date.now()) };
  const lots = mock.event.lots.map(({ lot }) => [lot, over]);

  stage.mock.send(mock.update(Object.fromEntries(lots)));

  await page.getByText("All 6 lots have ended.").waitFor();
  await expect
    .poll(() => page.getByRole("link", { name: "Result of Lot 2" }).getAttribute("href"))
    .toBe("/lots/lot-2/result");
  await expect.poll(() => page.getByRole("heading", { name: "Needs you" }).count()).toBe(0);
  await expect.poll(() => page.title()).toMatch(/^All lots have ended – /);
  await stage.expectSound(page);
});

// G42, G155
test("an auditor sees the console without acts, a lot that cannot be read says whom to ring, others see nothing", async () => {
  setUp("auditor");
  const page = await visit(`${CONSOLE}?lot=lot-1`);
  await page.getByRole("heading", { name: "Needs a buyer" }).waitFor();
  await page.getByRole("heading", { name: "Waits for a decision" }).waitFor();
  await expect.poll(() => page.getByRole("checkbox").count()).toBe(0);
  await expect.poll(() => page.getByRole("link", { name: /^(Pause|Annul|Approve|Cancel)/ }).count()).toBe(0);
  await row(page, "Lot 6").getByRole("link").click();
  await page
    .locator(".panel")
    .getByText(/^Lot 6 cannot be read at the moment\. Nothing that was accepted is lost\./)
    .waitFor();
  await stage.expectSound(page);

  stage.mock.person = person("observer");
  await page.reload();
  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
});

// G44, G155
test("while names are hidden nothing says whose an alias is, and everybody can be rung", async () => {
  const mock = setUp();
  mock.event = {
    ...mock.event,
    presence: (mock.event.presence ?? []).map((one) => ({
      ...one,
      lots: one.lots.map(({ lot }) => ({ lot })),
      connected: null,
      since: null,
      connections: null,
      people: one.people.map((somebody) => ({ ...somebody, connected: null })),
      terms_accepted: null,
      offers: null,
      refused: null,
      refused_in_a_row: null,
    })),
  };
  const lot = mock.lots.get("lot-2") ?? never();
  const bidders = (lot.bidders ?? []).map(({ bidder: _, name: __, ...one }) => one);
  const offers = (lot.market.offers ?? []).map((one) => ({ ...one, bidder: null, name: null }));
  mock.lots.set("lot-2", { ...lot, bidders, market: { ...lot.market, offers } });
  const page = await visit(`${CONSOLE}?lot=lot-2`);
  await page.getByRole("heading", { name: "Ranking" }).waitFor();

  const ring = page.locator("section.card", { has: page.getByRole("heading", { name: "Whom to ring" }) });

  await expect.poll(() => ring.getByText("Not shown while names are hidden").count()).toBe(6);
  await expect
    .poll(() => ring.getByRole("link", { name: "0114 496 0000" }).first().getAttribute("href"))
    .toBe("tel:01144960000");
  await expect.poll(() => ring.textContent()).not.toContain("Bidder A");
  await page.getByRole("heading", { name: "Bidders", exact: true }).waitFor();
  await stage.expectSound(page);
});

function never(): never {
  throw new Error("the lot is not there");
}
