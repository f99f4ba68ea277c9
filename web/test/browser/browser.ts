// Opens pages in Chromium, and records errors, blocked content, and sideways scrolling.
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe, { type Result } from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

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

export async function open(
  browser: Browser,
  url: string,
  width: number,
  height: number,
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    timezoneId: "America/New_York",
    locale: "en-US",
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(url);
  return { context, page, faults };
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
