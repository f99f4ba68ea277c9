// What the tests on a real server share: one server and one browser for a file, and pages that are closed after each test.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { close, launch, open, type OpenedPage } from "./browser";
import { Server } from "./server";

export const DESKTOP = { width: 1440, height: 900 };

export class RealStage {
  private browser: Browser | null = null;
  private one_server: Server | null = null;
  private readonly opened: OpenedPage[] = [];
  /** What the consoles of pages said that were closed during the test. */
  private said_before: string[] = [];

  get server(): Server {
    if (this.one_server === null) throw new Error("no server was started");
    return this.one_server;
  }

  async begin(flags: readonly string[]): Promise<void> {
    [this.browser, this.one_server] = await Promise.all([launch(), Server.start(flags)]);
  }

  async end(): Promise<void> {
    await this.one_server?.stop();
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.opened.splice(0).map(close));
    this.said_before = [];
  }

  /** Opens an address in a browser that nobody has used before. */
  async openAt(path: string): Promise<Page> {
    if (this.browser === null) throw new Error("no browser was launched");
    const address = new URL(path, this.server.address).href;
    const one = await open(this.browser, address, DESKTOP.width, DESKTOP.height);
    this.opened.push(one);
    return one.page;
  }

  /** Adds a person who signs in by a link, without a password, and opens an address. */
  async addedAt(role: string, org: string, name: string, path: string): Promise<Page> {
    return this.entersAt(await this.server.link(role, org, name), path);
  }

  /**
   * Opens an address for somebody who has signed in by a one-time link, and goes on without a password. The link is used
   * as its form does it, without the form. Its address leads to the server, directly or not.
   */
  async entersAt(link: string, path: string): Promise<Page> {
    const page = await this.openAt("about:blank");
    const answer = await page.context().request.post(link, { maxRedirects: 0 });
    if (answer.status() !== 303) throw new Error(`the link was answered ${answer.status()}`);
    await page.goto(new URL(path, link).href);
    await page.getByRole("button", { name: "Go on with links only" }).click();
    return page;
  }

  /** Somebody closes the browser. */
  async leaves(page: Page): Promise<void> {
    const nth = this.opened.findIndex((one) => one.page === page);
    const [one] = nth < 0 ? [] : this.opened.splice(nth, 1);
    if (one === undefined) throw new Error("the page was not opened here");
    this.said_before.push(...one.faults);
    await close(one);
  }

  /** What the consoles of all pages said. */
  faults(): string[] {
    return [...this.said_before, ...this.opened.flatMap(({ faults }) => faults)];
  }
}

/** One server for all the tests of a file, or of a part of it. */
export function useServer(...flags: readonly string[]): RealStage {
  return useReal(new RealStage(), flags);
}

export function useReal<Stage extends RealStage>(stage: Stage, flags: readonly string[]): Stage {
  beforeAll(() => stage.begin(flags));
  afterAll(() => stage.end());
  afterEach(() => stage.closeAll());
  return stage;
}
