// The page of a lot's result: what each role reads, every state of it, and the ways to it.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { ResultAnswer } from "../../src/protocol/http";
import type { Person } from "../../src/protocol/names";
import { instant, LOT, observerLot, ownBids, person } from "../fixtures";
import { CANCELLED, placeOf, refusedOf, resultFor } from "../result-fixtures";
import { keyboardFaults } from "./keyboard";
import { MockResult } from "./mock-result";
import { useStage } from "./stage";

const stage = useStage();
const ADDRESS = `/lots/${LOT}/result`;
const WON = /\bw[io]n(s|ner|ning)?\b/i;

type Role = Person["role"];

function mock(role: Role, result: ResultAnswer | null, refused = 4): MockResult {
  const routes = new MockResult();
  routes.result = result;
  routes.refusals = refusedOf(refused);
  stage.mock.result = routes;
  stage.mock.person = person(role);
  stage.mock.lot = observerLot(Date.now(), stage.closesAt());
  stage.mock.record = ownBids();
  return routes;
}

async function shown(role: Role, change: Partial<ResultAnswer> = {}): Promise<Page> {
  mock(role, resultFor(role, change));
  const page = await stage.openAt(ADDRESS);
  await page.locator(".result").waitFor();
  return page;
}

function text(page: Page): Promise<string> {
  return page.locator("main").innerText();
}

interface Part {
  readonly leads: RegExp;
  readonly headings: readonly string[];
  readonly files: readonly string[];
}

const WATCHED = ["Ranking", "Saving by trust", "Take it out", "How the lead went", "What was done"];
const BEHIND = ["Rules of this lot", "How to check it"];
const BUYS: Part = {
  leads: /Acme Medical Ltd finished 1st of 3 with £176,400\.00\. This is not yet an award\.$/,
  headings: [...WATCHED, "Refused bids", ...BEHIND],
  files: [
    "report.xlsx",
    "ranking.xlsx",
    "ranking.csv",
    "bids.xlsx",
    "bids.csv",
    "savings.xlsx",
    "savings.csv",
    "acts.xlsx",
    "acts.csv",
  ],
};
const PARTS: ReadonlyArray<readonly [Role, Part]> = [
  ["buyer", BUYS],
  ["auditor", BUYS],
  ["admin", BUYS],
  ["observer", { ...BUYS, headings: [...WATCHED, ...BEHIND] }],
  [
    "supplier",
    {
      leads:
        /You finished 2nd of 3 with £178,800\.00\. This is not yet an award\. The partnership will write/,
      headings: ["Your place", "Your bids", "Take it out", "How the lead went", "What was done", ...BEHIND],
      files: [
        "report.xlsx",
        "ranking.xlsx",
        "ranking.csv",
        "record.xlsx",
        "record.csv",
        "acts.xlsx",
        "acts.csv",
      ],
    },
  ],
];

// G161, G65
test.each(PARTS)("the role %s reads its part of a result, at each width and by key", async (role, part) => {
  const page = await shown(role);
  const end = page.getByRole("heading", { name: "How to check it" });
  await end.waitFor();

  await expect.poll(() => page.title()).toMatch(/^Result of Nitrile, powder free/);
  await expect.poll(() => page.locator(".stand__sentence--large").innerText()).toMatch(part.leads);
  await expect.poll(() => page.locator(".result h2").allInnerTexts()).toEqual(part.headings);
  const files = () =>
    page
      .locator(".result__take a[download]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("href")?.split("/").at(-1)));
  await expect.poll(files).toEqual([...part.files, "report.xlsx"]);
  const record = page.getByRole("link", { name: "Download the record of this lot" });
  await expect.poll(() => record.count()).toBe(role === "admin" ? 0 : 1);
  await expect
    .poll(() => page.getByRole("link", { name: /in the console$/ }).count())
    .toBe(["buyer", "auditor", "admin"].includes(role) ? 1 : 0);
  await expect.poll(() => text(page)).not.toMatch(WON);
  const names = ["buyer", "auditor", "admin"].includes(role);
  await expect.poll(async () => (await text(page)).includes("Ben Buyer")).toBe(names);
  // G160
  await expect
    .poll(() => page.getByRole("link", { name: /^Replay this lot/ }).count())
    .toBe(role === "auditor" ? 1 : 0);
  await stage.expectSoundAtWidths(page, `result-${role}`);
  for (const summary of await page.locator(".result summary").all()) await summary.click();
  await stage.expectSoundAtWidths(page, `result-${role}-open`);
  expect(await keyboardFaults(page)).toEqual([]);
});

// G65
test("a bidder reads of the others only what its answer has", async () => {
  const page = await shown("supplier");

  await page.getByText("The lead as a table (8)").click();

  const rows = page.locator(".result__course tbody tr");
  await expect.poll(() => rows.nth(0).innerText()).toMatch(/Another bidder.*£199,200\.00/s);
  await expect.poll(() => rows.nth(2).innerText()).toMatch(/You/);
  await expect.poll(() => text(page)).not.toMatch(/Acme|Bolt|Calder|saves/);
  await page.getByText("Refused. Total must be £180,950.00 or less.").waitFor();
});

// G161, G69
test("scores, equal offers, excluded bidders and the reserve are told in words", async () => {
  const tie = {
    with: ["Bidder A"],
    rule: "earliest" as const,
    text: "Same score as Bolt Gloves plc; accepted first, at 2:47:20.123pm",
  };
  const ranking = [
    placeOf(1, "180300.00", { score: "93.92", evaluated: "181000.00", tie }),
    placeOf(2, "178800.00", { score: "91" }),
  ];
  const excluded = [
    {
      alias: "Bidder C",
      name: "Calder Healthcare Ltd",
      seq: 20,
      at: instant(Date.parse("2026-11-21T14:40:00Z")),
      reason: "It has left the framework.",
      total: "184200.00",
      evaluated: "184200.00",
    },
  ];

  const page = await shown("buyer", { ranking, excluded, reserve_met: false });

  const places = page.locator("section", { has: page.locator("#places") });
  for (const words of [
    /93\.92/,
    /Same score as Bolt Gloves plc; accepted first, at 2:47:20\.123pm\./,
    /Acme Medical Ltd finished 1st with the highest score \(93\.92 points\), although Bolt Gloves plc was cheaper/,
    /Excluded at 2:40:00pm\. Reason: It has left the framework\./,
    /The leading offer did not meet the reserve\./,
  ])
    await expect.poll(() => places.innerText()).toMatch(words);
  await expect.poll(() => places.locator("tr.void s").first().innerText()).toBe("£184,200.00");
  await stage.expectSoundAtWidths(page, "result-weighted");
});

// G161
test("a cancelled lot says why, and has no result", async () => {
  const page = await shown("buyer", CANCELLED);

  await page.getByRole("heading", { name: "How Nitrile, powder free ended" }).waitFor();

  for (const words of [
    /was cancelled at 2:49pm.* and has no result\./,
    /The buyer's reason: "The specification was wrong\."/,
    /no trust saves anything by it/,
  ])
    await expect.poll(() => text(page)).toMatch(words);
  await expect.poll(() => text(page)).not.toMatch(/award|Ranking|Savings/);
  await stage.expectSoundAtWidths(page, "result-cancelled");
});

// G161
test("a lot in which nobody offered says so", async () => {
  const counts = { invited: 3, accepted: 0, refused: 0, annulled: 0 };
  const page = await shown("buyer", { ranking: [], savings: null, path: [], counts });

  for (const words of ["Nobody made an offer.", "No offer led.", "No bid was refused."])
    await expect.poll(() => text(page)).toContain(words);
  await expect.poll(() => text(page)).not.toMatch(/award/);
  await stage.expectSoundAtWidths(page, "result-nobody");
});

// G161
test("a practice promises nothing", async () => {
  const { event } = resultFor("supplier");
  const page = await shown("supplier", { practice: true, event: { ...event, practice: true } });

  await expect
    .poll(() => page.locator(".stand__sentence--large").innerText())
    .toMatch(/You finished 2nd of 3 with £178,800\.00\. This is practice\. Nothing follows from it\.$/);
  await stage.expectSoundAtWidths(page, "result-practice");
});

// G161
test("a practice lot that the server no longer has says that it has ended", async () => {
  mock("supplier", null);

  const page = await stage.openAt("/lots/practice-1/result");

  await page.getByRole("heading", { name: "The practice has ended" }).waitFor();
});

// G64, G161
test("before the end the page says when the lot closes, and shows the result by itself", async () => {
  const routes = mock("observer", null);
  const page = await stage.openAt(ADDRESS);
  await page.getByRole("heading", { name: "Nitrile, powder free has not ended yet" }).waitFor();
  await expect
    .poll(() => text(page))
    .toMatch(
      /It is open, and closes at .* as things stand\. The result stands here once the lot has ended\./,
    );
  const follow = page.getByRole("link", { name: "Follow Nitrile, powder free" });
  await expect.poll(() => follow.getAttribute("href")).toBe(`/lots/${LOT}`);
  await stage.expectSoundAtWidths(page, "result-not-ended", [/409/]);

  routes.result = resultFor("observer");

  await page.locator(".stand").getByText("This is not yet an award.").waitFor();
  await page.getByRole("status").getByText("Acme Medical Ltd finished 1st of 3").waitFor();
});

// G161
test("a result that cannot be had, or comes in part, is asked for again", async () => {
  const routes = mock("buyer", resultFor("buyer"));
  routes.fails = { status: 503, times: 1 };
  const page = await stage.openAt(ADDRESS);
  await page.getByText(/^The result could not be loaded just now\. Next try in/).waitFor();
  await page.getByText("Nothing that was accepted is lost.").waitFor();
  await page.locator(".result").waitFor();

  routes.is_cut = true;
  await page.reload();
  await page.getByText(/^The result could not be loaded just now\. Next try in/).waitFor();
  await stage.expectSoundAtWidths(page, "result-failed", [/503/, /ERR_/]);
  routes.is_cut = false;

  await page.locator(".result").waitFor();
});

// G161
test("while a result is loaded the page says so, and what is not for the person cannot be seen", async () => {
  const routes = mock("buyer", resultFor("buyer"));
  routes.fails = { status: 403, times: 1 };
  const page = await stage.openAt(ADDRESS);
  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  routes.fails = { status: 404, times: 1 };
  await page.reload();
  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();

  let go = (): void => {};
  const waits = new Promise<void>((done) => (go = done));
  await page.route("**/result", async (route) => {
    if (route.request().resourceType() === "fetch") await waits;
    await route.continue();
  });
  await page.reload();
  await page.getByText("Loading the result.").waitFor();
  await stage.expectSound(page, [/40[34]/]);
  go();

  await page.locator(".result").waitFor();
});

// G161
test("the page of a lot that has ended leads to its result and back", async () => {
  mock("observer", resultFor("observer"));
  const ended_at = instant(Date.now());
  const ranking = [{ ...placeOf(1, "176400.00"), total: "176400.00" }];
  stage.mock.lot = { ...observerLot(), state: "closed", ended_at, result: { ranking } };
  const page = await stage.visit();

  await page.getByRole("link", { name: "The result in full" }).click();
  await page.locator(".result").waitFor();
  await page.getByRole("link", { name: "The page of this lot" }).click();
  await page.locator(".clock").waitFor();

  await page.goto(new URL("/", page.url()).href);
  await page.getByRole("link", { name: /^Result \(Nitrile, powder free\)/ }).click();
  await page.locator(".result").waitFor();
});
