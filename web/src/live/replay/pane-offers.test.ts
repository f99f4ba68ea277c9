// The offers of a past moment: loaded while it rests, never shown for a moment before it, and continued where they can be.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LOT, notice, NOW, observerLot, person, supplierLot } from "../../../test/fixtures";
import type { LotMessage } from "../../protocol/names";
import { start, type State } from "../state/state";
import { PaneOffers } from "./pane-offers";

const REST_MS = 400;

let asked: string[] = [];
let status = 200;
let offers: PaneOffers;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, status] = [[], 200];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url.replace(/^.*\/offers/, ""));
    const query = new URL(url, "http://here").searchParams;
    const at = Number(query.get("at")?.replace("seq:", ""));
    const after = Number(query.get("after"));
    const all = [10, 20, 30].filter((seq) => seq > after && seq <= at).map((seq) => ({ seq }));
    return Response.json({ offers: all }, { status });
  });
  offers = new PaneOffers(LOT, "observer:RFS", () => {});
});
afterEach(() => {
  offers.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function stateOf(lot: LotMessage): State {
  return { ...start(person("observer"), NOW), lot };
}

/** The market is another one at each record. */
function lotAt(seq: number, more: Partial<LotMessage> = {}): LotMessage {
  const lot = observerLot();
  return { ...lot, seq, market: { ...lot.market }, ...more };
}

async function rest(seq: number, lot = lotAt(seq)): Promise<void> {
  offers.rest({ seq, state: stateOf(lot) });
  // Two loads are half a second apart.
  await vi.advanceTimersByTimeAsync(REST_MS + 600);
}

function shownAt(seq: number, playing = false): [number[], string] {
  const { offers: shown, offers_load } = offers.with(stateOf(lotAt(seq)), seq, playing);
  return [shown.map((offer) => offer.seq), offers_load.status];
}

// G160
test("offers are asked for once the moment rests, as that party saw them then", async () => {
  offers.rest({ seq: 25, state: stateOf(lotAt(25)) });
  expect([asked, shownAt(25)]).toEqual([[], [[], "loading"]]);

  await vi.advanceTimersByTimeAsync(REST_MS);

  expect(asked).toEqual(["?at=seq:25&as=observer%3ARFS&after=0"]);
  expect(shownAt(25)).toEqual([[10, 20], "loaded"]);
});

// G160
test("an earlier moment has none until they are loaded, and one far later neither", async () => {
  await rest(25);

  expect([shownAt(24), shownAt(26), shownAt(300)]).toEqual([
    [[], "loading"],
    [[10, 20], "loaded"],
    [[], "loading"],
  ]);
  expect(shownAt(300, true)).toEqual([[10, 20], "loaded"]);
});

test("a later moment adds to the list, and an annulment in between loads it anew", async () => {
  await rest(15);
  await rest(25);
  const annulled = [...observerLot().notices, notice(28, NOW, "bid_annulled")];

  await rest(35, lotAt(35, { notices: annulled }));

  expect(asked.map((query) => query.replace(/^.*after/, "after"))).toEqual([
    "after=0",
    "after=10",
    "after=0",
  ]);
  expect(shownAt(35)).toEqual([[10, 20, 30], "loaded"]);
});

test("a party that sees no offers is asked for none", async () => {
  await rest(25, { ...supplierLot(), seq: 25 });

  expect(asked).toEqual([]);
});

test("a list that cannot be had is named as such, and asked for again", async () => {
  status = 503;
  await rest(25);
  expect(shownAt(25)[1]).toBe("failed");

  status = 200;
  await vi.advanceTimersByTimeAsync(1_000);

  expect(shownAt(25)).toEqual([[10, 20], "loaded"]);
});
