/**
 * The records of a lot in short, by their place. Loaded in any order. Figures are kept in typed arrays and texts once
 * each, so that a hundred thousand records take little memory and are drawn fast.
 */
import type { LotRecord } from "../../protocol/http";
import type { Mark } from "../../words/replay/player";
import type { LaneCounts } from "../../words/replay/lanes";
import { isBuyer } from "../../words/record-sentence";
import type { RecordActor, ShortRecord } from "../../words/replay/records";
import type { Timeline } from "./player";

/** A record as the server lists it. */
export type ListedRecord = Omit<LotRecord, "ref" | "outcome">;

/** Values that many records share, each kept once. */
class Shared<T> {
  private readonly places = new Map<string, number>();
  readonly values: T[] = [];

  /** The place of the value, from 1. */
  placeOf(key: string, value: T): number {
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const place = this.values.push(value);
    this.places.set(key, place);
    return place;
  }

  at(place: number): T | undefined {
    return this.values[place - 1];
  }
}

export interface BidderName {
  readonly bidder: string;
  readonly name: string | null;
}

export class RecordIndex implements Timeline {
  head = 0;
  loaded = 0;
  /** The hash of the record `head`; null while that is not loaded. */
  head_hash: string | null = null;
  private ats = new Float64Array(0);
  private kind_places = new Uint8Array(0);
  private bidder_places = new Uint16Array(0);
  private actor_places = new Uint32Array(0);
  private ranks = new Uint16Array(0);
  private readonly totals: string[] = [];
  private readonly reasons: string[] = [];
  private readonly kinds = new Shared<string>();
  private readonly bidders = new Shared<BidderName>();
  private readonly actors = new Shared<RecordActor>();
  /** No record before this one is missing. */
  private missing_from = 1;
  readonly counts: { -readonly [Name in keyof LaneCounts]: number } = {
    accepted: 0,
    refused: 0,
    extensions: 0,
    pauses: 0,
    acts: 0,
  };

  constructor(head: number) {
    this.grow(head);
  }

  /** Makes room for newer records. */
  grow(head: number): void {
    if (head <= this.head) return;
    const grown = <T extends { set(from: T): void }>(array: T, made: T): T => {
      made.set(array);
      return made;
    };
    this.ats = grown(this.ats, new Float64Array(head + 1));
    this.kind_places = grown(this.kind_places, new Uint8Array(head + 1));
    this.bidder_places = grown(this.bidder_places, new Uint16Array(head + 1));
    this.actor_places = grown(this.actor_places, new Uint32Array(head + 1));
    this.ranks = grown(this.ranks, new Uint16Array(head + 1));
    this.head = head;
    this.head_hash = null;
  }

  add(records: readonly ListedRecord[]): void {
    for (const record of records) {
      const { seq } = record;
      if (seq < 1 || seq > this.head || this.has(seq)) continue;
      this.ats[seq] = Date.parse(record.at);
      this.kind_places[seq] = this.kinds.placeOf(record.kind, record.kind);
      this.actor_places[seq] = this.actors.placeOf(actorKey(record.actor), record.actor);
      this.ranks[seq] = record.rank ?? 0;
      const { bidder = null, name = null } = record;
      if (bidder !== null) this.bidder_places[seq] = this.bidders.placeOf(bidder, { bidder, name });
      if (record.total) this.totals[seq] = record.total;
      if (record.reason) this.reasons[seq] = record.reason;
      if (seq === this.head) this.head_hash = record.hash;
      this.loaded += 1;
      this.count(seq);
    }
    while (this.missing_from <= this.head && this.has(this.missing_from)) this.missing_from += 1;
  }

  has(seq: number): boolean {
    return (this.kind_places[seq] ?? 0) > 0;
  }

  /** The first record at or after `seq` that is not loaded, else the first of all; null once all are. */
  missing(seq: number): number | null {
    for (let one = Math.max(seq, this.missing_from); one <= this.head; one++) if (!this.has(one)) return one;
    return this.missing_from <= this.head ? this.missing_from : null;
  }

  atOf(seq: number): number | null {
    return this.has(seq) ? (this.ats[seq] ?? null) : null;
  }

  /** The record; null while it is not loaded. */
  record(seq: number): ShortRecord | null {
    if (!this.has(seq)) return null;
    const bidder = this.bidders.at(this.bidder_places[seq] ?? 0) ?? null;
    return {
      seq,
      at: this.ats[seq] ?? 0,
      kind: this.kindOf(seq),
      actor: this.actorOf(seq),
      bidder: bidder?.bidder ?? null,
      name: bidder?.name ?? null,
      reason: this.reasons[seq] ?? null,
      total: this.totals[seq] ?? null,
      rank: this.ranks[seq] || null,
    };
  }

  kindOf(seq: number): string {
    return this.kinds.at(this.kind_places[seq] ?? 0) ?? "";
  }

  /** The bidder that the record is about, as a place in `named`, from 1; 0 for none. */
  bidderPlace(seq: number): number {
    return this.bidder_places[seq] ?? 0;
  }

  /** The bidders, in the order in which records named them. */
  get named(): readonly BidderName[] {
    return this.bidders.values;
  }

  hasMark(seq: number, mark: Mark): boolean {
    const kind = this.kindOf(seq);
    if (mark === "refusal") return kind === "bid_refused";
    if (mark === "extension") return kind === "lot_extended";
    return kind !== "lot_published" && isBuyer(this.actorOf(seq));
  }

  /** The next record with that mark; "none" where there is none, null where a record before it is not loaded. */
  next(mark: Mark, after: number): number | "none" | null {
    for (let seq = after + 1; seq <= this.head; seq++) {
      if (!this.has(seq)) return null;
      if (this.hasMark(seq, mark)) return seq;
    }
    return "none";
  }

  /** The last loaded record that was decided at that moment or before it; else the first one that is loaded. */
  seqAt(at: number): number {
    let found: number | null = null;
    for (let seq = 1; seq <= this.head; seq++) {
      if (!this.has(seq)) continue;
      if ((this.ats[seq] ?? 0) > at) return found ?? seq;
      found = seq;
    }
    return found ?? 1;
  }

  /** The moments of the first and of the last record that is loaded. */
  span(): readonly [number, number] | null {
    let last = this.head;
    while (last > 0 && !this.has(last)) last -= 1;
    if (last === 0) return null;
    let first = 1;
    while (!this.has(first)) first += 1;
    return [this.ats[first] ?? 0, this.ats[last] ?? 0];
  }

  private actorOf(seq: number): RecordActor {
    return this.actors.at(this.actor_places[seq] ?? 0) ?? { role: "system" };
  }

  private count(seq: number): void {
    const kind = this.kindOf(seq);
    if (kind === "bid_accepted") this.counts.accepted += 1;
    if (kind === "bid_refused") this.counts.refused += 1;
    if (kind === "lot_extended") this.counts.extensions += 1;
    if (kind === "lot_paused") this.counts.pauses += 1;
    if (this.hasMark(seq, "act")) this.counts.acts += 1;
  }
}

function actorKey({ role, org, person }: RecordActor): string {
  return `${role} ${org ?? ""} ${person ?? ""}`;
}
