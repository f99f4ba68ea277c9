// The console of an event with forty lots: one act on many of them, and what a telephone shows first.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventOf, lotOf, presenceOf } from "../console-fixtures";
import { EVENT, instant, person } from "../fixtures";
import { shoot } from "./browser";
import { done, MockConsole } from "./mock-console";
import { useStage, WIDTHS } from "./stage";
import { focusIs, topOf } from "./waiting";

const stage = useStage();
const MINUTE_MS = 60_000;

async function visit(width: number, height: number): Promise<Page> {
  const page = await stage.openAt(`/events/${EVENT}/console`, width, height);
  await page.locator(".console__table").waitFor({ state: "attached" });
  return page;
}

/** Lots that an outage has paused, and one that runs. */
function afterOutage(open = 1): MockConsole {
  const now = Date.now();
  const pause = {
    cause: "outage" as const,
    since: instant(now - 50_000),
    outage_us: 40_000_000,
    remaining_us: 192_000_000,
    reason: null,
  };
  const lots = Array.from({ length: 40 }, (_, nth) =>
    lotOf(nth + 1, nth < open ? {} : { state: "paused", pause, resumes_at: null }, now, now + 9 * MINUTE_MS),
  );
  const bidders = [
    presenceOf(
      "acme",
      "Acme Medical Ltd",
      lots.map(({ lot }) => lot),
    ),
  ];
  const mock = new MockConsole(eventOf(lots, bidders, now));
  stage.mock.person = person("buyer");
  stage.mock.console = mock;
  mock.becomes = () => ({ state: "open" });
  return mock;
}

// G155, U24
test.each(WIDTHS)(
  "after an outage one line restarts all lots, whose preview says once what holds in each, at %i pixels",
  async (width, height) => {
    const mock = afterOutage();
    mock.outcome = (lot) =>
      lot === "lot-40" ? { lot, status: 409, code: "wrong_state", detail: "cannot resume" } : done(lot);
    const page = await visit(width, height);
    await page.getByText("1 of 40 lots is open, 39 are paused. 1 thing needs you.").waitFor();
    if (width < 992) await page.getByRole("button", { name: "In full" }).press("Enter");

    await page.getByRole("link", { name: "Restart these 39 lots" }).click();
    await page.getByRole("heading", { name: "Restart 39 lots" }).waitFor();
    await page.getByText(/^In each lot: It is paused now, and will be open\./).waitFor();
    await expect.poll(() => page.locator(".console__by-lot tbody tr").count()).toBe(39);
    await page.getByLabel("Reason").fill("We are back.");
    await shoot(page, `console-restart-${width}`);
    await stage.expectSound(page);
    await page.getByRole("button", { name: "Restart 39 lots" }).press("Enter");
    await page.getByText("Done in 38 of 39 lots. Not done in 1 lot, which stays chosen.").waitFor();

    await expect
      .poll(() => page.locator(".console__act li").first().textContent())
      .toMatch(/^Attention: Lot 40: not done/);
    expect(mock.acts[0]?.body["lots"]).toHaveLength(39);
  },
);

// G155, A38
test("on a telephone lots come into the first screen, and the acts on chosen lots stay in reach", async () => {
  afterOutage(40);
  const page = await visit(360, 740);
  const second = page.locator(".console__table tbody tr").nth(1);
  await expect.poll(() => topOf(second)).toBeLessThan(660);
  await page.getByLabel("Choose Lot 30").check();

  await page.getByRole("button", { name: "Show the acts" }).press("Enter");
  await shoot(page, "console-chosen-360", false);
  await stage.expectSound(page);
  await page.keyboard.press("Tab");
  await focusIs(page, { text: "Pause in the chosen lots" });
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Pause Lot 30" }).waitFor();
});
