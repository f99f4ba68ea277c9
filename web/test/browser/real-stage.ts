// What the tests on a real server share: one server and one browser for a file, and pages that are closed after each test.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launch, open, type OpenedPage } from "./browser";
import { Server } from "./server";

/** The longest wait for anything that is to appear. A busy machine may be slow. */
export const LATE_MS = 60_000;
export const DESKTOP = { width: 1440, height: 900 };

export class RealStage {
  private browser: Browser | null = null;
  private one_server: Server | null = null;
  protected readonly opened: OpenedPage[] = [];

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
    await Promise.all(this.opened.splice(0).map(({ context }) => context.close()));
  }

  /** Opens an address in a browser that nobody has used before. */
  async openAt(path: string): Promise<Page> {
    if (this.browser === null) throw new Error("no browser was launched");
    const address = new URL(path, this.server.address).href;
    const one = await open(this.browser, address, DESKTOP.width, DESKTOP.height);
    this.opened.push(one);
    one.page.setDefaultTimeout(LATE_MS);
    return one.page;
  }

  /** Adds a person who signs in by a link, without a password, and opens an address. */
  async addedAt(role: string, org: string, name: string, path: string): Promise<Page> {
    const page = await this.openAt(await this.server.link(role, org, name));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Go on with links only" }).click();
    await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
    await page.goto(new URL(path, this.server.address).href);
    return page;
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
