// Opens pages in Chromium, and records errors, blocked content, and sideways scrolling.
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export const SHOTS = process.env["SHOTS"] ?? join(tmpdir(), "shots");

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
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
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`).join("; ")}`,
  );
}

export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

export function shoot(page: Page, name: string, whole = true): Promise<Buffer> {
  return page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: whole });
}
