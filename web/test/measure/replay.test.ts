// Measures the replay of a lot with 100,000 records and 12 bidders: how long the first picture takes, a jump to a record
// that is not loaded, and the longest task while it plays at a hundred times the pace. Prints the times, and asserts none.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { LOT } from "../fixtures";
import { past } from "../browser/replay-stage";
import { useStage } from "../browser/stage";

const stage = useStage();
const RECORDS = 100_000;
const JUMPS = 20;
const PLAYED_MS = 20_000;

async function seekTo(page: Page, seq: number): Promise<number> {
  return page.evaluate(
    (to) =>
      new Promise<number>((done) => {
        const slider = document.querySelector<HTMLInputElement>("#replay-slider");
        if (slider === null) throw new Error("no slider");
        const began = performance.now();
        slider.value = String(to);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        const text = `after record ${to.toLocaleString("en-GB")} of`;
        const look = (): void => {
          const views = [...document.querySelectorAll(".replay__mark")];
          if (views.length === 2 && views.every((one) => one.textContent?.includes(text)))
            done(performance.now() - began);
          else requestAnimationFrame(look);
        };
        look();
      }),
    seq,
  );
}

test("a lot with 100,000 records", async () => {
  past(stage, RECORDS);
  const began = Date.now();
  const page = await stage.openAt(`/lots/${LOT}/replay?seq=50000&a=bidder:acme&b=buyer`);
  await page.waitForFunction(() => document.querySelectorAll(".replay__view").length === 2);
  const first_ms = Date.now() - began;
  await page.waitForFunction(() => document.querySelector(".replay__note")?.textContent === "", null, {
    timeout: 120_000,
  });
  const whole_ms = Date.now() - began;

  const jumps: number[] = [];
  for (let nth = 0; nth < JUMPS; nth++) jumps.push(await seekTo(page, 1 + ((nth * 37_123 + 11) % RECORDS)));
  jumps.sort((one, other) => one - other);

  await seekTo(page, 20_000);
  await page.evaluate(() => {
    const long: number[] = [];
    new PerformanceObserver((list) =>
      long.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      entryTypes: ["longtask"],
    });
    Object.assign(window, { long });
  });
  const placeOf = async (): Promise<number> => Number(await page.locator("#replay-slider").inputValue());
  await page.getByRole("button", { name: "100×" }).click();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const from = await placeOf();
  await page.waitForTimeout(PLAYED_MS);
  const to = await placeOf();
  const long = await page.evaluate(() => (window as unknown as { long: number[] }).long);

  console.log(
    `a replay of ${RECORDS} records: first picture ${first_ms} ms, all lanes ${whole_ms} ms; a jump ` +
      `${jumps[JUMPS / 2]?.toFixed(0)} ms in the middle, ${jumps.at(-1)?.toFixed(0)} ms at most; at 100× ` +
      `${((to - from) / (PLAYED_MS / 1_000)).toFixed(0)} records a second, tasks over 50 ms: ${long.length}, ` +
      `longest ${Math.max(0, ...long).toFixed(0)} ms`,
  );
  expect(to).toBeGreaterThan(from);
});
