/** Sums of what was typed into the table of volumes and baselines. Exact, and only for display. Pure. */
import { at, isObject, type JsonObject, textOf } from "../../json";
import { add, type Decimal, decimal, multiply, ZERO } from "../../money";

export type Kind = "volumes" | "baselines";

export interface TrustSums {
  readonly volume: Decimal;
  /** Sum of baseline × volume, where both are there. */
  readonly spend: Decimal;
  /** Volumes above zero that have no baseline. */
  readonly without_baseline: number;
}

const NOTHING: TrustSums = { volume: ZERO, spend: ZERO, without_baseline: 0 };

/** The text of one cell. */
export function cell(item: JsonObject, kind: Kind, trust: string): string {
  const figures = item[kind];
  return isObject(figures) ? textOf(figures[trust]) : "";
}

function ofCell(item: JsonObject, trust: string): TrustSums {
  const volume = decimal(cell(item, "volumes", trust));
  if (volume === null) return NOTHING;
  const baseline = decimal(cell(item, "baselines", trust));
  if (baseline === null) return { volume, spend: ZERO, without_baseline: volume.units > 0n ? 1 : 0 };
  return { volume, spend: multiply(volume, baseline), without_baseline: 0 };
}

/** An item is never changed in place, so its sums are computed once. */
const known = new WeakMap<JsonObject, Map<string, TrustSums>>();

function sumsOf(item: JsonObject, trust: string): TrustSums {
  const of_item = known.get(item) ?? new Map<string, TrustSums>();
  known.set(item, of_item);
  const found = of_item.get(trust) ?? ofCell(item, trust);
  of_item.set(trust, found);
  return found;
}

function plus(left: TrustSums, right: TrustSums): TrustSums {
  return {
    volume: add(left.volume, right.volume),
    spend: add(left.spend, right.spend),
    without_baseline: left.without_baseline + right.without_baseline,
  };
}

/** Nor is a list of items. A page asks for its sums several times. */
const known_of_lists = new WeakMap<readonly JsonObject[], Map<string, TrustSums>>();

/** Over all items, for one trust. */
export function trustSums(items: readonly JsonObject[], trust: string): TrustSums {
  const of_list = known_of_lists.get(items) ?? new Map<string, TrustSums>();
  known_of_lists.set(items, of_list);
  const found = of_list.get(trust) ?? items.map((item) => sumsOf(item, trust)).reduce(plus, NOTHING);
  of_list.set(trust, found);
  return found;
}

/** Over all trusts, for one item. */
export function itemSums(item: JsonObject, trusts: readonly string[]): TrustSums {
  return trusts.map((trust) => sumsOf(item, trust)).reduce(plus, NOTHING);
}

export function lotSums(items: readonly JsonObject[], trusts: readonly string[]): TrustSums {
  return trusts.map((trust) => trustSums(items, trust)).reduce(plus, NOTHING);
}

/** The ODS codes of the trusts, as far as they were typed. */
export function trustCodes(document: JsonObject): string[] {
  const trusts = at(document, "/trusts");
  const codes = (Array.isArray(trusts) ? trusts : []).map((trust) =>
    isObject(trust) ? textOf(trust["ods"]) : "",
  );
  return [...new Set(codes.filter((code) => code !== ""))];
}
