// Who is connected, as a buyer reads it. Every span is counted by the times that the server gives, none by waiting.
import type { Page } from "playwright-core";
import { afterAll, expect, test, vi } from "vitest";
import type { EventMessage, EventUpdateMessage, Presence } from "../../src/protocol/names";
import type { ServerMessage } from "../../src/protocol/ws";
import { useAfternoon } from "./afternoon";
import { ALL_BIDDERS, BIDDERS, FIVE } from "./afternoon-event";
import { LATE_MS } from "./browser";
import { Line } from "./line";

const afternoon = useAfternoon();
const lines: Line[] = [];

afterAll(() => lines.forEach((line) => line.stop()));

/** A bidder that is silent for this long is gone. */
const SILENT_MS = 10_000;
/** One that closes its connection is shown as gone after this. */
const CLOSED_MS = 5_000;

/** The server looks every 250 ms who is there; a busy machine may be later. */
const LOOK_MS = 2_000;

interface Told {
  readonly told: number;
  readonly since: number;
}

/** What a console was sent of presence, each with the server's time. */
class Sent {
  private readonly told: Array<EventMessage | EventUpdateMessage> = [];

  constructor(console_: Page) {
    console_.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => {
        const message = JSON.parse(String(payload)) as ServerMessage;
        if (message.type === "event" || message.type === "event_update") this.told.push(message);
      }),
    );
  }

  /** The first message from that time on in which the bidder is so. It may be reported after the page shows it. */
  first(bidder: string, connected: boolean, from: number): Promise<Told> {
    return vi.waitFor(() => this.find(bidder, connected, from), { timeout: LATE_MS });
  }

  private find(bidder: string, connected: boolean, from: number): Told {
    for (const { now, presence } of this.told) {
      const one = presence?.find((entry: Presence) => entry.bidder === bidder);
      if (one?.connected === connected && Date.parse(one.since ?? "") > from)
        return { told: Date.parse(now), since: Date.parse(one.since ?? "") };
    }
    throw new Error(`the console was not told that ${bidder} is ${connected ? "connected" : "gone"}`);
  }
}

/** The time by the server. */
async function now(): Promise<number> {
  return Date.parse((await afternoon.console()).now);
}

function ring(page: Page, bidder: string, words: RegExp): Promise<void> {
  const row = page.getByRole("row", { name: new RegExp(`^${BIDDERS[bidder]} `) });
  return row.getByText(words).waitFor();
}

// G44, G112, G113, G155
test("the ring list tells within ten seconds who is connected, lost, gone and back", async () => {
  const line = await Line.to(afternoon.server.address);
  lines.push(line);
  await afternoon.join(ALL_BIDDERS.slice(2));
  const ann = await afternoon.comes({ role: "buyer", org: "partnership", name: "Ann Field", path: "/" });
  const sent = new Sent(ann);
  await ann.getByRole("link", { name: "Console of Examination gloves 2027" }).press("Enter");
  await ann.getByText("10 of 12 bidders are connected.", { exact: true }).waitFor();
  await ring(ann, "acme", /^Missing, not seen yet$/);

  const came = await now();
  const path = afternoon.bidding_path;
  const [cal, dee] = await Promise.all([
    afternoon.comes({ role: "supplier", org: "acme", name: "Cal Reed", path, through: line.address }),
    afternoon.comes({ role: "supplier", org: "bolt", name: "Dee Frost", path }),
  ]);
  // The page from which they came had a connection of its own.
  for (const page of [cal, dee]) await page.getByText(/^You lead none of 5 lots\./).waitFor();
  await ann.getByText("All 12 bidders are connected.", { exact: true }).waitFor();
  await ring(ann, "acme", /^Connected since /);
  for (const bidder of ["acme", "bolt"]) {
    const { told, since } = await sent.first(bidder, true, came);
    expect(told - since, bidder).toBeLessThan(SILENT_MS);
  }

  // A cable is cut, and a browser is closed.
  const before = await now();
  await dee.context().close();
  line.cut();
  const cut = await now();
  await ann.getByText("10 of 12 bidders are connected.", { exact: true }).waitFor();
  for (const bidder of ["acme", "bolt"]) await ring(ann, bidder, /^Missing since /);
  const lost = await sent.first("acme", false, before);
  const closed = await sent.first("bolt", false, before);
  // What was under way at the cut may be read a little later.
  expect(lost.since - cut).toBeLessThanOrEqual(SILENT_MS + LOOK_MS);
  expect(closed.since - cut).toBeLessThanOrEqual(LOOK_MS);
  expect(closed.told - closed.since).toBeLessThanOrEqual(CLOSED_MS);
  expect(lost.told - lost.since).toBeLessThanOrEqual(LOOK_MS);
  await expect.poll(() => inList(ann, FIVE[0] ?? "")).toContain("0 / 10 / 12");

  const back = await now();
  line.mend();
  await cal.getByRole("heading", { name: "While you were away" }).waitFor();
  const again = await afternoon.comes({ role: "supplier", org: "bolt", name: "Dan Frost", path });
  await again.getByText(/^You lead none of 5 lots\./).waitFor();
  await ann.getByText("All 12 bidders are connected.", { exact: true }).waitFor();
  for (const bidder of ["acme", "bolt"]) {
    await ring(ann, bidder, /^Connected since /);
    const { told, since } = await sent.first(bidder, true, Math.max(lost.since, back));
    expect(told - since, bidder).toBeLessThan(SILENT_MS);
  }
  expect(afternoon.faults()).toEqual([]);
});

function inList(page: Page, title: string): Promise<string | null> {
  const row = page
    .locator(".console__table")
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: title, exact: true }) });
  return row.textContent();
}
