// The page of an observer: its own trust first, line by line, and every state of it in words.
import { expect, test } from "vitest";
import type { LotMessage } from "../../src/protocol/names";
import type { ItemSaving } from "../../src/protocol/ws";
import { crowdedLot, instant, person } from "../fixtures";
import { shoot } from "./browser";
import { useStage, WIDTHS } from "./stage";

const stage = useStage();

function lot(): LotMessage {
  if (stage.mock.lot === null) throw new Error("no lot");
  return stage.mock.lot;
}

/** Three lines of the own trust: a saving, a loss, and one without a baseline. */
function threeLines(): void {
  stage.asWatcher("observer");
  const shown = lot();
  const names = ["Nitrile glove, medium", "NITRILE_GLOVE/EXTRA_LARGE/POWDER_FREE", "Nitrile glove, small"];
  const own = { RFS: "4000" };
  shown.items = names.map((description, nth) => ({
    id: `item-${nth}`,
    description,
    unit: "box of 100",
    volume: "20000",
    volumes: own,
  }));
  const line = (item: string, more: Partial<ItemSaving>): ItemSaving => ({
    item,
    volume: "4000",
    price: "2.94",
    ...more,
  });
  const items = [
    line("item-0", {
      baseline: "3.20",
      today: "12800.00",
      offer: "11760.00",
      saving: "1040.00",
      percent: "8.1",
    }),
    line("item-1", {
      baseline: "2.90",
      today: "11600.00",
      offer: "11760.00",
      saving: "-160.00",
      percent: "-1.4",
    }),
    line("item-2", {}),
  ];
  const sums = { baseline_spend: "24400.00", spend: "23520.00", saving: "880.00", percent: "3.6" };
  if (shown.savings)
    shown.savings.trusts = shown.savings.trusts.map((one) =>
      one.ods === "RFS" ? { ...one, ...sums, items } : one,
    );
}

// G159
test.each(WIDTHS)(
  "an observer reads what its trust saves, line by line, at %i pixels",
  async (width, height) => {
    threeLines();

    const page = await stage.visit(width, height);
    await page.locator(".graph canvas").waitFor();
    await shoot(page, `own-trust-${width}`);

    await expect
      .poll(() => page.locator(".stand__sentence--large").textContent())
      .toBe("At the present lead your trust saves £880.00 a year (3.6% less).");
    const rows = page.locator("#own-trust ~ .scroll tbody tr");
    await expect
      .poll(() => rows.allTextContents())
      .toEqual([
        expect.stringMatching(/Saves £1,040\.00.*8\.1% less.*£12,800\.00.*£3\.20 a box of 100.*4,000 boxes/),
        expect.stringMatching(/Pays £160\.00 more.*1\.4% more/),
        expect.stringMatching(/Not counted.*No price is known.*£2\.94 a box of 100/),
      ]);
    await expect
      .poll(() => page.locator("#own-trust ~ .scroll tfoot").textContent())
      .toMatch(/Saves £880\.00.*£24,400\.00/);
    await stage.expectSound(page);
    const course = page.locator(".course");
    await expect
      .poll(() => course.textContent())
      .toMatch(/Your trust crossed from no saving to a saving at /);
    await course.locator("canvas").waitFor();
    await course.getByText("Show the saving as a table").click();
    await course
      .getByRole("row", { name: /Pays £.* more/ })
      .last()
      .waitFor();
  },
);

// G159
test("where the start of the contract is known each financial year has its part of the saving", async () => {
  threeLines();
  const page = await stage.visit();
  const years = page.locator("#own-years ~ .scroll tbody tr");
  await page.getByText("The event does not say when the contract starts").waitFor();

  stage.mock.update({ event: { ...lot().event, contract_starts_on: "2027-07-01" } });
  await years.first().waitFor();

  await expect
    .poll(() => years.allTextContents())
    .toEqual([
      "2027-28275 of 366 daysSaves £661.20",
      "2028-29All of the yearSaves £880.00",
      "2029-3091 of 365 daysSaves £219.40",
    ]);
  await page
    .getByText(/^Figures are for a full year of a contract of 24 months that starts on 1 July 2027,/)
    .first()
    .waitFor();
  await stage.expectSoundAtWidths(page, "own-years");
});

// G159, G111
test("without an offer, with hidden trusts and after a cancellation the page says what there is", async () => {
  stage.asWatcher("observer");
  const { savings } = lot();
  const page = await stage.visit();
  const leads = page.locator(".stand__sentence--large");

  const show = { ...lot().rules.show, other_trusts: false };
  const own = savings && { ...savings, trusts: savings.trusts.filter(({ ods }) => ods === "RFS") };
  stage.mock.update({ rules: { ...lot().rules, show }, savings: own });
  await page.getByText("In this lot each trust sees its own figures and those of all together.").waitFor();
  await expect.poll(() => page.locator("#savings ~ p").first().textContent()).not.toMatch(/trusts? of/);
  stage.mock.update({ savings: null, market: { lead: null, bidders: 3, offers: [] } });
  await leads.getByText("No offer yet.").waitFor();
  const lines = page.locator("#own-trust ~ .scroll tbody tr");
  await expect.poll(() => lines.textContent()).toMatch(/£3\.20 a box of 100.*12,000 boxes of 100/);
  await stage.expectSound(page);
  stage.mock.update({ state: "cancelled", ended_at: instant(Date.now()) });

  await leads.getByText("The lot was cancelled, so your trust saves nothing by it.").waitFor();
  await shoot(page, "observer-cancelled");
  await stage.expectSound(page);
});

// U14, U9: the act ends the line of an excluded bidder, and the ranking keeps its row.
test.each(WIDTHS)("an observer tells twelve bidders apart at %i pixels", async (width, height) => {
  const crowded = crowdedLot(Date.now(), stage.closesAt());
  Object.assign(stage.mock, { person: person("observer"), offers: crowded.offers });
  const { bidders: _, ...seen } = crowded.lot;
  stage.mock.lot = seen;

  const page = await stage.visit(width, height);
  await page.locator(".graph canvas").waitFor();
  const gone = page.locator("#ranking ~ .scroll tr.void");
  await gone.waitFor();
  await shoot(page, `observer-crowded-${width}`);

  await expect.poll(() => gone.textContent()).toMatch(/Excluded.*Bidder C.*It has left the framework/);
  await expect.poll(() => gone.locator("s").count()).toBeGreaterThan(0);
  await stage.expectSound(page);
});

// G112, G150
test("a page whose connection falls silent tells everything of its last moment, and comes back by itself", async () => {
  stage.asWatcher("observer");
  const page = await stage.visit();
  await page.locator(".graph canvas").waitFor();

  stage.mock.silent = true;
  await page.getByRole("heading", { name: "You are not connected" }).waitFor();
  await page.getByText(/^Time left at /).waitFor();

  const text = () => page.locator("main").textContent();
  await expect.poll(text).toMatch(/your trust would have saved £3,120\.00 a year/);
  await expect.poll(text).not.toMatch(/Bidder B leads|at the present lead/i);
  await expect.poll(() => page.title()).toMatch(/^Not connected, as at /);
  await shoot(page, "observer-silent");
  stage.mock.silent = false;

  await page
    .getByText(/Bidder B leads with/)
    .first()
    .waitFor();
  await expect.poll(() => page.title()).toMatch(/left/);
});

// G159
test("on paper the page says of which moment it is, without controls", async () => {
  threeLines();
  const page = await stage.visit();
  await page.locator(".graph canvas").waitFor();

  await page.emulateMedia({ media: "print" });
  await page.getByText(/^As at .* UK time\.$/).waitFor();
  await shoot(page, "observer-paper");

  await expect.poll(() => page.getByRole("button", { name: "Print this page" }).isVisible()).toBe(false);
});
