// Measures the check of a chain of 100,000 records in the browser: how long it takes, and the page's longest task in
// time of the processor, which others on the machine do not lengthen. Prints the times, and asserts none.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { launch, open, type OpenedPage } from "../browser/browser";
import { LINES, LOT, MockRecord } from "../browser/mock-record";

const RECORDS = 100_000;

let mock: MockRecord;
let address: string;
let opened: OpenedPage | null = null;

beforeEach(async () => {
  mock = new MockRecord();
  address = await mock.listen();
});
afterEach(async () => {
  await opened?.context.close();
  await mock.close();
});

/** The first record of a real lot, then offers. */
function longRecord(): string[] {
  const bodies = LINES.map((line) => line.replace(/,"prev":"\w+","hash":"\w+"}$/, "}"));
  let prev = "0".repeat(64);
  return Array.from({ length: RECORDS }, (_, nth) => {
    const body = (nth === 0 ? bodies[0] : bodies[2]?.replace('"seq":3', `"seq":${nth + 1}`)) ?? "";
    const hash = createHash("sha256").update(Buffer.from(prev, "hex")).update(body).digest("hex");
    const line = `${body.slice(0, -1)},"prev":"${prev}","hash":"${hash}"}`;
    prev = hash;
    return line;
  });
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** What each task of the pages' main threads took of the processor. */
function tasksOf(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name.endsWith("RunTask") && threads.has(`${pid} ${tid}`))
    .map(({ tdur = 0 }) => tdur / 1_000);
}

// G81
test("the chain of 100,000 records", async () => {
  mock.lines = longRecord();
  opened = await open(await launch(), `${address}/?lot=${LOT}&head=${RECORDS}`, 1440, 900);
  const { page } = opened;
  page.setDefaultTimeout(120_000);
  await page.getByText("Exact text").waitFor();
  const browser = await launch();
  await browser.startTracing(page, { categories: ["toplevel"] });
  const began = performance.now();
  await page.getByRole("button", { name: "Check the chain" }).click();
  await page.getByRole("heading", { name: "The chain is unbroken" }).waitFor();

  const took_s = (performance.now() - began) / 1_000;
  const tasks_ms = tasksOf(await browser.stopTracing());
  const long = tasks_ms.filter((ms) => ms > 50).length;
  console.log(
    `the chain of ${RECORDS} records: ${took_s.toFixed(1)} s; tasks of the page over 50 ms of the processor: ${long}, ` +
      `longest ${Math.max(...tasks_ms).toFixed(1)} ms`,
  );
  expect(await page.locator("main").innerText()).toContain("100,000 records checked");
});
