// A made-up lot of examination gloves, as each role sees it. All tests use these messages.
import type { JournalRecord, Offer, Person } from "../src/api/answers";
import type { LotMessage, You } from "../src/protocol/names";
import type { Notice } from "../src/protocol/ws";

export const LOT = "0199f3a2-7c1e-7a31-9d54-2f6d1f0c4a11";
export const CLOSE = Date.parse("2026-11-21T14:49:00Z");
export const NOW = CLOSE - 252_000;

export function instant(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

export function person(role: Person["role"]): Person {
  const org = role === "supplier" ? "acme" : role === "observer" ? "RFS" : "wtp";
  return { person: `${role}-1`, org, role, expires_at: instant(CLOSE + 86_400_000) };
}

export function notice(seq: number, at: number, kind: Notice["kind"], more: Partial<Notice> = {}): Notice {
  return { seq, at: instant(at), kind, reason: null, cause: null, closes_at: null, text: null, ...more };
}

function common(now: number, closes: number): Omit<LotMessage, "market"> {
  return {
    type: "lot",
    lot: LOT,
    seq: 40,
    now: instant(now),
    title: "Nitrile, powder free",
    state: "open",
    opens_at: instant(closes - 1_920_000),
    closes_at: instant(closes),
    resumes_at: null,
    latest_close: instant(closes + 1_560_000),
    extensions: 1,
    items: [{ id: "nitrile-m", description: "Nitrile glove, medium", unit: "box of 100", volume: "60000" }],
    decimals: 2,
    rules: {
      format: "english",
      scoring: "price",
      beat: "own",
      ceiling: "200000.00",
      min_decrement: { absolute: "250.00" },
      whole_steps: false,
      max_decrement: { percent: "25", mode: "confirm" },
      leader_may_rebid: true,
      ties: "earliest",
      extension: {
        window_s: 120,
        extend_s: 120,
        from: "bid",
        trigger: "rank_within",
        rank: 1,
        max_count: null,
        latest_close: instant(closes + 1_560_000),
      },
      idle: null,
      settle_ms: 100,
      show: { lead_price: true, all_prices: false, bidder_count: true, gate: "none" },
    },
    event: {
      id: "0199f3a2-7c1e-7a31-9d54-000000000001",
      title: "Examination gloves",
      reference: "WTP-2026-014",
      currency: "GBP",
      practice: false,
      contract_months: 24,
      terms: null,
    },
    pause: null,
    notices: [
      notice(2, closes - 1_920_000, "lot_opened", { closes_at: instant(closes - 120_000) }),
      notice(31, closes - 300_000, "lot_extended", { cause: "bid", closes_at: instant(closes) }),
      notice(34, closes - 290_000, "message", { text: "Delivery is to 9 sites, as in the specification." }),
    ],
    result: null,
  };
}

export function supplierLot(now = NOW, closes = CLOSE): LotMessage & { you: You } {
  return {
    ...common(now, closes),
    you: {
      rank: 2,
      total: "178800.00",
      evaluated: "178800.00",
      score: null,
      prices: { "nitrile-m": "2.98" },
      highest_allowed: "178550.00",
      lowest_allowed: "134100.00",
      suggested: { prices: { "nitrile-m": "2.97" }, total: "178200.00" },
      terms_accepted: null,
      excluded: false,
      figures: { factor: "1", divisor: "1", addition: "0", quality: null },
      may_bid: true,
      standing: { seq: 29 },
      annulment_requested: false,
    },
    market: { lead: "176400.00", bidders: 3, offers: null },
    savings: null,
  };
}

const TRUSTS: ReadonlyArray<[string, string, string, string, string, string]> = [
  ["RHQ", "Sheffield Teaching Hospitals", "70800.00", "70560.00", "240.00", "0.3"],
  ["RFS", "Chesterfield Royal Hospital", "38400.00", "35280.00", "3120.00", "8.1"],
  ["RFR", "Rotherham Hospital", "28800.00", "29400.00", "-600.00", "-2.1"],
  ["RFF", "Barnsley Hospital", "25600.00", "23520.00", "2080.00", "8.1"],
  ["RP5", "Doncaster and Bassetlaw Hospitals", "11920.00", "11760.00", "160.00", "1.3"],
  ["RCU", "Sheffield Children's Hospital", "3300.00", "2940.00", "360.00", "10.9"],
  ["RXF", "Mid Yorkshire Hospitals", "3150.00", "2940.00", "210.00", "6.7"],
];

export function observerLot(now = NOW, closes = CLOSE): LotMessage {
  return {
    ...common(now, closes),
    you: null,
    market: {
      lead: "176400.00",
      bidders: 3,
      offers: [
        {
          alias: "Bidder B",
          bidder: null,
          rank: 1,
          total: "176400.00",
          evaluated: "176400.00",
          score: null,
          at: instant(closes - 300_000),
        },
        {
          alias: "Bidder A",
          bidder: null,
          rank: 2,
          total: "178800.00",
          evaluated: "178800.00",
          score: null,
          at: instant(closes - 420_000),
        },
        {
          alias: "Bidder C",
          bidder: null,
          rank: 3,
          total: "184200.00",
          evaluated: "184200.00",
          score: null,
          at: instant(closes - 900_000),
        },
      ],
    },
    savings: {
      basis: "lead",
      trusts: TRUSTS.map(([ods, name, baseline_spend, spend, saving, percent]) => ({
        ods,
        name,
        baseline_spend,
        spend,
        saving,
        percent,
      })),
      total: { baseline_spend: "181970.00", spend: "176400.00", saving: "5570.00", percent: "3.1" },
      not_counted: 1,
    },
  };
}

/** Thirty-one offers of three bidders, from the first offers down to the standing ones. */
export function courseOfOffers(closes = CLOSE): Offer[] {
  const steps: Array<[string, number, number]> = [];
  for (let i = 0; i < 11; i++) {
    steps.push(["Bidder C", 199_200 - i * 1500, i * 90]);
    steps.push(["Bidder A", 198_000 - i * 1920, i * 140 + 20]);
    if (i < 9) steps.push(["Bidder B", 197_400 - Math.round(i * 2625), i * 190 + 45]);
  }
  return steps
    .sort((a, b) => a[2] - b[2])
    .map(([alias, total, after_s], nth) => ({
      seq: nth + 3,
      at: instant(closes - 1_920_000 + after_s * 1000),
      alias,
      evaluated: `${total}.00`,
      total: `${total}.00`,
      rank: (nth % 3) + 1,
    }));
}

export function ownRecords(closes = CLOSE): JournalRecord[] {
  const hash = (seq: number): string =>
    `${seq}`.padStart(2, "0").repeat(2).concat("9f41c07be2d8a6", "5d".repeat(23)).slice(0, 64);
  const record = (
    seq: number,
    ago_s: number,
    kind: string,
    data: Record<string, unknown>,
  ): JournalRecord => ({
    stream: `lot/${LOT}`,
    seq,
    at: instant(closes - ago_s * 1000),
    kind,
    data,
    prev: hash(seq - 1),
    hash: hash(seq),
  });
  return [
    record(5, 1700, "bid_accepted", { prices: { "nitrile-m": "3.10" }, total: "186000.00", rank: 2 }),
    record(12, 1200, "bid_accepted", { prices: { "nitrile-m": "3.02" }, total: "181200.00", rank: 1 }),
    record(20, 700, "bid_refused", {
      prices: { "nitrile-m": "3.02" },
      reason: "not_improved",
      limit: "180950.00",
    }),
    record(29, 420, "bid_accepted", { prices: { "nitrile-m": "2.98" }, total: "178800.00", rank: 1 }),
  ];
}
