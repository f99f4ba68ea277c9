// Measures the console of an event of 40 lots at 20 updates a second: what the page uses of a core, and its longest task.
// Prints the times, and asserts none.
import { expect, test } from "vitest";
import type { LotMessage } from "../../src/protocol/names";
import { MockConsole } from "../browser/mock-console";
import { useStage } from "../browser/stage";
import { eventOf, lotOf, presenceOf, refusalOf } from "../console-fixtures";
import { courseOfOffers, EVENT, observerLot, person } from "../fixtures";

const stage = useStage();
const LOTS = 40;
const BIDDERS = 12;
const UPDATES_A_SECOND = 20;
const SETTLE_MS = 3_000;
const MEASURED_MS = 20_000;

function console40(): MockConsole {
  const now = Date.now();
  const lots = Array.from({ length: LOTS }, (_, nth) =>
    lotOf(
      nth,
      {
        refusals: Array.from({ length: 20 }, (_, one) => refusalOf(one + 1, { in_a_row: 1 })),
        offers: { accepted: 300, refused: 40, last_minute: 9 },
      },
      now,
      now + 1_800_000 + nth * 60_000,
    ),
  );
  const all = lots.map(({ lot }) => lot);
  const presence = Array.from({ length: BIDDERS }, (_, nth) =>
    presenceOf(`b${nth}`, `Bidder ${nth} Ltd`, all),
  );
  const mock = new MockConsole(eventOf(lots, presence, now));
  for (const { lot, title } of lots)
    mock.lots.set(lot, { ...observerLot(now, now + 1_800_000), lot, title } satisfies LotMessage);
  stage.mock.person = person("buyer");
  stage.mock.console = mock;
  stage.mock.offers = courseOfOffers(now + 1_800_000);
  return mock;
}

/** One lot after the other has another leader and another count. */
function push(mock: MockConsole): () => void {
  let nth = 0;
  const timer = setInterval(() => {
    nth += 1;
    const total = `${200_000 - nth}.00`;
    const lead = { alias: `Bidder ${"ABC".charAt(nth % 3)}`, total, evaluated: total, score: null, seq: nth };
    const offers = { accepted: 300 + nth, refused: 40, last_minute: nth % 60 };
    stage.mock.send(mock.update({ [`lot-${nth % LOTS}`]: { lead, offers } }));
  }, 1_000 / UPDATES_A_SECOND);
  return () => clearInterval(timer);
}

test.each([
  ["the list alone", ""],
  ["one lot beside it", "?lot=lot-3"],
])("40 lots at 20 updates a second, %s", async (what, query) => {
  const mock = console40();
  const page = await stage.openAt(`/events/${EVENT}/console${query}`);
  await page
    .locator(".console__table tbody tr")
    .nth(LOTS - 1)
    .waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const used = async (): Promise<Record<string, number>> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  await page.evaluate(() => {
    const longest: number[] = [];
    new PerformanceObserver((list) =>
      longest.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      entryTypes: ["longtask"],
    });
    Object.assign(window, { longest });
  });
  const stop = push(mock);
  await page.waitForTimeout(SETTLE_MS);
  const before = await used();
  const began = Date.now();
  await page.evaluate(() => ((window as unknown as { longest: number[] }).longest.length = 0));

  await page.waitForTimeout(MEASURED_MS);

  const after = await used();
  const took_s = (Date.now() - began) / 1_000;
  stop();
  const longest = await page.evaluate(() => (window as unknown as { longest: number[] }).longest);
  const share = (name: string): string =>
    `${((100 * ((after[name] ?? 0) - (before[name] ?? 0))) / took_s).toFixed(1)}%`;
  console.log(
    `a console of ${LOTS} lots at ${UPDATES_A_SECOND} updates a second, ${what}: of one core ${share("TaskDuration")} ` +
      `(scripts ${share("ScriptDuration")}, styles ${share("RecalcStyleDuration")}, layout ${share("LayoutDuration")}); ` +
      `tasks over 50 ms: ${longest.length}, longest ${Math.max(0, ...longest).toFixed(0)} ms`,
  );
  expect(await page.locator(".console__table tbody tr").count()).toBe(LOTS);
});
