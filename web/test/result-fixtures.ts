// A made-up result of the lot of examination gloves, as each role is told it.
import type { ActView, PathPoint, PlaceInResult, ResultAnswer } from "../src/protocol/http";
import type { Person, Refusal } from "../src/protocol/names";
import { CLOSE, instant, LOT, observerLot } from "./fixtures";

const NAMES = ["Acme Medical Ltd", "Bolt Gloves plc", "Calder Healthcare Ltd"];
const ALIASES = ["Bidder B", "Bidder A", "Bidder C"];
const HASH = "9f41c07be2d8a6".padEnd(64, "5d");

function at(before_s: number): string {
  return instant(CLOSE - before_s * 1_000);
}

export function placeOf(rank: number, total: string, more: Partial<PlaceInResult> = {}): PlaceInResult {
  const nth = (rank - 1) % NAMES.length;
  return {
    rank,
    alias: ALIASES[nth] ?? `Bidder ${rank}`,
    name: NAMES[nth] ?? `Bidder ${rank} Ltd`,
    total,
    evaluated: total,
    seq: 30 - rank,
    at: at(100 * rank),
    prices: { "nitrile-m": "2.94" },
    score: null,
    tie: null,
    ...more,
  };
}

export function act(
  seq: number,
  before_s: number,
  kind: ActView["kind"],
  more: Partial<ActView> = {},
): ActView {
  return { seq, at: at(before_s), kind, by: null, by_name: null, reason: null, what: {}, ...more };
}

function pathOf(): PathPoint[] {
  const totals = [199_200, 197_400, 192_000, 186_600, 17_400, 186_600, 180_000, 176_400];
  return totals.map((total, nth) => ({
    seq: 3 + nth * 3,
    at: at(1_800 - nth * 240),
    alias: ALIASES[(nth + 2) % 3] ?? "",
    name: NAMES[(nth + 2) % 3] ?? "",
    total: `${total}.00`,
    evaluated: `${total}.00`,
  }));
}

const BUYER = { by: "buyer-1", by_name: "Ben Buyer" };

function acts(): ActView[] {
  const slip = {
    alias: "Bidder A",
    name: "Bolt Gloves plc",
    offer: 15,
    total: "17400.00",
    evaluated: "17400.00",
  };
  return [
    act(2, 1_920, "lot_opened", { what: { closes_at: at(120) } }),
    act(12, 1_200, "lot_paused", {
      ...BUYER,
      reason: "A bidder has lost its connection.",
      what: { cause: "buyer" },
    }),
    act(13, 1_100, "lot_resumed", { ...BUYER, what: { closes_at: at(0) } }),
    act(18, 600, "bid_annulled", { ...BUYER, reason: "A typing mistake.", what: slip }),
    act(31, 0, "lot_closed", { what: { cause: "time" } }),
  ];
}

/** As a buyer, an auditor and an administrator are told it. */
export function buyerResult(change: Partial<ResultAnswer> = {}): ResultAnswer {
  const lot = observerLot();
  const { savings } = lot;
  if (!savings) throw new Error("the fixture has no savings");
  const line = { item: "nitrile-m", price: "2.94" };
  return {
    lot: LOT,
    title: lot.title,
    state: "closed",
    cause: "time",
    reason: null,
    opens_at: lot.opens_at,
    ended_at: instant(CLOSE),
    practice: false,
    digest: `sha256:${"c4".repeat(32)}`,
    event: lot.event,
    words: lot.words ?? [],
    items: lot.items,
    decimals: 2,
    ranking: [placeOf(1, "176400.00"), placeOf(2, "178800.00"), placeOf(3, "184200.00")],
    excluded: [],
    of: 3,
    counts: { invited: 3, accepted: 24, refused: 4, annulled: 1 },
    savings: {
      basis: "result",
      trusts: savings.trusts.map((trust) => ({
        ...trust,
        items: [
          {
            ...line,
            volume: "12000",
            baseline: "3.20",
            today: trust.baseline_spend,
            offer: trust.spend,
            saving: trust.saving,
            percent: trust.percent ?? null,
          },
        ],
      })),
      total: {
        ...savings.total,
        items: [
          {
            ...line,
            volume: "60000",
            today: savings.total.baseline_spend,
            offer: savings.total.spend,
            saving: savings.total.saving,
            percent: savings.total.percent ?? null,
            not_counted: 1,
          },
        ],
      },
      not_counted: 1,
    },
    acts: acts(),
    reserve_met: null,
    head: { seq: 1_203, hash: HASH },
    check: `fairlot verify lot-${LOT}.ndjson`,
    path: pathOf(),
    ...change,
  };
}

function withoutPersons(list: readonly ActView[]): ActView[] {
  return list.map(({ by: _, by_name: __, ...rest }) => rest);
}

/** As a trust is told it that sees its own figures and those of all together. */
export function trustResult(change: Partial<ResultAnswer> = {}): ResultAnswer {
  const { reserve_met: _, savings, ...seen } = buyerResult();
  if (!savings) throw new Error("the fixture has no savings");
  const { items: __, ...total } = savings.total;
  const trusts = savings.trusts.filter(({ ods }) => ods === "RFS");
  return {
    ...seen,
    counts: { ...seen.counts, refused: null },
    acts: withoutPersons(seen.acts),
    savings: { ...savings, trusts, total },
    ...change,
  };
}

/** As Bolt is told it, which finished second: its own part, and the price of the lead. */
export function supplierResult(change: Partial<ResultAnswer> = {}): ResultAnswer {
  const { reserve_met: _, path, ...seen } = buyerResult();
  const own = { own: true, alias: "You", name: undefined } as const;
  const [, second] = seen.ranking;
  if (second === undefined) throw new Error("the fixture has no second place");
  const { name: __, ...place } = second;
  const lead_path = path.map(({ at, evaluated }, nth) =>
    nth % 3 === 2
      ? {
          seq: 3 + nth * 3,
          at,
          evaluated: evaluated ?? null,
          total: evaluated ?? null,
          own: true,
          alias: "Bidder A",
        }
      : { seq: null, at, evaluated: evaluated ?? null, total: null, alias: null },
  );
  const own_path = lead_path.filter((point) => point.own);
  return {
    ...seen,
    ranking: [{ ...place, own: true, alias: "Bidder A" }],
    counts: { invited: 3, accepted: 4, refused: 1, annulled: 1 },
    savings: null,
    acts: withoutPersons(seen.acts).map((one) =>
      one.kind === "bid_annulled" ? { ...one, what: { ...one.what, ...own, alias: "Bidder A" } } : one,
    ),
    path: own_path,
    lead_path,
    ...change,
  };
}

/** As each role is told it. */
export function resultFor(role: Person["role"], change: Partial<ResultAnswer> = {}): ResultAnswer {
  if (role === "supplier") return supplierResult(change);
  return role === "observer" ? trustResult(change) : buyerResult(change);
}

const WHY: ReadonlyArray<Refusal["reason"]> = [
  "decrement_too_small",
  "not_improved",
  "above_ceiling",
  "closed",
];

export function refusedOf(n: number): Refusal[] {
  return Array.from({ length: n }, (_, nth) => ({
    seq: 40 + nth,
    at: at(1_700 - nth),
    received_at: at(1_700 - nth),
    alias: ALIASES[nth % 3] ?? "",
    name: NAMES[nth % 3] ?? "",
    reason: WHY[nth % 4] ?? "closed",
    limit: "178550.00",
    prices: null,
    total: "179000.00",
    evaluated: "179000.00",
    in_a_row: 1,
  }));
}

/** A cancelled lot, which has no result. */
export const CANCELLED: Partial<ResultAnswer> = {
  state: "cancelled",
  cause: "buyer",
  reason: "The specification was wrong.",
  ranking: [],
  savings: null,
  acts: [
    act(2, 1_920, "lot_opened"),
    act(9, 0, "lot_cancelled", { ...BUYER, reason: "The specification was wrong." }),
  ],
};

/** The largest that a lot may be: 50 bidders, 200 lines, 26 trusts, thousands of changes of the lead, figures of £1bn. */
export function largeResult(changes = 4_000): ResultAnswer {
  const base = buyerResult();
  const items = Array.from({ length: 200 }, (_, nth) => ({
    id: `item-${nth}`,
    description: `Examination glove, nitrile, powder free, kind ${nth + 1}`,
    unit: "box of 100",
    gtin: "05012345678900",
    volume: "2600000",
  }));
  const prices = Object.fromEntries(items.map(({ id }) => [id, "2.94"]));
  const line = (item: string, volume: string) => ({
    item,
    volume,
    price: "2.94",
    baseline: "3.20",
    today: "1320000.00",
    offer: "1294000.00",
    saving: "26000.00",
    percent: "8.1",
  });
  const sums = {
    baseline_spend: "1234567890.12",
    spend: "1134567890.12",
    saving: "100000000.00",
    percent: "8.1",
  };
  const trusts = Array.from({ length: 26 }, (_, nth) => ({
    ods: `R${10 + nth}`,
    name: `Trust number ${nth + 1} of Greater Manchester University Hospitals`,
    ...sums,
    items: items.map(({ id }) => line(id, "100000")),
  }));
  const total_items = items.map(({ id }) => {
    const { baseline: _, ...rest } = line(id, "2600000");
    return { ...rest, not_counted: 0 };
  });
  const ranking = Array.from({ length: 50 }, (_, nth) =>
    placeOf(nth + 1, `${1_134_567_890 + nth * 1_000_000}.12`, {
      alias: `Bidder ${nth + 1}`,
      name: `Medical supplies number ${nth + 1} (United Kingdom) Ltd`,
      prices,
    }),
  );
  const path = Array.from({ length: changes }, (_, nth) => ({
    seq: nth + 3,
    at: instant(CLOSE - 1_900_000 + nth * 400),
    alias: `Bidder ${(nth % 50) + 1}`,
    name: `Medical supplies number ${(nth % 50) + 1} (United Kingdom) Ltd`,
    total: `${1_234_567_890 - nth * 25_000}.12`,
    evaluated: `${1_234_567_890 - nth * 25_000}.12`,
  }));
  const savings = {
    basis: "result" as const,
    trusts,
    total: { ...sums, items: total_items },
    not_counted: 0,
  };
  return {
    ...base,
    items,
    ranking,
    path,
    savings,
    of: 50,
    counts: { invited: 50, accepted: 40_000, refused: 1_200, annulled: 3 },
  };
}
