// The event of an afternoon: twelve lots of gloves, twelve bidders, two trusts. Every sum is worked out here, in pence.
import type { Prices } from "../../src/protocol/names";
import { LOT_TITLES } from "./morning-event";

export { LOT_TITLES };

/** The first three are invited to the first five lots only, in which their people bid on one page. */
export const BIDDERS: Readonly<Record<string, string>> = {
  acme: "Acme Medical Ltd",
  bolt: "Bolt Gloves plc",
  calder: "Calder Healthcare Ltd",
  dale: "Dale Surgical Ltd",
  eden: "Eden Supplies plc",
  fern: "Fern Medical Ltd",
  glen: "Glen Hygiene Ltd",
  holt: "Holt and Sons Ltd",
  isle: "Isle Protect plc",
  jura: "Jura Care Ltd",
  kent: "Kent Clinical Ltd",
  lune: "Lune Valley Rubber plc",
};
export const ALL_BIDDERS = Object.keys(BIDDERS);
export const OF_FIVE = ALL_BIDDERS.slice(0, 3);
export const OF_ALL = ALL_BIDDERS.slice(3);
export const FIVE = LOT_TITLES.slice(0, 5);

export function biddersOf(nth: number): readonly string[] {
  return nth < FIVE.length ? ALL_BIDDERS : OF_ALL;
}

export function lotsOf(bidder: string): readonly string[] {
  return OF_FIVE.includes(bidder) ? FIVE : LOT_TITLES;
}

type Size = "medium" | "large";
const SIZES: readonly Size[] = ["medium", "large"];
/** Odd figures, so that sums have pence. */
const VOLUMES: Readonly<Record<Size, Readonly<Record<string, bigint>>>> = {
  medium: { RHQ: 48_211n, RFS: 12_347n },
  large: { RHQ: 31_905n, RFS: 8_119n },
};
/** What the trusts pay today for one, in pence. */
const BASELINES: Readonly<Record<Size, Readonly<Record<string, bigint>>>> = {
  medium: { RHQ: 295n, RFS: 320n },
  large: { RHQ: 300n, RFS: 327n },
};
/** In the last lot nobody knows what this trust pays for the large size. */
const WITHOUT_BASELINE = { nth: LOT_TITLES.length - 1, trust: "RFS", size: "large" };

/** Pence for one of each size. */
export type Each = Readonly<Record<Size, bigint>>;

export function each(medium: number, large: number): Each {
  return { medium: BigInt(medium), large: BigInt(large) };
}

/** 297n as "2.97" */
export function decimal(pence: bigint): string {
  const digits = String(pence).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** 17460000n as "£174,600.00" */
export function pounds(pence: bigint): string {
  const [whole = "", rest = ""] = decimal(pence).split(".");
  return `£${BigInt(whole).toLocaleString("en-GB")}.${rest}`;
}

export function pricesOf(one: Each): Prices {
  return { medium: decimal(one.medium), large: decimal(one.large) };
}

/** What the prices of a bid are in pence. They have two places, or fewer. */
export function eachOf(prices: Prices): Each {
  const pence = (price = ""): bigint => {
    const [whole = "", places = ""] = price.split(".");
    return BigInt(whole + places.padEnd(2, "0"));
  };
  return { medium: pence(prices["medium"]), large: pence(prices["large"]) };
}

/** What an offer comes to for all trusts together, in pence a year. */
export function totalOf(one: Each): bigint {
  return sum(SIZES.map((size) => one[size] * sum(Object.values(VOLUMES[size]))));
}

export interface Saving {
  readonly today: bigint;
  readonly saving: bigint;
}

/** What a trust spends today in a lot, and saves at these prices, in pence a year: line by line, where that is known. */
export function linesOf(nth: number, trust: string, one: Each): Saving[] {
  return SIZES.flatMap((size) => {
    const baseline = baselineOf(nth, trust, size);
    const volume = VOLUMES[size][trust] ?? 0n;
    return baseline === undefined
      ? []
      : [{ today: volume * baseline, saving: volume * (baseline - one[size]) }];
  });
}

/** The sums of the lines. */
export function savingOf(nth: number, trust: string, one: Each): Saving {
  const lines = linesOf(nth, trust, one);
  return { today: sum(lines.map(({ today }) => today)), saving: sum(lines.map(({ saving }) => saving)) };
}

function baselineOf(nth: number, trust: string, size: Size): bigint | undefined {
  const { nth: without, trust: of, size: line } = WITHOUT_BASELINE;
  return without === nth && of === trust && line === size ? undefined : BASELINES[size][trust];
}

function sum(figures: readonly bigint[]): bigint {
  return figures.reduce((all, one) => all + one, 0n);
}

/** The whole document. The lots open at once, and close three minutes apart after an hour. */
export function theAfternoon(): object {
  return {
    title: "Examination gloves 2027",
    reference: "WTP-2027-001",
    currency: "GBP",
    profile: "custom",
    justification: "A test of the pages.",
    contract_months: 24,
    contact: { name: "Ann Field", telephone: "0114 496 0000" },
    terms: "Prices hold for the whole contract.",
    four_eyes: true,
    trusts: [
      { ods: "RHQ", name: "Sheffield Teaching Hospitals" },
      { ods: "RFS", name: "Chesterfield Royal Hospital" },
    ],
    bidders: ALL_BIDDERS.map((id) => ({ id, name: BIDDERS[id] })),
    lots: LOT_TITLES.map((title, nth) => ({
      title,
      decimals: 2,
      opens_at: "now",
      duration_s: 3_600 + 180 * nth,
      items: SIZES.map((size) => itemOf(nth, title, size)),
      rules: { min_decrement: { absolute: "100.00" } },
      bidders: biddersOf(nth).map((bidder) => ({ bidder })),
    })),
  };
}

function itemOf(nth: number, title: string, size: Size): object {
  const trusts = Object.keys(VOLUMES[size]);
  const known = trusts.filter((trust) => baselineOf(nth, trust, size) !== undefined);
  return {
    id: size,
    description: `${title}, ${size}`,
    unit: "box of 100",
    volumes: Object.fromEntries(trusts.map((trust) => [trust, String(VOLUMES[size][trust])])),
    baselines: Object.fromEntries(known.map((trust) => [trust, decimal(BASELINES[size][trust] ?? 0n)])),
  };
}
