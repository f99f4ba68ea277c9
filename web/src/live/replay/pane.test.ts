// A pane loads the pages around the record that is wanted, one request at a time, and shows no other record in its place.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { instant, LOT, supplierLot } from "../../../test/fixtures";
import { Pane } from "./pane";

const START = Date.parse("2026-11-21T14:00:00Z");
const HEAD = 5_000;

/** A request that the test answers. */
interface Asked {
  readonly from: number;
  readonly aborted: () => boolean;
  /** Sends the whole lot, and then changes up to a record. */
  begin(to?: number): void;
  end(to: number, head?: number): void;
  /** Ends without the last line. */
  cutOff(): void;
  fail(status: number): void;
}

let asked: Asked[] = [];
let grown: number[] = [];
let pane: Pane;

function lineOf(seq: number, type: "lot" | "update"): string {
  const now = instant(START + seq * 1_000);
  const you = { ...supplierLot().you, rank: seq };
  const whole = type === "lot" ? supplierLot() : { lot: LOT };
  return `${JSON.stringify({ ...whole, type, seq, now, you })}\n`;
}

function request(url: string, signal: AbortSignal): Promise<Response> {
  const from = Number(new URL(url, "http://here").searchParams.get("from"));
  return new Promise((answer, gone) => {
    let body: ReadableStreamDefaultController<Uint8Array> | null = null;
    const send = (text: string): void => body?.enqueue(new TextEncoder().encode(text));
    signal.addEventListener("abort", () => {
      gone(new Error("aborted"));
      body?.error(new Error("aborted"));
    });
    asked.push({
      from,
      aborted: () => signal.aborted,
      begin(to = from) {
        answer(new Response(new ReadableStream({ start: (controller) => void (body = controller) })));
        send(lineOf(from, "lot"));
        for (let seq = from + 1; seq <= to; seq++) send(lineOf(seq, "update"));
      },
      end(to, head = HEAD) {
        send(`${JSON.stringify({ type: "page", from, to, next: to < head ? to : null, head })}\n`);
        body?.close();
      },
      cutOff: () => body?.close(),
      fail: (status) => answer(new Response(JSON.stringify({ code: "overloaded" }), { status })),
    });
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("location", { protocol: "http:", host: "here" });
  vi.stubGlobal("fetch", (url: string, { signal }: { signal: AbortSignal }) => request(url, signal));
  [asked, grown] = [[], []];
  pane = new Pane(LOT, "bidder:acme", HEAD, { changed: () => {}, grown: (head) => void grown.push(head) });
});
afterEach(() => {
  pane.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets everything happen that is due. */
async function settle(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

function shown(): [number | undefined, number | null | undefined] {
  return [pane.shown?.seq, pane.shown?.state.lot?.you?.rank];
}

function latest(): Asked {
  const last = asked.at(-1);
  if (last === undefined) throw new Error("nothing was asked");
  return last;
}

// G160
test("a record is shown as soon as the first line of its page has come", async () => {
  pane.show(300, null, false);
  expect(pane.shown).toBeNull();

  latest().begin();
  await settle();

  expect([asked.length, latest().from, shown()]).toEqual([1, 300, [300, 300]]);
});

// G160
test("what is ahead and what is behind is loaded, one request after the other", async () => {
  pane.show(300, null, false);
  latest().begin(320);
  await settle();
  expect([asked.length, pane.readyTo(300)]).toEqual([1, 319]);

  latest().end(900);
  await settle();

  expect([asked.map(({ from }) => from), pane.readyTo(300)]).toEqual([[300, 50], 900]);
  latest().begin(300);
  latest().end(300);
  await settle();
  pane.show(299, null, false);
  expect([asked.length, shown()]).toEqual([2, [299, 299]]);
});

// G160
test("a jump gives up a page that is no longer wanted, and does not show the old record meanwhile as the new one", async () => {
  pane.show(300, null, false);
  latest().begin(310);
  await settle();

  pane.show(4_000, null, false);

  expect(shown()).toEqual([300, 300]);
  expect([asked.map(({ from }) => from), asked[0]?.aborted()]).toEqual([[300, 4_000], true]);
  latest().begin();
  await settle();
  expect(shown()).toEqual([4_000, 4_000]);
});

test("a slider that is dragged asks for the last place, not for every one", async () => {
  for (const seq of [300, 1_300, 2_300, 3_300]) pane.show(seq, null, false);
  expect(asked.map(({ from }) => from)).toEqual([300]);

  latest().begin();
  await settle();

  expect(asked.map(({ from }) => from)).toEqual([300, 3_300]);
  expect(pane.shown).toBeNull();
});

test("a request that fails is made again after a pause that grows", async () => {
  pane.show(300, null, false);

  latest().fail(503);
  await settle();
  expect([pane.problem?.status, asked.length]).toEqual([503, 1]);
  await settle(100);
  latest().fail(503);
  await settle(199);
  expect(asked.length).toBe(2);
  await settle(1);
  latest().begin();
  latest().end(5_000);
  await settle();

  expect([asked.length, pane.problem, shown()]).toEqual([4, null, [300, 300]]);
});

test("a page that was cut off goes on after the last record of which everything came", async () => {
  pane.show(300, null, false);
  latest().begin(400);
  await settle();

  latest().cutOff();
  await settle(100);

  expect(asked.map(({ from }) => from)).toEqual([300, 399]);
  expect(shown()).toEqual([300, 300]);
});

test("a party that the lot does not have is not asked for again", async () => {
  pane.show(300, null, false);

  latest().fail(404);
  await settle(60_000);
  pane.show(301, null, false);

  expect([asked.length, pane.problem?.status]).toEqual([1, 404]);
});

test("that the journal has grown is told", async () => {
  pane.show(4_900, null, false);

  latest().begin();
  latest().end(HEAD, HEAD + 12);
  await settle();

  expect(grown).toEqual([HEAD + 12]);
});
