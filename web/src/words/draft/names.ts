/** The names of a draft's fields and parts, from their pointers. Labels, findings and questions use the same. Pure. */
import { at, isObject, type JsonObject, steps, textOf } from "../../json";

const EVENT: Readonly<Record<string, string>> = {
  title: "Title",
  reference: "Your reference",
  currency: "Currency",
  profile: "Which rules apply",
  justification: "Justification",
  practice: "Practice",
  four_eyes: "Second buyer",
  contract_months: "Length of the contract",
  contract_starts_on: "Day on which the contract starts",
  terms: "Terms that each bidder accepts",
  contact: "Contact",
  trusts: "Trusts",
  bidders: "Bidders",
  lots: "Lots",
};

const CONTACT: Readonly<Record<string, string>> = {
  name: "Contact name",
  telephone: "Contact telephone",
  email: "Contact e-mail",
  hours: "When the contact can be reached",
};

const LOT: Readonly<Record<string, string>> = {
  title: "Title",
  decimals: "Decimal places of a price",
  opens_at: "Opening time",
  closes_at: "Closing time",
  duration_s: "How long the lot is open",
  items: "Items",
  rules: "Rules",
  bidders: "Bidders of the lot",
};

const ITEM: Readonly<Record<string, string>> = {
  id: "Id",
  description: "Description",
  unit: "Unit",
  gtin: "GTIN",
  volumes: "Volumes",
  baselines: "Prices today",
};

const LOT_BIDDER: Readonly<Record<string, string>> = {
  bidder: "Bidder",
  factor: "Factor",
  divisor: "Divisor",
  addition: "Addition",
  quality: "Quality points",
  opening: "Prices from the tender",
};

const RULES: Readonly<Record<string, string>> = {
  format: "Kind of auction",
  scoring: "What ranks first",
  price_weight: "Weight of the price, in points",
  beat: "What a new offer must beat",
  ceiling: "Ceiling",
  min_decrement: "Smallest drop of a new offer",
  whole_steps: "Whole steps",
  max_decrement: "Largest drop of a new offer",
  leader_may_rebid: "Offers by the leader",
  ties: "Equal offers",
  reserve: "Reserve",
  extension: "Extension",
  idle: "Close after a time without an offer",
  settle_ms: "Wait at the close, in milliseconds",
  auto_resume_s: "Restart after an outage",
  show: "Who sees what",
};

const PART_OF_RULES: Readonly<Record<string, string>> = {
  lead_price: "Leading offer",
  all_prices: "All offers",
  bidder_count: "Number of bidders",
  gate: "From when bidders see it",
  identities_to_buyer: "Names for buyers",
  identities_to_observer: "Names for trusts",
  other_trusts: "Figures of other trusts",
  window_s: "Last part of the lot in which an offer extends it",
  extend_s: "Length of each extension",
  from: "From where an extension counts",
  trigger: "Which offers extend the lot",
  rank: "Worst rank that extends the lot",
  max_count: "Largest number of extensions",
  latest_close: "Latest possible close",
  idle_s: "How long without an offer",
  absolute: "Amount",
  percent: "Per cent",
  mode: "What happens to a larger drop",
};

/** The name of the field alone: "Ceiling". */
export function fieldLabel(path: string): string {
  const all = steps(path);
  const [top = "", , part = "", third = "", fourth = "", fifth = ""] = all;
  if (top === "contact") return CONTACT[all[1] ?? ""] ?? "Contact";
  if (top === "trusts" && all.length > 2) return part === "ods" ? "ODS code" : "Name";
  if (top === "bidders" && all.length > 2) return part === "id" ? "Id" : "Name";
  if (top !== "lots" || part === "") return EVENT[top] ?? (top === "" ? "Event" : top);
  if (part === "items" && fourth !== "") return ofKey(ITEM, fourth, fifth);
  if (part === "bidders" && fourth !== "") return ofKey(LOT_BIDDER, fourth, fifth);
  if (part === "rules" && third !== "") return ofRules(third, fourth);
  return LOT[part] ?? part;
}

const OF_A_KEY: Readonly<Record<string, string>> = {
  volumes: "Volume of",
  baselines: "Price today of",
  opening: "Tender price for",
};

function ofKey(names: Readonly<Record<string, string>>, name: string, key: string): string {
  const of = OF_A_KEY[name];
  return key !== "" && of !== undefined ? `${of} ${key}` : (names[name] ?? name);
}

function ofRules(rule: string, part: string): string {
  const name = RULES[rule] ?? rule;
  if (part === "") return name;
  const inner = PART_OF_RULES[part] ?? part;
  return ["show", "extension", "idle"].includes(rule) ? inner : `${name}: ${inner.toLowerCase()}`;
}

/** Where a field stands, and its name: "Lot 1, item 2 (Nitrile glove): Volume of RFS". */
export function fieldName(document: JsonObject, path: string): string {
  const [top = "", nth, part = "", inner] = steps(path);
  const places: string[] = [];
  if (nth !== undefined && top === "lots")
    places.push(named("Lot", nth, at(document, `/lots/${nth}`), "title"));
  if (nth !== undefined && top === "trusts")
    places.push(named("Trust", nth, at(document, `/trusts/${nth}`), "name"));
  if (nth !== undefined && top === "bidders")
    places.push(named("Bidder", nth, at(document, `/bidders/${nth}`), "name"));
  if (inner !== undefined && (part === "items" || part === "bidders")) {
    const entry = at(document, `/${top}/${nth}/${part}/${inner}`);
    places.push(
      part === "items" ? named("item", inner, entry, "description") : named("bidder", inner, entry, "bidder"),
    );
  }
  const is_part = steps(path).length > 2 * places.length || places.length === 0;
  if (!is_part) return places.join(", ");
  return places.length === 0 ? fieldLabel(path) : `${places.join(", ")}: ${fieldLabel(path)}`;
}

const NAME_CHARS_MAX = 40;

function named(
  what: string,
  nth: string,
  entry: unknown,
  member: string,
  chars_max = NAME_CHARS_MAX,
): string {
  const name = isObject(entry as JsonObject) ? textOf((entry as JsonObject)[member]).trim() : "";
  const short = name.length > chars_max ? `${name.slice(0, chars_max)}…` : name;
  return `${what} ${Number(nth) + 1}${short === "" ? "" : ` (${short})`}`;
}

/** "Lot 1 (Nitrile gloves)", with the whole title. */
export function lotName(document: JsonObject, lot: number): string {
  return named("Lot", String(lot), at(document, `/lots/${lot}`), "title", Infinity);
}

interface Found {
  readonly code: string;
  readonly message: string;
  readonly rule?: string;
}

/** What is wrong. The server also says how a program writes the member; people fill in a field instead. */
export function foundMessage({ code, message }: Found): string {
  if (code === "bad_instant") return 'must be a date and a time of day, such as "1 December 2026 2:30pm"';
  return code === "missing" ? message.replace(/^is missing(; .*)?/, "missing") : message;
}

/** "Ceiling is far below what is spent today", "Trusts: missing": what is said of a field, after its name. */
export function saidOf(name: string, said: string): string {
  const goes_on =
    /^must\b/.test(said) || (/^(is|has|needs|opens|closes)\b/.test(said) && !name.endsWith("s"));
  return `${name}${goes_on ? "" : ":"} ${said}`;
}

/** A finding as a whole sentence, with the paragraph of the law where it has one. */
export function findingText(document: JsonObject, finding: Found & { readonly path: string }): string {
  return saidOf(fieldName(document, finding.path), findingEnd(finding));
}

/** What is found, without its place. */
export function findingEnd(finding: Found): string {
  const { rule } = finding;
  return `${foundMessage(finding).replace(/\.$/, "")}${rule?.startsWith("PCR") ? ` (${rule})` : ""}`;
}
