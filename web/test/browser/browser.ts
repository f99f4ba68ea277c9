// Opens pages in Chromium, and records errors, blocked content, and sideways scrolling.
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe, { type Result } from "axe-core";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { TestRunner } from "vitest";

/** The longest wait for anything that is to appear. A busy machine may be slow. */
export const LATE_MS = 60_000;

/** Where pictures of the pages are put. Without the variable none are taken. */
export const SHOTS = process.env["SHOTS"] ?? join(tmpdir(), "shots");

let launched: Promise<Browser> | null = null;

/** One browser for all the files that run in this process. It ends with the process. */
export async function launch(): Promise<Browser> {
  if ((await launched)?.isConnected()) return launched as Promise<Browser>;
  launched = chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  return launched;
}

export interface OpenedPage {
  context: BrowserContext;
  page: Page;
  /** Errors and warnings of the console, and errors of the page. Every one fails the test. */
  faults: string[];
}

/** What is kept of a page between two tests. */
interface Kept extends OpenedPage {
  readonly session: CDPSession;
  /** Where the page has been. */
  readonly origins: Set<string>;
}

/** Pages that tests have closed. What Chromium has compiled for one test it need not compile again for the next. */
const free: Kept[] = [];
const lent = new WeakMap<OpenedPage, Kept>();

/** Opens an address in a browser that nobody has used before. `close` ends that. */
export async function open(
  browser: Browser,
  url: string,
  width: number,
  height: number,
): Promise<OpenedPage> {
  const kept = free.pop() ?? (await newPage(browser));
  const one: OpenedPage = { context: kept.context, page: kept.page, faults: kept.faults };
  lent.set(one, kept);
  await kept.page.setViewportSize({ width, height });
  await kept.page.goto(url);
  return one;
}

/** Closes what was opened. The page is emptied of all that was done in it, and serves another test. */
export async function close(one: OpenedPage): Promise<void> {
  const kept = lent.get(one);
  if (kept === undefined || kept.page.isClosed()) return;
  lent.delete(one);
  try {
    if (TestRunner.getCurrentTest()?.result?.state === "fail") console.error(await whatStandsIn(kept.page));
    await empty(kept);
    free.push(kept);
  } catch {
    // A page that a failed test has left in disorder.
    await kept.context.close();
  }
}

/** The address, the focus and the text of a page on which a test has failed. */
function whatStandsIn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const text = document.body.innerText.replace(/\s*\n\s*/g, " | ");
    return `${location.href}\nfocus: ${focused?.tagName} ${focused?.textContent?.slice(0, 80)}\n${text.slice(0, 4_000)}`;
  });
}

async function newPage(browser: Browser): Promise<Kept> {
  const context = await browser.newContext({ timezoneId: "America/New_York", locale: "en-US" });
  context.setDefaultTimeout(LATE_MS);
  const page = await context.newPage();
  const faults: string[] = [];
  const origins = new Set<string>();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("framenavigated", (frame) => origins.add(new URL(frame.url()).origin));
  return { context, page, faults, origins, session: await context.newCDPSession(page) };
}

async function empty({ context, page, faults, session, origins }: Kept): Promise<void> {
  const tabs = context.pages().filter((tab) => tab !== page);
  await Promise.all(tabs.map((tab) => tab.close()));
  await page.unrouteAll({ behavior: "ignoreErrors" });
  for (const event of ["request", "response", "websocket"] as const) page.removeAllListeners(event);
  // What a page has just left for begins after it is gone. The second time there is no page that could leave.
  for (let nth = 0; nth < 2; nth += 1) await page.goto("about:blank");
  await page.emulateMedia({ media: null });
  await page.mouse.move(0, 0);
  await context.setOffline(false);
  await context.clearCookies();
  for (const origin of origins)
    if (origin !== "null") await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await session.send("Network.clearBrowserCache");
  await session.send("Page.resetNavigationHistory");
  origins.clear();
  faults.splice(0);
}

/** The broken accessibility rules with their places, in a form that a failing test can print. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The rules are half a megabyte of text, which a page is given once.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  // Where the pointer was left, a link may lie now, which looks different under it.
  await page.mouse.move(0, 0);
  const violations = await page.evaluate(async (): Promise<Result[]> => {
    const { run } = (window as unknown as { axe: typeof axe }).axe;
    return (await run(document, { resultTypes: ["violations"] })).violations;
  });
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`).join("; ")}`,
  );
}

export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

export async function shoot(page: Page, name: string, whole = true): Promise<void> {
  if (process.env["SHOTS"] !== undefined)
    await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: whole });
}
