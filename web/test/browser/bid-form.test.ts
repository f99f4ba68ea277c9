// The form of a bid: filling prices in, refusals at their place, a first offer, an offer that is too large.
import { expect, test } from "vitest";
import { shoot } from "./browser";
import { keyboardFaults } from "./keyboard";
import { accepted, NARROW, refusedAs, useStage, WIDTHS } from "./stage";
import { bottomOf, focusIs, topOf } from "./waiting";

const stage = useStage();

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

test("the down arrow fills one line, and a fill can be undone", async () => {
  severalItems();
  const page = await stage.visit();
  const small = page.getByLabel(/Nitrile glove, small/);
  const medium = page.getByLabel(/Nitrile glove, medium/);
  await expect.poll(() => page.getByText("if the others stay").count()).toBe(0);

  await small.focus();
  await page.getByText("if the others stay").waitFor();
  await small.press("ArrowDown");

  await expect.poll(() => small.inputValue()).toBe("2.96");
  await expect.poll(() => medium.inputValue()).toBe("2.98");
  await expect
    .poll(() => page.locator(".field__change").first().textContent())
    .toBe("£0.02 lower (0.7% less)");
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

  await expect.poll(() => page.locator("[id$='-error']").count()).toBe(1);
  await stage.expectSoundAtWidths(page, "total-refused");
  stage.mock.answer = accepted;
  await focusIs(page, { tag: "A" });
  await page.keyboard.press("Enter");
  await focusIs(page, { id: "price-small" });
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
  const send = page.getByRole("button", { name });
  await expect.poll(() => bottomOf(send)).toBeLessThanOrEqual(height);
  const near = width < 640 ? ".send__now" : ".clock";
  const now = page.locator(near);
  await expect.poll(() => now.textContent()).toMatch(/2nd of 3/);
  await expect.poll(() => now.textContent()).toMatch(/\d:\d\d/);
  await expect.poll(() => topOf(now)).toBeGreaterThanOrEqual(0);
  await expect.poll(() => topOf(now)).toBeLessThan(height);
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

  await expect.poll(() => page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("3.33");
  await expect.poll(() => page.locator(".stand").textContent()).toContain("Lowest offerNo offer yet");
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
  await expect.poll(() => lower.count()).toBe(0);
  for (let nth = 0; nth < ids.length; nth += 1) await fields.nth(nth).fill("4");

  await lower.click();
  await page.getByText("The prices could not be lowered just now. Try again.").waitFor();
  const prices = Object.fromEntries(ids.map((id) => [id, "3.33"]));
  stage.mock.fitted = { prices, total: "199800.00", evaluated: "199800.00" };
  await lower.click();

  await expect.poll(() => fields.nth(3).inputValue()).toBe("3.33");
  await focusIs(page, { id: "price-small" });
  await expect.poll(() => page.locator("#review").textContent()).toContain("£199,800.00");
  await shoot(page, "lowered", false);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => fields.nth(3).inputValue()).toBe("4");
  await shoot(page, "first-of-several", false);
  await stage.expectSound(page, [/404/]);
});

test("a decimal comma is a problem at the field, with the price that was meant", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2,98");
  await page.getByLabel(/Nitrile glove, medium/).press("Enter");

  await page.getByRole("link", { name: /with a point: 2\.98/ }).waitFor();
  expect(stage.mock.bids).toEqual([]);
  await stage.expectSound(page);
});

test("an offer that is too large is kept and not sent again", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  stage.mock.answer = () => {
    stage.mock.disconnect(1009);
    return null;
  };
  await page.getByLabel(/Nitrile glove, medium/).fill("2.97");
  await page.getByLabel(/Nitrile glove, medium/).press("Enter");

  await page
    .getByText(/This offer is too large to be sent/)
    .first()
    .waitFor();
  await page.getByText("Connected", { exact: true }).waitFor();
  await shoot(page, "too-large", false);
  await expect.poll(() => page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.97");
  expect(stage.mock.bids).toHaveLength(1);
  await stage.expectSound(page);
});

// A28
test("an offer that is refused because of the lot's state says that it does not count", async () => {
  stage.asSupplier();
  stage.mock.answer = refusedAs("already_leading", null);
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.97");
  await page.getByLabel(/Nitrile glove, medium/).press("Enter");

  await page
    .locator(".answer")
    .getByText("Your offer of £178,200.00 was refused and does not count.")
    .waitFor();
  await expect.poll(() => page.locator(".nhsuk-error-summary").count()).toBe(0);
  await stage.expectSound(page);
});

test("Escape leaves the check of a large drop, and the price can be changed at once", async () => {
  stage.asSupplier();
  const page = await stage.visit();
  const price = page.getByLabel(/Nitrile glove, medium/);
  await price.fill("1.49");
  await price.press("Enter");
  await focusIs(page, { text: "Check this offer" });

  await page.keyboard.press("Escape");

  await focusIs(page, { id: "price-nitrile-m" });
  await expect.poll(() => price.inputValue()).toBe("1.49");
  expect(stage.mock.bids).toEqual([]);
});

test.each(WIDTHS)("a lot is bid for with the keyboard alone at %i pixels", async (width, height) => {
  severalItems();
  const page = await stage.visit(width, height);
  // Its parts are loaded one by one.
  await page.getByText("Rules and items of this lot").waitFor();
  await page.getByRole("rowheader", { name: "Offer 29" }).waitFor();

  expect(await keyboardFaults(page)).toEqual([]);
});
