// A made-up lot of examination gloves, as each role sees it. All tests use these messages.
import type { JournalRecord } from "../src/api/answers";
import type {
  EventMessage,
  LeadPoint,
  LotMessage,
  LotSummary,
  Offer,
  Person,
  You,
} from "../src/protocol/names";
import type { ItemSaving, Notice } from "../src/protocol/ws";

export const LOT = "0199f3a2-7c1e-7a31-9d54-2f6d1f0c4a11";
export const EVENT = "0199f3a2-7c1e-7a31-9d54-000000000001";
export const CLOSE = Date.parse("2026-11-21T14:49:00Z");
export const NOW = CLOSE - 252_000;

export function instant(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

export function person(role: Person["role"]): Person {
  const org = role === "supplier" ? "acme" : role === "observer" ? "RFS" : "wtp";
  const names = { name: null, email: null, telephone: null, org_name: null };
  const places = [{ role, org, lead: false }];
  return {
    person: `${role}-1`,
    org,
    role,
    ...names,
    places,
    second_factor: false,
    choices: { announcements: "all", confirm: false, sound: false },
    password: "set",
    expires_at: instant(CLOSE + 86_400_000),
  };
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
    ended_at: null,
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
      id: EVENT,
      title: "Examination gloves",
      reference: "WTP-2026-014",
      currency: "GBP",
      practice: false,
      contract_months: 24,
      terms: null,
    },
    pause: null,
    words: [
      { about: "step", text: "Each new offer must be at least £250.00 below your own." },
      { about: "drop", text: "A drop of more than 25% has to be confirmed." },
      {
        about: "extension",
        text: "An offer in the last 2 minutes that takes 1st place moves the close to 2 minutes after that offer, never past 3:15pm on 21 November 2026 (UK time).",
      },
      { about: "ties", text: "Of two equal totals the one accepted first is ahead." },
      { about: "decimals", text: "Prices have up to 2 decimal places." },
    ],
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
      bids: { accepted: 3, refused: 1 },
      annulled: null,
      exclusion: null,
    },
    formula: {
      kind: "price",
      text: "Your total is compared as it is.",
      factor: "1",
      divisor: "1",
      addition: "0",
      quality: null,
      price_weight: null,
      example: {
        total: "180000.00",
        evaluated: "180000.00",
        text: "A total of £180,000.00 is compared as £180,000.00.",
      },
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

const OWN_TRUST = "RFS";
/** The price of the lead, in pence. */
const LEAD_PENCE = 294;

function volumeOf(spend: string): string {
  return String((Number(spend) * 100) / LEAD_PENCE);
}

function ownLine(today: string, offer: string, saving: string, percent: string): ItemSaving {
  const figures = { today, offer, saving, percent };
  return { item: "nitrile-m", volume: volumeOf(offer), baseline: "3.20", price: "2.94", ...figures };
}

export function observerLot(now = NOW, closes = CLOSE): LotMessage {
  const shared = common(now, closes);
  const volumes = Object.fromEntries(TRUSTS.map(([ods, , , spend]) => [ods, volumeOf(spend)]));
  return {
    ...shared,
    items: shared.items.map((item) => ({ ...item, volumes, baselines: { [OWN_TRUST]: "3.20" } })),
    event: { ...shared.event, trusts: TRUSTS.map(([ods, name]) => ({ ods, name })) },
    you: null,
    market: {
      lead: "176400.00",
      bidders: 3,
      offers: [
        {
          alias: "Bidder B",
          seq: 28,
          bidder: null,
          name: null,
          rank: 1,
          total: "176400.00",
          evaluated: "176400.00",
          score: null,
          at: instant(closes - 300_000),
        },
        {
          alias: "Bidder A",
          seq: 26,
          bidder: null,
          name: null,
          rank: 2,
          total: "178800.00",
          evaluated: "178800.00",
          score: null,
          at: instant(closes - 420_000),
        },
        {
          alias: "Bidder C",
          seq: 14,
          bidder: null,
          name: null,
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
        ...(ods === OWN_TRUST ? { items: [ownLine(baseline_spend, spend, saving, percent)] } : {}),
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
      annulled: false,
    }));
}

/** The changes of the lead by these offers, with the saving of the observer's own trust at each. */
export function courseOfLeads(offers: readonly Offer[]): LeadPoint[] {
  let best = Number.POSITIVE_INFINITY;
  return offers.flatMap(({ seq, at, alias, evaluated, total }): LeadPoint[] => {
    if (Number(evaluated) >= best) return [];
    best = Number(evaluated);
    // The trust buys a fifth of the volume, and pays a fifth of the total.
    const [spend, today] = [best / 5, 38_400];
    const own = {
      baseline_spend: today.toFixed(2),
      spend: spend.toFixed(2),
      saving: (today - spend).toFixed(2),
      percent: (((today - spend) * 100) / today).toFixed(1),
    };
    return [{ seq, at, alias, total: total ?? null, evaluated, own }];
  });
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

/** The same lot as a bidder sees it where quality counts as well: it is dearer, and 1st. */
export function weightedLot(now = NOW, closes = CLOSE): LotMessage & { you: You } {
  const lot = supplierLot(now, closes);
  return {
    ...lot,
    rules: { ...lot.rules, scoring: "weighted", price_weight: "60" },
    you: { ...lot.you, rank: 1, score: "93.92", figures: { ...lot.you.figures, quality: "35" } },
    formula: {
      kind: "weighted",
      text: "Your score is your quality points plus 60 times the lowest compared total divided by your own.",
      factor: "1",
      divisor: "1",
      addition: "0",
      quality: "35",
      price_weight: "60",
      example: {
        total: "180000.00",
        evaluated: "180000.00",
        lowest: "171000.00",
        score: "92",
        text: "At a total of £180,000.00, if the lowest is £171,000.00, your score is 35 + 60 × 171,000 ÷ 180,000 = 92.",
      },
    },
    market: { ...lot.market, lead: "178800.00" },
  };
}

/** Twelve bidders with long names, of whom one is excluded and one had an offer annulled, as a buyer sees them. */
export function crowdedLot(now = NOW, closes = CLOSE): { lot: LotMessage; offers: Offer[] } {
  const lot = observerLot(now, closes);
  const names = Array.from({ length: 12 }, (_, nth) => `${"NORTH_WESTERN/MEDICAL_SUPPLIES/"}${nth + 1}_Ltd`);
  const opens = closes - 1_920_000;
  const offers = names.flatMap((name, nth): Offer[] =>
    [0, 1, 2].map((step) => {
      const evaluated = `${190_000 - nth * 900 - step * 1_000}.00`;
      const alias = `Bidder ${"ABCDEFGHIJKL"[nth] ?? ""}`;
      const seq = 3 + step * 12 + nth;
      const at = instant(opens + (step * 12 + nth) * 20_000 + 5_000);
      const counts = { annulled: false, void: null, void_at: null };
      return { seq, at, alias, name, evaluated, total: evaluated, rank: 1, ...counts };
    }),
  );
  const annulled = offers.find(({ seq }) => seq === 3 + 24 + 5);
  if (annulled) Object.assign(annulled, { void: "annulled", void_at: instant(closes - 900_000) });
  for (const offer of offers.filter(({ alias }) => alias === "Bidder C"))
    Object.assign(offer, { void: "excluded", void_at: instant(closes - 600_000) });
  const standing = names
    .map((name, nth) => {
      const alias = `Bidder ${"ABCDEFGHIJKL"[nth] ?? ""}`;
      const last = offers.findLast((offer) => offer.alias === alias && !offer.void);
      return last === undefined ? null : { ...last, name, total: last.evaluated, score: null };
    })
    .filter((offer) => offer !== null)
    .sort((a, b) => Number(a.evaluated) - Number(b.evaluated))
    .map(({ alias, name, seq, at, evaluated }, nth) => {
      return { alias, name, seq, at, evaluated, total: evaluated, score: null, rank: nth + 1 };
    });
  const bidders = names.map((name, nth) => ({
    alias: `Bidder ${"ABCDEFGHIJKL"[nth] ?? ""}`,
    bidder: `b${nth + 1}`,
    name,
    terms_accepted: nth % 4 !== 3,
    excluded: nth === 2,
    exclusion: nth === 2 ? { at: instant(closes - 600_000), reason: "It has left the framework." } : null,
    refused_count: nth % 3,
    refused_in_a_row: 0,
    total: `${190_000 - nth * 900 - 2_000}.00`,
    evaluated: `${190_000 - nth * 900 - 2_000}.00`,
  }));
  const notices = [
    ...lot.notices,
    notice(38, closes - 900_000, "bid_annulled", { reason: "A slip of the pen." }),
    notice(39, closes - 600_000, "bidder_excluded", { reason: "It has left the framework." }),
  ];
  const market = { lead: standing[0]?.evaluated ?? null, bidders: 12, offers: standing };
  const title = "NITRILE_POWDER_FREE/EXAMINATION_GLOVES/ALL_SIZES_AND_COLOURS";
  const event = {
    ...lot.event,
    title: `PARTNERSHIP_OF_SEVEN_TRUSTS/${title}`,
    reference: `WTP_2026/${title}`,
  };
  return { lot: { ...lot, title, event, market, bidders, notices, requests: [], proposals: [] }, offers };
}

/** The lot in short, as the console of its event shows it. */
export function summaryOf(lot: LotMessage): LotSummary {
  const first = lot.market.offers?.find(({ rank }) => rank === 1);
  const [requests, proposals] = [(lot.requests ?? []).length, (lot.proposals ?? []).length];
  return {
    lot: lot.lot,
    seq: lot.seq,
    title: lot.title,
    state: lot.state,
    opens_at: lot.opens_at,
    closes_at: lot.closes_at,
    latest_close: lot.latest_close ?? null,
    resumes_at: lot.resumes_at ?? null,
    ended_at: lot.ended_at ?? null,
    extensions: lot.extensions,
    lead: first
      ? {
          alias: first.alias,
          total: first.total ?? first.evaluated,
          evaluated: first.evaluated,
          score: first.score ?? null,
          seq: first.seq ?? null,
        }
      : null,
    saving: null,
    bidders: { invited: lot.market.bidders ?? 0, with_offer: lot.market.offers?.length ?? 0, excluded: 0 },
    offers: { accepted: 0, last_minute: 0 },
    waiting: { requests, proposals, oldest_at: null },
  };
}

/** An event of two lots in short, as an observer sees it. */
export function eventMessage(): EventMessage {
  const lot = observerLot();
  const second = { ...summaryOf(lot), lot: "other", title: "Vinyl" };
  return {
    type: "event",
    event: EVENT,
    now: instant(NOW),
    title: lot.event.title,
    reference: lot.event.reference ?? null,
    practice: false,
    currency: lot.event.currency,
    state: "open",
    lots: [summaryOf(lot), second],
  };
}
