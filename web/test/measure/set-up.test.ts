// Measures the tables of figures of a set-up: a key in them, and pastes into one. Prints the times, and asserts none.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type JsonObject, objects, textOf } from "../../src/json";
import { person } from "../fixtures";
import { DRAFT, MockDrafts } from "../browser/mock-drafts";
import { useStage } from "../browser/stage";

const stage = useStage();
const ITEMS = 200;
const TRUSTS = Array.from({ length: 13 }, (_, nth) => `R${String(nth + 10)}`);
const KEYS = 30;
const CELLS = "table.grid input";

function event(figures: (trust: string) => string | undefined): JsonObject {
  const of_trusts = (): JsonObject =>
    Object.fromEntries(
      TRUSTS.map((trust) => [trust, figures(trust) ?? ""]).filter(([, figure]) => figure !== ""),
    );
  const items = Array.from({ length: ITEMS }, (_, nth) => {
    const name = { id: `item-${nth}`, description: `Examination glove, kind ${nth}`, unit: "box of 100" };
    return { ...name, volumes: of_trusts(), baselines: of_trusts() };
  });
  const trusts = TRUSTS.map((ods) => ({ ods, name: `Trust ${ods}` }));
  return {
    title: "Gloves",
    trusts,
    bidders: [{ id: "acme", name: "Acme" }],
    lots: [{ title: "Nitrile", items }],
  };
}

async function openFigures(document: JsonObject, task: string, cells = CELLS): Promise<Page> {
  const drafts = new MockDrafts();
  drafts.document = document;
  stage.mock.person = person("buyer");
  stage.mock.drafts = drafts;
  const page = await stage.openAt(`/events/${DRAFT}/set-up/${task}`);
  await page.getByText("All changes are saved").waitFor();
  await page.locator(cells).first().waitFor();
  return page;
}

interface KeyTimes {
  /** From the key until the page is changed, by the code of the pages. */
  readonly code: number[];
  /** From the key until the page is laid out again, too. */
  readonly laid_out: number[];
  /** From the key until the frame after it. */
  readonly drawn: number[];
  /** A frame in which nothing changed, on the same machine. */
  readonly idle: number[];
}

/** Milliseconds, sorted. Five keys go into each cell. */
function keyTimes(page: Page, keys: number, selector = CELLS): Promise<KeyTimes> {
  return page.evaluate(
    async ({ keys, selector }) => {
      const cells = document.querySelectorAll<HTMLInputElement>(selector);
      const times: KeyTimes = { code: [], laid_out: [], drawn: [], idle: [] };
      const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
      for (let nth = 0; nth < keys; nth += 1) {
        const cell = cells[(Math.floor(nth / 5) * 37) % cells.length]!;
        cell.focus();
        await frame();
        const idle_began = performance.now();
        await frame();
        times.idle.push(performance.now() - idle_began);
        const began = performance.now();
        cell.value += "1";
        cell.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await Promise.resolve();
        await Promise.resolve();
        times.code.push(performance.now() - began);
        void document.body.offsetHeight;
        times.laid_out.push(performance.now() - began);
        await frame();
        times.drawn.push(performance.now() - began);
      }
      for (const list of Object.values(times) as number[][]) list.sort((a, b) => a - b);
      return times;
    },
    { keys, selector },
  );
}

test("a key in a table of 200 items and 13 trusts", async () => {
  const page = await openFigures(
    event(() => "1200.5"),
    "figures",
  );
  await keyTimes(page, 5);

  const times = await keyTimes(page, KEYS);

  print("volumes", times);
  expect(times.code.length).toBe(KEYS);
});

test("a key in a table of 200 items and 12 bidders", async () => {
  const bidders = Array.from({ length: 12 }, (_, nth) => ({ id: `b${nth}`, name: `Bidder ${nth}` }));
  const drafted = event(() => "1200.5");
  const [lot] = objects(drafted["lots"]);
  const opening = Object.fromEntries(objects(lot?.["items"]).map(({ id }) => [textOf(id), "3.10"]));
  const of_lot = bidders.map(({ id }) => ({ bidder: id, opening }));
  const page = await openFigures(
    { ...drafted, bidders, lots: [{ ...lot, bidders: of_lot }] },
    "bidders",
    "table.grid--thin input",
  );
  await keyTimes(page, 5, "table.grid--thin input");

  const times = await keyTimes(page, KEYS, "table.grid--thin input");

  print("tender prices", times);
  expect(times.code.length).toBe(KEYS);
});

function print(table: string, times: KeyTimes): void {
  const at = (list: readonly number[], share: number): string =>
    list[Math.floor(share * (list.length - 1))]!.toFixed(1);
  for (const [name, list] of Object.entries(times)) {
    console.log(
      `a key, ${table}, ${name}, ${KEYS} keys: median ${at(list, 0.5)} ms, 95% ${at(list, 0.95)} ms, ` +
        `largest ${at(list, 1)} ms`,
    );
  }
}

test("a paste of 200 × 26 figures", async () => {
  const page = await openFigures(
    { ...event(() => undefined), lots: [{ title: "Nitrile", items: [] }] },
    "lots",
    "textarea",
  );
  const names = TRUSTS.flatMap((trust) => [`${trust} volume`, `${trust} baseline`]);
  const rows = Array.from({ length: ITEMS }, (_, nth) => {
    return [`item-${nth}`, `Glove ${nth}`, "box", ...names.map((_, column) => String(nth + column + 1))].join(
      "\t",
    );
  });
  const sheet = [["id", "description", "unit", ...names].join("\t"), ...rows].join("\n");
  await page.getByLabel("Paste the cells here, with their header row").fill(sheet);

  const took = await page.evaluate(async () => {
    const button = [...document.querySelectorAll("button")].find(
      ({ textContent }) => textContent === "Read the sheet",
    )!;
    const began = performance.now();
    button.click();
    while (document.querySelectorAll("table.grid input").length === 0) {
      await new Promise((frame) => requestAnimationFrame(frame));
    }
    await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
    return performance.now() - began;
  });

  console.log(
    `a sheet of ${ITEMS} × ${names.length} figures until its items are drawn: ${took.toFixed(0)} ms`,
  );
  expect(await page.locator("table.grid input").count()).toBe(ITEMS * 4);
});

test("a block of 200 × 13 figures pasted into the table", async () => {
  const page = await openFigures(
    event(() => undefined),
    "figures",
  );
  const block = Array.from({ length: ITEMS }, (_, nth) =>
    TRUSTS.map((_, column) => nth + column + 1).join("\t"),
  );

  const took = await page.evaluate(async (text) => {
    const cells = document.querySelectorAll<HTMLInputElement>("table.grid input");
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const began = performance.now();
    cells[0]!.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
    while (cells[cells.length - 1]!.value === "") await new Promise((frame) => requestAnimationFrame(frame));
    await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
    return performance.now() - began;
  }, block.join("\n"));

  console.log(`a block of ${ITEMS} × 13 figures until it is drawn: ${took.toFixed(0)} ms`);
  expect(await page.locator("table.grid input").last().inputValue()).toBe(String(ITEMS + 12));
});
