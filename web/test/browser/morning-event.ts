// The event of a morning: twelve lots of gloves for two trusts, or one lot that is about to close.

const DAY_MS = 86_400_000;

export const LOT_TITLES = [
  "Nitrile, powder free",
  "Nitrile, long cuff",
  "Nitrile, chemotherapy",
  "Latex, powder free",
  "Latex, surgical",
  "Neoprene, surgical",
  "Polyisoprene, surgical",
  "Vinyl, examination",
  "Vinyl, food handling",
  "Polythene, food handling",
  "Cotton, liners",
  "Household, rubber",
];

const TRUSTS = [
  { ods: "RHQ", name: "Sheffield Teaching Hospitals" },
  { ods: "RFS", name: "Chesterfield Royal Hospital" },
];
const BIDDERS = [
  { id: "acme", name: "Acme Medical Ltd" },
  { id: "bolt", name: "Bolt Gloves plc" },
];
const CONTACT = { name: "Ann Field", telephone: "0114 496 0000" };

/** "12 January 2027": a day that lies as far ahead at whatever time the test runs. */
export function dayAhead(days: number): string {
  const form = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return form.format(Date.now() + days * DAY_MS);
}

/** A whole draft of twelve lots that opens in 30 days, and is waited for by nothing. */
export function twelveLots(): object {
  const opens = new Date(Date.now() + 30 * DAY_MS).toISOString().replace(/T.*/, "T10:00:00.000Z");
  return {
    title: "Examination gloves 2027",
    reference: "WTP-2027-001",
    currency: "GBP",
    contract_months: 24,
    contact: CONTACT,
    terms: "Prices hold for the whole contract.",
    trusts: TRUSTS,
    bidders: BIDDERS,
    lots: LOT_TITLES.map((title, nth) => ({
      title,
      decimals: 2,
      opens_at: opens,
      duration_s: 1_800,
      items: ["medium", "large"].map((size) => item(`${nth + 1}-${size}`, `${title}, ${size}`)),
      rules: { ceiling: "330000.00", min_decrement: { absolute: "250.00" } },
    })),
  };
}

/** One lot that opens when it is published. Each offer leaves a minute for the next one. */
export function oneLot(duration_s: number): object {
  return {
    title: "Examination gloves 2027",
    reference: "WTP-2027-001",
    currency: "GBP",
    profile: "custom",
    justification: "A test of the pages.",
    contract_months: 24,
    contact: CONTACT,
    trusts: TRUSTS,
    bidders: BIDDERS,
    lots: [
      {
        title: "Nitrile, powder free",
        decimals: 2,
        opens_at: "now",
        duration_s,
        items: [item("nitrile-m", "Nitrile glove, medium")],
        rules: {
          ceiling: "200000.00",
          min_decrement: { absolute: "250.00" },
          extension: { window_s: duration_s, extend_s: 60, from: "bid", trigger: "any" },
        },
      },
    ],
  };
}

function item(id: string, description: string): object {
  const volumes = { RHQ: "48000", RFS: "12000" };
  return { id, description, unit: "box of 100", volumes, baselines: { RHQ: "2.95", RFS: "3.20" } };
}

/** A pasted sheet of all lots, as a spreadsheet puts it on the clipboard. Merged cells of a lot come as blanks. */
export function pastedSheet(): string[][] {
  const header = ["Lot", "Description", "Unit", "RHQ volume", "RFS volume", "RHQ baseline", "RFS baseline"];
  const rows = LOT_TITLES.flatMap((title) => [
    [title, `${title}, medium`, "box of 100", "48,000", "12,000", "£2.95", "£3.20"],
    ["", `${title}, large`, "box of 100", "32,000", "8,000", "£3.00", "£3.25"],
  ]);
  return [header, ...rows];
}

export function asText(rows: ReadonlyArray<readonly string[]>): string {
  return rows.map((row) => row.join("\t")).join("\n");
}
