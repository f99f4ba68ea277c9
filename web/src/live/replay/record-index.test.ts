// The records of a lot in short: loaded in any order, found by mark and by moment, drawn on lanes.
import { expect, test } from "vitest";
import { fractionOf, lanesOf, MARK, momentOf, OPEN, PAUSED } from "./lanes";
import { type ListedRecord, RecordIndex } from "./record-index";

const START = Date.parse("2026-11-21T14:00:00Z");
const SYSTEM: ListedRecord["actor"] = { role: "system" };
const BUYER: ListedRecord["actor"] = { role: "buyer", org: "wtp", person: "ben", person_name: "Ben Buyer" };

function record(seq: number, kind: string, more: Partial<ListedRecord> = {}): ListedRecord {
  const at = new Date(START + seq * 1_000).toISOString();
  return { seq, at, kind, actor: SYSTEM, hash: `hash of ${seq}`, ...more };
}

const ACME = { bidder: "acme", name: "Acme Medical Ltd" };
const LOT: readonly ListedRecord[] = [
  record(1, "lot_published", { actor: BUYER }),
  record(2, "lot_opened"),
  record(3, "bid_accepted", { ...ACME, total: "178200.00", rank: 1 }),
  record(4, "bid_refused", { ...ACME, reason: "not_improved", total: "178300.00" }),
  record(5, "lot_paused", { actor: BUYER, reason: "A check." }),
  record(6, "lot_resumed", { actor: BUYER }),
  record(7, "bid_accepted", { bidder: "bolt", name: "Bolt Gloves plc", total: "178000.00", rank: 1 }),
  record(8, "lot_extended"),
  record(9, "lot_closed"),
];

function whole(): RecordIndex {
  const index = new RecordIndex(LOT.length);
  index.add(LOT);
  return index;
}

test("a record comes out as it was listed", () => {
  expect(whole().record(4)).toEqual({
    seq: 4,
    at: START + 4_000,
    kind: "bid_refused",
    actor: SYSTEM,
    bidder: "acme",
    name: "Acme Medical Ltd",
    reason: "not_improved",
    total: "178300.00",
    rank: null,
  });
});

test("blocks may come in any order and twice, and what is missing is asked for from the wanted place on", () => {
  const index = new RecordIndex(9);

  index.add(LOT.slice(4, 6));
  index.add(LOT.slice(4, 6));

  expect([index.loaded, index.missing(5), index.missing(1)]).toEqual([2, 7, 1]);
  index.add(LOT.slice(6));
  expect(index.missing(5)).toBe(1);
  index.add(LOT.slice(0, 4));
  expect([index.loaded, index.missing(1)]).toEqual([9, null]);
  expect(index.counts).toEqual({ accepted: 2, refused: 1, extensions: 1, pauses: 1, acts: 2 });
});

test("a record beyond the ones that are replayed is left out until there is room for it", () => {
  const index = new RecordIndex(2);
  index.add(LOT);
  expect([index.loaded, index.has(3)]).toEqual([2, false]);

  index.grow(9);

  expect([index.head, index.record(2)?.kind, index.missing(1)]).toEqual([9, "lot_opened", 3]);
  expect(index.head_hash).toBeNull();
  index.add(LOT.slice(2));
  expect(index.head_hash).toBe("hash of 9");
});

// G160
test("the next refusal, extension and act are found, and a gap is told from an end", () => {
  const index = whole();
  const gap = new RecordIndex(9);
  gap.add(LOT.slice(0, 2));

  expect([index.next("refusal", 1), index.next("extension", 1), index.next("act", 1)]).toEqual([4, 8, 5]);
  expect([index.next("act", 5), index.next("refusal", 4)]).toEqual([6, "none"]);
  expect(gap.next("refusal", 1)).toBe(null);
});

test("a moment leads to the last record before it", () => {
  const index = whole();

  expect([0, 3_000, 3_500, 90_000].map((ms) => index.seqAt(START + ms))).toEqual([1, 3, 3, 9]);
});

// G160
test("each lane has its own marks, and a pause lasts from its record to the next one that ends it", () => {
  const axis = { from: START + 2_000, until: START + 9_000 };

  const lanes = lanesOf(whole(), ["acme", "bolt", "cott"], axis, 8);

  expect([...(lanes.offers.get("acme") ?? [])]).toEqual([0, MARK, 0, 0, 0, 0, 0, 0]);
  expect([...(lanes.offers.get("bolt") ?? [])]).toEqual([0, 0, 0, 0, 0, MARK, 0, 0]);
  expect([...(lanes.offers.get("cott") ?? [])]).toEqual(new Array(8).fill(0));
  expect([...lanes.refusals]).toEqual([0, 0, MARK, 0, 0, 0, 0, 0]);
  expect([...lanes.extensions]).toEqual([0, 0, 0, 0, 0, 0, MARK, 0]);
  expect([...lanes.state]).toEqual([OPEN, OPEN, OPEN, PAUSED, OPEN, OPEN, OPEN, OPEN]);
  expect([...lanes.acts]).toEqual([0, 0, 0, MARK, MARK, 0, 0, 0]);
});

test("what was before the axis or after it stands at its ends", () => {
  const axis = { from: 1_000, until: 3_000 };

  expect([0, 1_000, 2_000, 9_000].map((at) => fractionOf(axis, at))).toEqual([0, 0, 0.5, 1]);
  expect([-1, 0, 0.5, 2].map((fraction) => momentOf(axis, fraction))).toEqual([1_000, 1_000, 2_000, 3_000]);
  expect(fractionOf({ from: 5, until: 5 }, 5)).toBe(0);
});
