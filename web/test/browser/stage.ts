// What the tests of the pages share: one browser, a mock server for each test, and the lots that are shown.
import type { Browser, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { BidMessage } from "../../src/protocol/names";
import type { Reason, ServerMessage } from "../../src/protocol/ws";
import {
  courseOfLeads,
  courseOfOffers,
  instant,
  LOT,
  observerLot,
  ownBids,
  person,
  supplierLot,
} from "../fixtures";
import { close, launch, open, shoot, type OpenedPage } from "./browser";
import { MockServer } from "./mock-server";
import { expectAccessible, expectNothingBeside } from "./waiting";

/** The size at which a page is opened that is then looked at at each size. */
export const NARROW = [320, 640] as const;
export const WIDTHS: ReadonlyArray<readonly [number, number]> = [NARROW, [360, 740], [1440, 900]];
const LEFT_MS = 252_500;

export class Stage {
  mock = new MockServer();
  private browser: Browser | null = null;
  private address = "";
  private opened: OpenedPage | null = null;

  async launch(): Promise<void> {
    this.browser = await launch();
  }

  async restart(): Promise<void> {
    this.mock = new MockServer();
    this.address = await this.mock.listen();
  }

  async clear(): Promise<void> {
    if (this.opened !== null) await close(this.opened);
    this.opened = null;
    await this.mock.close();
  }

  closesAt(): number {
    return Date.now() + LEFT_MS;
  }

  asSupplier(): void {
    const closes = this.closesAt();
    this.mock.person = person("supplier");
    this.mock.lot = supplierLot(Date.now(), closes);
    this.mock.record = ownBids(closes);
  }

  asWatcher(role: "observer" | "buyer"): void {
    const closes = this.closesAt();
    this.mock.person = person(role);
    this.mock.lot = observerLot(Date.now(), closes);
    this.mock.offers = courseOfOffers(closes);
    this.mock.leads = courseOfLeads(this.mock.offers);
  }

  async openAt(path: string, width = 1440, height = 900): Promise<Page> {
    if (this.browser === null) throw new Error("no browser was launched");
    this.opened = await open(this.browser, this.address + path, width, height);
    return this.opened.page;
  }

  /** Opens the page of the lot, and waits until the lot is shown. */
  async visit(width = 1440, height = 900): Promise<Page> {
    const page = await this.openAt(`/lots/${LOT}`, width, height);
    await page.locator(".clock").waitFor();
    return page;
  }

  async expectSound(page: Page, expected: RegExp[] = []): Promise<void> {
    await expectAccessible(page);
    await expectNothingBeside(page);
    const unexpected = this.opened?.faults.filter((text) => !expected.some((known) => known.test(text)));
    expect(unexpected).toEqual([]);
  }

  /** The same at each width, from the narrowest to the widest, with a picture of each. The widest one stays. */
  async expectSoundAtWidths(page: Page, name: string, expected: RegExp[] = []): Promise<void> {
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      await shoot(page, `${name}-${width}`);
      await this.expectSound(page, expected);
    }
  }
}

/** A stage for all the tests of a file, with a new mock server for each. */
export function useStage(): Stage {
  const stage = new Stage();
  beforeAll(() => stage.launch());
  beforeEach(() => stage.restart());
  afterEach(() => stage.clear());
  return stage;
}

export function refusedAs(reason: Reason, limit: string | null): (bid: BidMessage) => ServerMessage {
  return ({ lot, ref }) => ({
    type: "refused",
    lot,
    ref,
    seq: 41,
    at: instant(Date.now()),
    received_at: instant(Date.now()),
    hash: "ab".repeat(32),
    reason,
    limit,
    message: "",
  });
}

export function accepted({ lot, ref }: BidMessage): ServerMessage {
  const hash = "cd".repeat(32);
  const at = instant(Date.now());
  const answer = { type: "accepted", lot, ref, seq: 41, at, received_at: at, hash, rank: 1 } as const;
  return { ...answer, total: "176400.00", evaluated: "176400.00", receipt: null };
}
