// The parts of a lot's record: one record with its exact text, the check of the chain, the search, and the bundle.
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { close, launch, open, type OpenedPage, shoot } from "./browser";
import { keyboardFaults } from "./keyboard";
import { LINES, LOT, MockRecord } from "./mock-record";
import { WIDTHS } from "./stage";
import { expectAccessible, expectNothingBeside, focusIs } from "./waiting";

const HEAD = LINES.length;
const HEAD_HASH = "5e7be55c4037f6debe97e5aa0253ad23c39904bbec47ab245589cfb9ee548867";

let mock: MockRecord;
let address: string;
let opened: OpenedPage | null = null;

beforeAll(() => void launch());
beforeEach(async () => {
  mock = new MockRecord();
  address = await mock.listen();
});
afterEach(async () => {
  if (opened !== null) await close(opened);
  opened = null;
  await mock.close();
});

async function visit(query: Record<string, string> = {}): Promise<Page> {
  const search = new URLSearchParams({ lot: LOT, head: String(HEAD), ...query });
  opened = await open(await launch(), `${address}/?${search}`, 1440, 900);
  return opened.page;
}

async function expectSound(page: Page, name: string, expected: RegExp[] = []): Promise<void> {
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    await shoot(page, `${name}-${width}`);
    await expectAccessible(page);
    await expectNothingBeside(page);
  }
  expect(opened?.faults.filter((text) => !expected.some((known) => known.test(text)))).toEqual([]);
}

function pane(page: Page) {
  return page.getByRole("region", { name: /^Record \d/ });
}

function chain(page: Page) {
  return page.getByRole("region", { name: "Is the record unchanged?" });
}

function search(page: Page) {
  return page.getByRole("region", { name: "Search the record" });
}

/** What somebody reads there, in one line. */
async function spacedText(part: Locator): Promise<string> {
  return (await part.innerText()).replace(/\s+/g, " ");
}

/** Returns what counts the bytes that the page has read from now on of answers that come in parts. */
async function countBytes(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const { prototype } = ReadableStreamDefaultReader;
    const { read } = prototype;
    Object.assign(window, { bytes: 0 });
    prototype.read = async function (): Promise<ReadableStreamReadResult<Uint8Array>> {
      const part = await read.call(this);
      (window as unknown as { bytes: number }).bytes += part.value?.length ?? 0;
      return part;
    };
  });
  return () => page.evaluate(() => (window as unknown as { bytes: number }).bytes);
}

/** The journal with one line changed. */
function changed(seq: number, change: (line: string) => string): string[] {
  return LINES.map((line, nth) => (nth === seq - 1 ? change(line) : line));
}

test("a record stands in plain words, with its instants to the millisecond, and as the text that came", async () => {
  const page = await visit({ seq: "7" });

  for (const words of [
    "Record 7 of 13",
    "Bolt Gloves plc offered £204,000.00, which was refused",
    "above the ceiling. The most that it could have offered then was £179,750.00.",
    "Received 2:58:20.043am on 1 December 2026 2026-12-01T02:58:20.043114Z",
    "Decided 2:58:20.055am on 1 December 2026 2026-12-01T02:58:20.055654Z",
    "Bella Bolt, a bidder (Bolt Gloves plc)",
    "Nitrile glove, medium: £3.40",
    "The hash is that of this text",
  ])
    await expect.poll(() => spacedText(pane(page))).toContain(words);
  await expect.poll(() => page.locator(".record__text").textContent()).toBe(LINES[6]);
  expect(await keyboardFaults(page)).toEqual([]);
  await expectSound(page, "record");
});

test("until the next record is there, the one before stays in grey under its own number", async () => {
  mock.lines = LINES.toSpliced(4, 1);
  const page = await visit({ seq: "3" });
  await pane(page).getByText("Acme Medical Ltd offered £186,000.00").waitFor();
  let release = (): void => {};
  mock.gate = new Promise((done) => (release = done));
  await chain(page).getByRole("button", { name: "Check the chain" }).click();
  await chain(page).getByRole("button", { name: "Go to record 4" }).click();

  await pane(page).getByText("Loading record 4.").waitFor();
  await expect.poll(() => pane(page).innerText()).toContain("Record 3 of 13");
  await expect.poll(() => pane(page).getAttribute("class")).toContain("card--stale");
  await expectSound(page, "record-loading");
  release();

  await page.getByRole("heading", { name: "Record 4 of 13" }).waitFor();
  await expect.poll(() => pane(page).getAttribute("class")).not.toContain("card--stale");
});

// G81
test("a chain that is right is green, with a sign and the last hash, by the keyboard alone", async () => {
  const page = await visit();
  const button = chain(page).getByRole("button", { name: "Check the chain" });
  await button.press("Enter");

  await chain(page).getByRole("heading", { name: "The chain is unbroken" }).waitFor();

  await expect.poll(() => chain(page).locator(".record__sign").textContent()).toBe("✓");
  await expect.poll(() => chain(page).innerText()).toContain(HEAD_HASH);
  await focusIs(page, { text: expect.stringContaining("The chain is unbroken") });
  await page.keyboard.press("Shift+Tab");
  await focusIs(page, { text: "Check it again" });
  await expectSound(page, "chain-right");
});

// G81
test("a record that was changed is red with its place, and a button leads to it", async () => {
  mock.lines = changed(7, (line) => line.replace('"m":"3.40"', '"m":"3.41"'));
  const page = await visit();
  await chain(page).getByRole("button", { name: "Check the chain" }).click();

  await chain(page).getByRole("heading", { name: "Record 7 is wrong" }).waitFor();

  await expect.poll(() => chain(page).locator(".record__sign").textContent()).toBe("✗");
  await expect.poll(() => chain(page).innerText()).toContain("Records 1 to 6 are right.");
  await expectSound(page, "chain-wrong");
  await page.setViewportSize({ width: 1440, height: 900 });
  await chain(page).getByRole("button", { name: "Go to record 7" }).click();
  await pane(page).getByText("The hash is not that of this text").waitFor();
  await expectSound(page, "record-wrong");
});

test("a record that is missing is red, and the last right one can be gone to", async () => {
  mock.lines = LINES.toSpliced(4, 1);
  const page = await visit();
  await chain(page).getByRole("button", { name: "Check the chain" }).click();

  await chain(page).getByRole("heading", { name: "Record 5 is missing" }).waitFor();
  await chain(page).getByRole("button", { name: "Go to record 4" }).click();

  await page.getByRole("heading", { name: "Record 4 of 13" }).waitFor();
});

test("a record that ends before one that the page knows is red", async () => {
  mock.lines = LINES.slice(0, 9);
  const page = await visit({ hash: HEAD_HASH });
  await chain(page).getByRole("button", { name: "Check the chain" }).click();

  await chain(page).getByRole("heading", { name: "Record 10 is missing" }).waitFor();
});

// G81
test("a redacted record is amber and says why, never that anything is broken", async () => {
  mock.lines = changed(1, (line) => line.replace(/,"salt":"\w+"/, ',"redacted":true'));
  const page = await visit();
  await chain(page).getByRole("button", { name: "Check the chain" }).click();

  await chain(page).getByRole("heading", { name: "The chain cannot be checked" }).waitFor();

  await expect.poll(() => chain(page).locator(".record__sign").textContent()).toBe("?");
  await expect
    .poll(() => page.locator("main").innerText())
    .toContain("Parts of the record are hidden from you");
  await expect.poll(() => page.locator("main").innerText()).not.toMatch(/broken|wrong/);
  await expectSound(page, "chain-redacted");
});

// G81
test("over an unprotected line no check is offered as one, and the command is", async () => {
  opened = await open(await launch(), "about:blank", 1440, 900);
  const { page } = opened;
  // A name that is not this machine's own, so that the browser trusts it as little as any other.
  await page.route("http://fairlot.example/**", async (route) => {
    const url = route.request().url().replace("http://fairlot.example", address);
    await route.fulfill({ response: await route.fetch({ url }) });
  });
  await page.goto(`http://fairlot.example/?lot=${LOT}&seq=3`);
  await expect.poll(() => page.evaluate(() => isSecureContext)).toBe(false);
  await chain(page).getByRole("button", { name: "Check the chain" }).click();

  await chain(page).getByRole("heading", { name: "The chain cannot be checked on this page" }).waitFor();

  await expect.poll(() => chain(page).innerText()).toContain("fairlot verify history.ndjson");
  await expect.poll(() => chain(page).locator(".record__sign").textContent()).toBe("?");
  await pane(page).getByText("your browser cannot check the hash").waitFor();
  await expectSound(page, "chain-unprotected");
});

test("a record that cannot be read to its end is amber as far as it came", async () => {
  mock.torn_after = 6;
  // What is not read yet when the connection ends is lost.
  const tear = mock.waitBefore(6);
  const page = await visit();
  const read = await countBytes(page);
  await chain(page).getByRole("button", { name: "Check the chain" }).click();
  await expect.poll(read).toBe(Buffer.byteLength(`${LINES.slice(0, 6).join("\n")}\n`));
  tear();

  await chain(page).getByRole("heading", { name: "The record could not be read to its end" }).waitFor();
  await expect.poll(() => chain(page).innerText()).toContain("Records 1 to 6 are right.");
  mock.torn_after = null;
  await chain(page).getByRole("button", { name: "Check it again" }).click();

  await chain(page).getByRole("heading", { name: "The chain is unbroken" }).waitFor();
});

test("a lot whose record the server does not use is said to be so", async () => {
  const page = await visit();
  await pane(page).getByText("Exact text").waitFor();
  mock.status = 503;
  mock.is_failed = true;
  await chain(page).getByRole("button", { name: "Check the chain" }).click();
  await chain(page).getByRole("heading", { name: "The server cannot use this lot’s record" }).waitFor();
  await chain(page)
    .getByText(/The first record that is wrong is record 7\./)
    .waitFor();
  await expectSound(page, "chain-failed", [/503/]);

  mock.is_failed = false;
  await page.setViewportSize({ width: 1440, height: 900 });
  await chain(page).getByRole("button", { name: "Check it again" }).click();

  await chain(page).getByRole("heading", { name: "The record could not be read" }).waitFor();
});

test("a long check counts, can be stopped, and says how far it came", async () => {
  mock.waitBefore(6);
  const page = await visit();

  await chain(page).getByRole("button", { name: "Check the chain" }).click();
  await chain(page).locator(".record__progress", { hasText: "Reading the first records." }).waitFor();
  await shoot(page, "chain-running");
  await chain(page).getByRole("button", { name: "Stop the check" }).click();
  await chain(page).getByRole("heading", { name: "The check was stopped" }).waitFor();
  await focusIs(page, { text: expect.stringContaining("The check was stopped") });
});

test("who has gone on elsewhere while a check runs is left there", async () => {
  const go_on = mock.waitBefore(6);
  const page = await visit();
  await chain(page).getByRole("button", { name: "Check the chain" }).click();
  await search(page).getByLabel("Reference of the offer").focus();
  go_on();

  await chain(page).getByRole("heading", { name: "The chain is unbroken" }).waitFor();

  await focusIs(page, { id: "search-ref" });
});

// G80
test("the one refusal that a complaint is about is found by the keyboard, and its record is gone to", async () => {
  const page = await visit();
  await pane(page).getByText("Exact text").waitFor();
  await search(page).getByLabel("What happened").selectOption({ label: "Offer refused" });
  await search(page).getByLabel("Bidder").selectOption({ label: "Bolt Gloves plc" });
  await search(page).getByLabel("Total from").fill("£200,000");
  await search(page).getByLabel("From", { exact: true }).fill("2:58:19am");
  await search(page).getByLabel("Until").fill("2:58:20am");
  await search(page).getByLabel("Until").press("Enter");

  await search(page).getByText("1 record found, the oldest first.").waitFor();
  await focusIs(page, { text: expect.stringContaining("1 record found") });
  expect(mock.searches.at(-1)?.toString()).toBe(
    new URLSearchParams({
      kind: "bid_refused",
      bidder: "bolt",
      total_from: "200000",
      from_at: "2026-12-01T02:58:19Z",
      to_at: "2026-12-01T02:58:20.999999Z",
      limit: "25",
    }).toString(),
  );
  const row = search(page).getByRole("row").nth(1);
  await expect.poll(() => spacedText(row)).toContain("£204,000.00: the total is above the ceiling");
  expect(await keyboardFaults(page)).toEqual([]);
  await expectSound(page, "search-found");
  await page.setViewportSize({ width: 1440, height: 900 });
  await row.getByRole("button").press("Enter");

  await page.getByRole("heading", { name: "Record 7 of 13" }).waitFor();
});

test("what cannot be read is told at its field, and nothing is asked for", async () => {
  const page = await visit();
  await search(page).getByLabel("Total from").fill("lots");
  await search(page).getByLabel("From", { exact: true }).fill("teatime");
  await search(page).getByLabel("Words in the reason").fill("mistake");
  await search(page).getByLabel("Why an offer was refused").selectOption({ label: "The drop is too small" });
  await search(page).getByRole("button", { name: "Search" }).click();

  await search(page).getByRole("heading", { name: "There is a problem" }).waitFor();

  await expect
    .poll(() => search(page).getByRole("listitem").allInnerTexts())
    .toEqual([
      "Choose why an offer was refused, or type words of an act’s reason, not both.",
      "From must be a date and a time, like 1 December 2026 2:30pm.",
      "Enter an amount, such as 178200.00.",
    ]);
  expect(mock.searches).toEqual([]);
  await expectSound(page, "search-problems");
});

test("nothing found says so, and a search that fails can be tried again", async () => {
  mock.failing_searches = 1;
  const page = await visit();
  await search(page).getByLabel("Reference of the offer").fill("none-such");
  await search(page).getByRole("button", { name: "Search" }).click();
  await search(page).getByText("The server is busy").waitFor();
  await expect
    .poll(() =>
      search(page)
        .getByText(/None found/)
        .count(),
    )
    .toBe(0);

  await search(page).getByRole("button", { name: "Try again" }).click();

  await search(page).getByText("No record fits.").waitFor();
  await expectSound(page, "search-nothing", [/503/]);
});

test("a search goes on through short pages, and what is found is shown in pages", async () => {
  mock.lines = Array.from({ length: 60 }, (_, nth) =>
    (LINES[2] ?? "").replace('"seq":3', `"seq":${nth + 1}`),
  );
  mock.looked_at_max = 7;
  const page = await visit({ head: "60" });
  await search(page).getByRole("button", { name: "Search" }).click();
  await search(page).getByText("28 records found up to record 28").waitFor();
  await expect.poll(() => search(page).getByRole("row").count()).toBe(26);

  await search(page).getByRole("button", { name: "Later" }).click();
  await search(page).getByText("56 records found up to record 56").waitFor();
  await search(page).getByRole("button", { name: "Later" }).click();

  await search(page).getByText("60 records found, the oldest first.").waitFor();
  await expect.poll(() => search(page).getByRole("row").count()).toBe(11);
  await expectSound(page, "search-pages");
});

// G82
test("the bundle says what is in it and how to check it, and is downloaded for the party and the moment", async () => {
  const page = await visit({ seq: "7" });
  const link = page.getByRole("link", { name: "Download the bundle" });

  await expect
    .poll(() => link.getAttribute("href"))
    .toBe(`/api/v1/lots/${LOT}/bundle.zip?as=bidder%3Aacme&at=seq%3A7`);
  const text = () => page.getByRole("region", { name: "Bundle for a complaint" }).innerText();
  await expect.poll(text).toContain("what Acme Medical Ltd was sent up to record 7");
  await expect.poll(text).toContain("fairlot verify history.ndjson");
});
