/**
 * What the first record of a lot says of it: its title, its currency, its items and who was invited. Pure. The other
 * records name bidders and items by their ids only.
 */
import { at, isObject, type Json, type JsonObject, objects, textOf } from "../json";
import { add, type Decimal, decimal, multiply, ZERO } from "../money";

export interface RecordedItem {
  readonly id: string;
  readonly description: string;
  /** Of all trusts together. */
  readonly volume: Decimal;
}

export interface RecordedLot {
  readonly title: string;
  readonly currency: string;
  readonly items: readonly RecordedItem[];
  readonly bidders: readonly Named[];
  readonly trusts: readonly Named[];
  /** When it was to open; empty where that is not known. */
  readonly opens_at: string;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Of a lot whose first record could not be read: everything is called by its id. */
export const UNKNOWN_LOT: RecordedLot = {
  title: "",
  currency: "GBP",
  items: [],
  bidders: [],
  trusts: [],
  opens_at: "",
};

/** `data` is that of `lot_published`. */
export function recordedLot(data: JsonObject): RecordedLot {
  const event = at(data, "/event");
  const nth = textOf(at(data, "/lot"));
  const lot = at(event, `/lots/${nth}`);
  const invited = new Set(objects(at(lot, "/bidders")).map((one) => textOf(one["bidder"])));
  return {
    title: textOf(at(lot, "/title")),
    currency: textOf(at(event, "/currency")) || UNKNOWN_LOT.currency,
    items: objects(at(lot, "/items")).map((item) => ({
      id: textOf(item["id"]),
      description: textOf(item["description"]),
      volume: volumeOf(item["volumes"]),
    })),
    bidders: objects(at(event, "/bidders"))
      .map((one) => ({ id: textOf(one["id"]), name: textOf(one["name"]) }))
      .filter(({ id }) => invited.has(id)),
    trusts: objects(at(event, "/trusts")).map((one) => ({
      id: textOf(one["ods"]),
      name: textOf(one["name"]),
    })),
    opens_at: textOf(at(lot, "/opens_at")),
  };
}

function volumeOf(volumes: Json | undefined): Decimal {
  if (!isObject(volumes)) return ZERO;
  return Object.values(volumes).reduce((sum, one) => add(sum, decimal(textOf(one)) ?? ZERO), ZERO);
}

/** The bidder's name; its id where no name is known. */
export function nameOf(lot: RecordedLot, bidder: string): string {
  return lot.bidders.find(({ id }) => id === bidder)?.name || bidder;
}

export function itemName(lot: RecordedLot, item: string): string {
  return lot.items.find(({ id }) => id === item)?.description || item;
}

/** Σ price × volume of a bid that was refused, whose record has no total. Null unless each item has exactly one price. */
export function totalOf(lot: RecordedLot, prices: Json | undefined): Decimal | null {
  if (!isObject(prices) || lot.items.length === 0) return null;
  if (Object.keys(prices).length !== lot.items.length) return null;
  let total = ZERO;
  for (const { id, volume } of lot.items) {
    const price = decimal(textOf(prices[id]));
    if (price === null) return null;
    total = add(total, multiply(price, volume));
  }
  return total;
}

/** A party whose view is looked at: `bidder:acme`, `observer:RFS`, `buyer`, `auditor`. */
export function partyName(lot: RecordedLot, party: string): string {
  const [role = "", ...rest] = party.split(":");
  const id = rest.join(":");
  if (role === "bidder") return nameOf(lot, id);
  if (role === "observer") return lot.trusts.find((one) => one.id === id)?.name || id;
  return role === "auditor" ? "an auditor" : "a buyer";
}
