// A trust watches what it saves, to the penny, and prints it. The figures are worked out here from the bids.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useAfternoon } from "./afternoon";
import { type Each, each, linesOf, LOT_TITLES, OF_ALL, pounds, savingOf } from "./afternoon-event";
import { shoot, SHOTS } from "./browser";
import { tabOf } from "./morning";
import { expectSound } from "./soundness";
import { expectNothingBeside } from "./waiting";

const afternoon = useAfternoon();
const TRUST = "RFS";
const WATCHED = 3;
/** Here one line of the trust has no price of today. */
const UNKNOWN_LINE = LOT_TITLES.length - 1;
/** A4, with the margins that a browser leaves, at 96 dots an inch. */
const PAPER = { width: 718, height: 1_047 };

/** "At the present lead your trust saves £1,234.56 a year (3.1% less)." */
function sentence(nth: number, one: Each, basis = "At the present lead"): string {
  const { today, saving } = savingOf(nth, TRUST, one);
  const size = saving < 0n ? -saving : saving;
  const [verb, more, word] = saving < 0n ? ["pays", " more", "more"] : ["saves", "", "less"];
  return `${basis} your trust ${verb} ${pounds(size)}${more} a year (${percent(size, today)} ${word}).`;
}

/** To one place, half away from zero. */
function percent(size: bigint, today: bigint): string {
  const tenths = (size * 2_000n + today) / (2n * today);
  const [whole, rest] = [tenths / 10n, tenths % 10n];
  return `${whole}${rest === 0n ? "" : `.${rest}`}%`;
}

async function expectLeads(page: Page, said: string): Promise<void> {
  await page.locator(".stand__sentence--large").getByText(said, { exact: true }).waitFor();
}

// G41, G67, G68, G159, L7.11
test("a trust watches its saving from a loss to a gain and back, and prints it", async () => {
  const [watched = "", unknown = ""] = [LOT_TITLES[WATCHED], LOT_TITLES[UNKNOWN_LINE]];
  await afternoon.join(OF_ALL);
  const ola = await afternoon.comes({
    role: "observer",
    org: TRUST,
    name: "Ola Wren",
    path: `/lots/${afternoon.lot(watched)}`,
  });
  await expectLeads(ola, "No offer yet.");

  const [loss, gain, slip] = [each(331, 338), each(301, 309), each(30, 309)];
  await afternoon.bids("dale", watched, loss);
  await expectLeads(ola, sentence(WATCHED, loss));
  await afternoon.bids("eden", watched, gain);
  await expectLeads(ola, sentence(WATCHED, gain));
  await ola.getByText(/^Your trust crossed from no saving to a saving at /).waitFor();
  await afternoon.bids("dale", watched, slip);
  await expectLeads(ola, sentence(WATCHED, slip));
  await expectSound(ola, "afternoon-trust", { keyboard: false });
  await afternoon.annuls("dale", watched, "A typing mistake.");
  await expectLeads(ola, sentence(WATCHED, gain));

  await afternoon.bids("fern", unknown, gain);
  const other = await tabOf(ola, `/lots/${afternoon.lot(unknown)}`);
  await expectLeads(other, sentence(UNKNOWN_LINE, gain));
  await other.getByText("1 line without a baseline price is not counted.").first().waitFor();
  await other.close();

  await expectLines(ola, gain);
  await expectFile(ola, gain);
  await expectPrinted(ola, sentence(WATCHED, gain));
  await afternoon.acts({ type: "close", reason: "Agreed with all." }, [watched]);
  await expectLeads(ola, sentence(WATCHED, gain, "By the result"));
  await expectPrinted(ola, sentence(WATCHED, gain, "By the result"));
  expect(afternoon.faults()).toEqual([]);
});

/** Each line of the trust, and their sum. */
async function expectLines(page: Page, one: Each): Promise<void> {
  const table = page.locator("#own-trust ~ .scroll");
  const lines = linesOf(WATCHED, TRUST, one);
  await expect
    .poll(() => table.locator("tbody tr").allTextContents())
    .toEqual(lines.map(({ saving, today }) => expect.stringMatching(figures(saving, today))));
  const { saving, today } = savingOf(WATCHED, TRUST, one);
  await expect.poll(() => table.locator("tfoot").textContent()).toMatch(figures(saving, today));
}

/** The file of the savings, taken by the page's link, has the same lines. */
async function expectFile(page: Page, one: Each): Promise<void> {
  const address = await page.getByRole("link", { name: "CSV", exact: true }).getAttribute("href");
  const text = await page.evaluate(async (from) => (await fetch(from)).text(), address ?? "");
  const [names = "", ...rows] = text.split("\r\n");
  expect(names).toMatch(/,today,offer,saving,percent$/);
  const own = rows.filter((row) => row.startsWith(`${TRUST},`)).map((row) => row.split(",").slice(-4));
  expect(own.map(([today, , saving]) => [pence(saving), pence(today)])).toEqual(
    linesOf(WATCHED, TRUST, one).map(({ saving, today }) => [saving, today]),
  );
}

/** A figure of a file; it has no digits below a penny. */
function pence(figure = ""): bigint {
  const [pounds = "", rest = ""] = figure.split(".");
  expect(rest.slice(2)).toMatch(/^0*$/);
  return BigInt(pounds + rest.slice(0, 2).padEnd(2, "0"));
}

/** What a row says of a saving, and of the spend of today before and at the lead after. */
function figures(saving: bigint, today: bigint): RegExp {
  const [saved, before, after] = [saving, today, today - saving].map((pence) =>
    pounds(pence).replace(".", "\\."),
  );
  return new RegExp(`Saves ${saved}.*${before}.*${after}`);
}

/** On paper stand the moment and the figures, and no control. */
async function expectPrinted(page: Page, said: string): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(PAPER);
  await page.getByText(/^As at .* on .*, UK time\.$/).waitFor();
  await expectLeads(page, said);
  await expect.poll(() => page.locator("main").getByRole("button").filter({ visible: true }).count()).toBe(0);
  await expectNothingBeside(page);
  await shoot(page, "afternoon-trust-paper");
  const path = process.env["SHOTS"] === undefined ? {} : { path: join(SHOTS, "afternoon-trust.pdf") };
  const pdf = await page.pdf({ format: "A4", printBackground: true, ...path });
  const pages = pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThanOrEqual(1);
  expect(pages).toBeLessThanOrEqual(4);
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 1440, height: 900 });
}
