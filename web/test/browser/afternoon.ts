// What the tests of an afternoon share: the event, the people with their pages, bidders without a page, and the record.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { EventMessage } from "../../src/protocol/names";
import {
  ALL_BIDDERS,
  biddersOf,
  type Each,
  LOT_TITLES,
  lotsOf,
  pounds,
  pricesOf,
  theAfternoon,
} from "./afternoon-event";
import { type Entry, type Outcome, outcomeOf, read } from "./journal";
import { DESKTOP, RealStage, useReal } from "./real-stage";
import { Rival } from "./rival";

export const PHONE = { width: 360, height: 740 };

const BUYER = "partnership";

interface Coming {
  readonly role: string;
  readonly org: string;
  readonly name: string;
  readonly path: string;
  readonly size?: typeof DESKTOP;
  /** The address of a line to the server, where the person does not come to the server itself. */
  readonly through?: string;
}

export class Afternoon extends RealStage {
  event = "";
  private lots: ReadonlyMap<string, string> = new Map();
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly rivals = new Map<string, Rival>();

  override async begin(flags: readonly string[]): Promise<void> {
    await super.begin(flags);
    this.event = (await this.server.publish(theAfternoon(), BUYER)).event;
    this.lots = new Map((await this.console()).lots.map(({ title, lot }) => [title, lot]));
  }

  override async closeAll(): Promise<void> {
    for (const rival of this.rivals.values()) rival.leave();
    this.rivals.clear();
    await super.closeAll();
  }

  /** The id of a lot. */
  lot(title: string): string {
    const lot = this.lots.get(title);
    if (lot === undefined) throw new Error(`no lot is called ${title}`);
    return lot;
  }

  get console_path(): string {
    return `/events/${this.event}/console`;
  }

  get bidding_path(): string {
    return `/events/${this.event}/bidding`;
  }

  /** Somebody new signs in by a link, in a browser of their own. */
  async comes({ role, org, name, path, size = DESKTOP, through }: Coming): Promise<Page> {
    const address = through ?? this.server.address;
    const email = `${name.toLowerCase().replace(" ", ".")}@${org}.example`;
    const link = await this.server.add({ email, role, org, name, telephone: "0114 496 0123" });
    const page = await this.entersAt(link.replace(this.server.address, address), path);
    await page.setViewportSize(size);
    return page;
  }

  buyer(name: string): Promise<Page> {
    return this.comes({ role: "buyer", org: BUYER, name, path: this.console_path });
  }

  /** Bidders without a page accept the terms, and follow their lots. */
  async join(bidders: readonly string[]): Promise<void> {
    await Promise.all(
      bidders.map(async (bidder) => {
        const token = await this.token("supplier", bidder);
        await this.answer(token, "POST", `/api/v1/events/${this.event}/accept-terms`);
        const lots = lotsOf(bidder).map((title) => this.lot(title));
        this.rivals.set(bidder, await Rival.join(this.server.address, token, bidder, lots));
      }),
    );
  }

  /** A bidder without a page bids, and the bid counts. */
  async bids(bidder: string, title: string, one: Each): Promise<void> {
    const rival = this.rivals.get(bidder);
    if (rival === undefined) throw new Error(`${bidder} has not joined`);
    const answer = await rival.bid(this.lot(title), pricesOf(one));
    expect(answer, `${bidder} in ${title}`).toMatchObject({ type: "accepted" });
  }

  /** Those who have joined bid in all of their lots. The first bidder of the event is the dearest. */
  async allBid(): Promise<void> {
    const bids = [...this.rivals.keys()].flatMap((bidder) =>
      lotsOf(bidder).map((title) => this.bids(bidder, title, openingOf(bidder))),
    );
    await Promise.all(bids);
  }

  async console(): Promise<EventMessage> {
    const answer = await this.answer(await this.token("buyer", BUYER), "GET", `/api/v1${this.console_path}`);
    return JSON.parse(answer) as EventMessage;
  }

  /** An act of a buyer who has no page, in lots of the event. */
  async acts(act: object, titles: readonly string[]): Promise<void> {
    const lots = titles.map((title) => this.lot(title));
    const body = { ...act, lots };
    await this.answer(
      await this.token("buyer", BUYER),
      "POST",
      `/api/v1/events/${this.event}/commands`,
      body,
    );
  }

  /** One buyer without a page proposes to annul the standing offer of a bidder, and another one approves it. */
  async annuls(bidder: string, title: string, reason: string): Promise<void> {
    const path = `/api/v1/lots/${this.lot(title)}/commands`;
    const proposed = await this.answer(await this.token("buyer", BUYER), "POST", path, {
      type: "annul",
      bidder,
      reason,
    });
    const { seq } = JSON.parse(proposed) as { seq: number };
    const second = await this.token("buyer", BUYER, "second-buyer");
    await this.answer(second, "POST", path, { type: "approve", act: seq });
  }

  /** The record of a lot, as a buyer gets it. */
  async record(title: string): Promise<Entry[]> {
    const token = await this.token("buyer", BUYER);
    return read(await this.answer(token, "GET", `/api/v1/lots/${this.lot(title)}/history`));
  }

  /** Worked out here from the records of the lots. */
  async outcomes(titles: readonly string[]): Promise<Outcomes> {
    const all = titles.map(async (title) => [title, outcomeOf(await this.record(title))] as const);
    return new Map(await Promise.all(all));
  }

  /** What the consoles of all open pages said, besides what a lost line and a refused request say there. */
  override faults(): string[] {
    const EXPECTED = /net::ERR_|WebSocket connection|status of (409|422)/;
    return super.faults().filter((text) => !EXPECTED.test(text));
  }

  private token(role: string, org: string, user = `${role}-${org}`): Promise<string> {
    const token = this.tokens.get(user) ?? this.server.token(role, org, user);
    this.tokens.set(user, token);
    return token;
  }

  private async answer(token: string, method: string, path: string, body?: object): Promise<string> {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(this.server.address + path, { method, headers, ...sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  }
}

/** One server with the event of an afternoon, for all the tests of a file. */
export function useAfternoon(): Afternoon {
  return useReal(new Afternoon(), []);
}

/** The first prices of a bidder without a page: the later it stands in the event, the lower. */
export function openingOf(bidder: string): Each {
  const nth = BigInt(ALL_BIDDERS.indexOf(bidder));
  return { medium: 340n - nth, large: 350n - nth };
}

/** How each lot has ended by its record. */
export type Outcomes = ReadonlyMap<string, Outcome>;

/** Once a lot is closed, the page of all lots of a bidder says of it what its record says. */
export async function expectTold(page: Page, bidder: string, outcomes: Outcomes): Promise<void> {
  for (const title of lotsOf(bidder)) {
    const outcome = outcomes.get(title);
    if (outcome === undefined) throw new Error(`nothing is known of ${title}`);
    const region = page.getByRole("region", { name: title, exact: true });
    await region.getByText(finished(bidder, title, outcome)).waitFor();
  }
}

function finished(bidder: string, title: string, { places, excluded }: Outcome): RegExp {
  if (excluded.includes(bidder)) return new RegExp(`^You were excluded from ${title}\\.`);
  const own = places.find((place) => place.bidder === bidder);
  if (own === undefined) return /You did not make an offer\./;
  const nth = LOT_TITLES.indexOf(title);
  const of = biddersOf(nth).length;
  return new RegExp(
    `You finished ${ordinal(own.rank)} of ${of} with ${pounds(own.total).replace(".", "\\.")}\\.`,
  );
}

function ordinal(rank: number): string {
  return `${rank}${["th", "st", "nd", "rd"][rank] ?? "th"}`;
}
