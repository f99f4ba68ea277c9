// What a party saw after a record is folded from the messages that it was sent, by the reducer of the live pages.
import { expect, test } from "vitest";
import { instant, person, supplierLot } from "../../../test/fixtures";
import type { LotMessage } from "../../protocol/names";
import { isFresh, now } from "../state/state";
import { seenAt, type ViewPage, ViewPages } from "./view-pages";

const START = Date.parse("2026-11-21T14:00:00Z");

function base(seq: number, rank: number): LotMessage {
  const lot = supplierLot(START + seq * 1_000);
  return { ...lot, seq, you: { ...lot.you, rank } };
}

/** After the record `from` rank 1, and each later one that is named changes the rank to its own place. */
function page(from: number, to: number, ...changing: readonly number[]): ViewPage {
  const lot = base(from, from);
  const lines = changing.map((seq) => {
    const now = instant(START + seq * 1_000);
    const you = { ...supplierLot().you, rank: seq };
    return { seq, message: { type: "update" as const, lot: lot.lot, seq, now, you } };
  });
  return { from, to, base: lot, lines };
}

function rankAfter(pages: ViewPages, seq: number): number | null | undefined {
  return pages.stateAfter(seq)?.lot?.you?.rank;
}

function pagesOf(...all: readonly ViewPage[]): ViewPages {
  const pages = new ViewPages(person("supplier"));
  for (const one of all) pages.add(one);
  return pages;
}

// G78
test("the view after a record has what came until then, forwards and backwards", () => {
  const pages = pagesOf(page(10, 30, 12, 13, 20));

  expect([10, 11, 12, 13, 19, 20, 30].map((seq) => rankAfter(pages, seq))).toEqual([
    10, 10, 12, 13, 13, 20, 20,
  ]);
  expect([20, 12, 10].map((seq) => rankAfter(pages, seq))).toEqual([20, 12, 10]);
  expect([9, 31].map((seq) => pages.stateAfter(seq))).toEqual([null, null]);
});

test("pages that touch are gone through from one to the next", () => {
  const pages = pagesOf(page(30, 60, 40), page(10, 30, 20), page(80, 90));

  expect([pages.reachesFrom(12), pages.reachesFrom(60), pages.reachesFrom(70)]).toEqual([60, 60, null]);
  expect([25, 35, 45].map((seq) => rankAfter(pages, seq))).toEqual([20, 30, 40]);
});

test("a page that is still being read is folded as far as it has come", () => {
  const growing = page(10, 10);
  const pages = pagesOf(growing);
  expect([rankAfter(pages, 10), rankAfter(pages, 14)]).toEqual([10, undefined]);

  growing.lines.push(...page(10, 15, 12).lines);
  growing.to = 15;

  expect([rankAfter(pages, 11), rankAfter(pages, 14)]).toEqual([10, 12]);
});

// G160
test("the clocks of a view are those of the record, and go on with the replay", () => {
  const pages = pagesOf(page(10, 30, 12));

  const state = pages.stateAfter(12);

  expect(state && [now(state), isFresh(state)]).toEqual([START + 12_000, true]);
  const later = state && seenAt(state, START + 72_000);
  expect(later && [now(later), isFresh(later), later.lot]).toEqual([START + 72_000, true, state?.lot]);
  expect(state && now(seenAt(state, START))).toBe(START + 12_000);
});

test("of too many pages the furthest go", () => {
  const pages = pagesOf(page(1, 5_000), page(5_000, 10_000), page(10_000, 15_000));

  pages.trim(12_000);

  expect([1, 6_000, 12_000].map((seq) => pages.covering(seq)?.from)).toEqual([undefined, undefined, 10_000]);
  pages.trim(14_000);
  expect(rankAfter(pages, 14_000)).toBe(10_000);
});
