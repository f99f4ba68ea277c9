// A lot with a past, for the tests of the pages only: its records in short, what each party was sent, and the offers of
// any moment. The past is made up by counting, not by the rules of an auction.
import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { LotMessage, Offer } from "../../src/protocol/names";
import type { ListedRecord } from "../../src/live/replay/record-index";
import { instant, LOT, observerLot, supplierLot } from "../fixtures";

export const BIDDERS = [
  { id: "acme", name: "Acme Medical Ltd", alias: "Bidder A" },
  { id: "bolt", name: "Bolt Gloves plc", alias: "Bidder B" },
  { id: "cott", name: "Cotton and Sons Ltd", alias: "Bidder C" },
] as const;

const GLOVES = {
  title: "Examination gloves",
  currency: "GBP",
  trusts: [],
  bidders: BIDDERS.map(({ id, name }) => ({ id, name })),
  lots: [
    {
      title: "Nitrile, powder free",
      items: [{ id: "nitrile-m", description: "Nitrile glove, medium", unit: "box", volumes: { RFS: "1" } }],
      bidders: BIDDERS.map(({ id }) => ({ bidder: id })),
    },
  ],
};
const OPENS = Date.parse("2026-11-21T14:17:00Z");
/** Between two records. */
const STEP_MS = 1_500;
/** Views are made this many records at a time. */
const SLICE = 20;
/** The records before the first bid: published, three times the terms, opened. */
const BEFORE = 5;

/** What one record says, and what stands after it. */
interface Moment {
  readonly record: ListedRecord;
  /** The standing total of each bidder, in pounds; null without an offer. */
  readonly totals: ReadonlyArray<number | null>;
  readonly state: LotMessage["state"];
  readonly extensions: number;
  readonly notices: LotMessage["notices"];
}

export class MockReplay {
  readonly moments: Moment[] = [];
  private readonly lines: string[] = [];
  /** How many of the records there are by now. */
  head: number;
  /** How many more requests for views, or for records, fail. */
  failing_views = 0;
  failing_records = 0;
  /** Views end after this many lines, without the last one. */
  cut_after: number | null = null;
  /** The lot's journal cannot be read. */
  unreadable = false;
  /** Answers with views wait for this. */
  gate: Promise<void> = Promise.resolve();
  /** The queries of the requests for views, in order. */
  readonly asked: URLSearchParams[] = [];

  constructor(records: number, every_ms = STEP_MS) {
    for (let seq = 1; seq <= records; seq++) this.keep(this.moment(seq, records, every_ms));
    this.head = records;
  }

  /** Writes the record's line, chained as the server's are. */
  private keep(moment: Moment): void {
    const { seq, at, actor, kind, bidder, reason, total } = moment.record;
    const { person_name: _, ...by } = actor;
    const data =
      seq === 1
        ? { lot: 0, event: GLOVES }
        : { bidder, reason, prices: total ? { "nitrile-m": total } : undefined, ref: `ref-${seq}` };
    const said = { stream: `lot/${LOT}`, seq, at, actor: by, kind, data, salt: "ab".repeat(16) };
    const body = JSON.stringify(said).slice(0, -1);
    const prev = this.moments.at(-1)?.record.hash ?? "0".repeat(64);
    const hash = createHash("sha256").update(Buffer.from(prev, "hex")).update(`${body}}`).digest("hex");
    this.moments.push({ ...moment, record: { ...moment.record, hash } });
    this.lines.push(`${body},"prev":"${prev}","hash":"${hash}"}\n`);
  }

  /** What the party saw right after the record. */
  viewOf(as: string, seq: number): LotMessage {
    const moment = this.moments[seq - 1];
    if (moment === undefined) throw new Error(`no record ${seq}`);
    const now = Date.parse(moment.record.at);
    const closes = OPENS + this.moments.length * STEP_MS + 600_000;
    const own = BIDDERS.findIndex(({ id }) => as === `bidder:${id}`);
    const base = own < 0 ? observerLot(now, closes) : supplierLot(now, closes);
    const over = moment.state === "closed";
    const shared: LotMessage = {
      ...base,
      seq,
      state: moment.state,
      opens_at: instant(OPENS),
      ended_at: over ? moment.record.at : null,
      extensions: moment.extensions,
      notices: [...moment.notices],
      result: null,
      pause:
        moment.state === "paused"
          ? { since: moment.record.at, remaining_us: 252_000_000, cause: "buyer", reason: "A check." }
          : null,
    };
    const ranking = rankingOf(moment.totals);
    const named = as === "auditor" || as === "buyer";
    if (own < 0) {
      const offers = ranking.map(({ nth, total, rank }) => {
        const { alias, id, name } = BIDDERS[nth] ?? BIDDERS[0];
        return {
          alias,
          seq,
          bidder: named ? id : null,
          name: named ? name : null,
          rank,
          total: pounds(total),
          evaluated: pounds(total),
          score: null,
          at: moment.record.at,
        };
      });
      const bidders = BIDDERS.map(({ id, name, alias }, nth) => {
        const total = moment.totals[nth] ?? null;
        const counts = { refused_count: 0, refused_in_a_row: 0 };
        return {
          alias,
          bidder: id,
          name,
          terms_accepted: true,
          excluded: false,
          exclusion: null,
          ...counts,
          total: total === null ? null : pounds(total),
        };
      });
      return {
        ...shared,
        ...(named ? { bidders, requests: [], proposals: [] } : {}),
        savings: offers.length === 0 ? null : (base.savings ?? null),
        market: { lead: offers[0]?.evaluated ?? null, bidders: 3, offers },
      };
    }
    const place = ranking.find(({ nth }) => nth === own);
    const total = place === undefined ? null : pounds(place.total);
    const you = {
      ...supplierLot(now, closes).you,
      rank: place?.rank ?? null,
      total,
      evaluated: total,
      highest_allowed: total,
    };
    return {
      ...shared,
      you,
      market: { lead: ranking[0] ? pounds(ranking[0].total) : null, bidders: 3, offers: null },
    };
  }

  /** Says whether the address was one of these. */
  async answer(url: URL, response: ServerResponse): Promise<boolean> {
    const [, what = ""] = /^\/api\/v1\/lots\/[^/]+(\/[a-z]+)?$/.exec(url.pathname) ?? [null, null];
    if (what === null) return false;
    const query = url.searchParams;
    if (this.unreadable) return problem(response, 503, { code: "unavailable", failed: { first_bad: 57 } });
    if (!url.pathname.startsWith(`/api/v1/lots/${LOT}`)) return problem(response, 404, { code: "not_found" });
    if (what === "") return json(response, this.viewOf("auditor", this.head));
    if (what === "/records") return this.records(query, response);
    if (what === "/history") return this.history(query, response);
    if (what === "/views") return this.views(query, response);
    if (what === "/offers" && query.has("at")) return json(response, { offers: this.offers(query) });
    return false;
  }

  private records(query: URLSearchParams, response: ServerResponse): boolean {
    if (this.failing_records > 0) {
      this.failing_records -= 1;
      return problem(response, 503, { code: "overloaded" });
    }
    const after = Number(query.get("after") ?? 0);
    const limit = Number(query.get("limit") ?? 100);
    const items = this.moments.slice(after, Math.min(this.head, after + limit)).map(({ record }) => record);
    const last = items.at(-1)?.seq ?? this.head;
    return json(response, { items, next: last < this.head ? String(last) : null });
  }

  private history(query: URLSearchParams, response: ServerResponse): boolean {
    const after = Number(query.get("after") ?? 0);
    response.setHeader("content-type", "application/x-ndjson");
    response.end(
      this.lines.slice(after, Math.min(this.head, after + Number(query.get("limit") ?? this.head))).join(""),
    );
    return true;
  }

  private async views(query: URLSearchParams, response: ServerResponse): Promise<boolean> {
    this.asked.push(query);
    if (this.failing_views > 0) {
      this.failing_views -= 1;
      return problem(response, 503, { code: "overloaded" });
    }
    const as = query.get("as") ?? "";
    const known = ["buyer", "auditor", "observer:RFS", ...BIDDERS.map(({ id }) => `bidder:${id}`)];
    if (!known.includes(as)) return problem(response, 404, { code: "not_found" });
    await this.gate;
    const from = Number(query.get("from"));
    const to = Math.min(this.head, Number(query.get("to")), from + Number(query.get("limit") ?? 1_000));
    response.setHeader("content-type", "application/x-ndjson");
    let left = this.cut_after ?? Number.POSITIVE_INFINITY;
    let before = membersOf(this.viewOf(as, from));
    response.write(`${JSON.stringify(this.viewOf(as, from))}\n`);
    for (let seq = from + 1; seq <= to && left > 0; seq++) {
      // The first line is on its way before the last one is made, as with the server.
      if (seq % SLICE === 0) await new Promise((go) => setImmediate(go));
      if (response.destroyed) return true;
      const lot = this.viewOf(as, seq);
      const members = membersOf(lot);
      const changed = [...members].filter(([name, text]) => before.get(name) !== text);
      before = members;
      if (changed.length === 0) continue;
      const change = Object.fromEntries(changed.map(([name, text]) => [name, JSON.parse(text) as unknown]));
      response.write(`${JSON.stringify({ ...change, type: "update", lot: lot.lot, seq, now: lot.now })}\n`);
      left -= 1;
    }
    const next = to < this.head ? to : null;
    const last = JSON.stringify({ type: "page", from, to, next, head: this.head });
    response.end(this.cut_after === null ? `${last}\n` : "");
    return true;
  }

  private offers(query: URLSearchParams): Offer[] {
    const at = Number((query.get("at") ?? "").replace("seq:", ""));
    const after = Number(query.get("after") ?? 0);
    return this.moments
      .filter(({ record }) => record.kind === "bid_accepted" && record.seq > after && record.seq <= at)
      .map(({ record }): Offer => {
        const bidder = BIDDERS.find(({ id }) => id === record.bidder);
        const total = record.total ?? "";
        return {
          seq: record.seq,
          at: record.at,
          alias: bidder?.alias ?? "",
          name: null,
          evaluated: total,
          total,
          rank: record.rank ?? 1,
          annulled: false,
        };
      });
  }

  private moment(seq: number, of: number, every_ms: number): Moment {
    const before = this.moments.at(-1);
    const at = instant(seq < BEFORE ? OPENS - 3_600_000 + seq * 1_000 : OPENS + (seq - BEFORE) * every_ms);
    const totals = [...(before?.totals ?? [null, null, null])];
    const rest = { extensions: before?.extensions ?? 0, notices: before?.notices ?? [] };
    const record = (kind: string, more: Omit<Partial<ListedRecord>, "hash"> = {}): ListedRecord => ({
      seq,
      at,
      kind,
      actor: { role: "system" },
      hash: "",
      ...more,
    });
    const stays = { totals, state: before?.state ?? ("scheduled" as const), ...rest };
    const noticed = (kind: LotMessage["notices"][number]["kind"], more: object = {}) =>
      [
        ...rest.notices,
        { seq, at, kind, reason: null, cause: null, closes_at: null, text: null, ...more },
      ].slice(-20);
    const buyer: ListedRecord["actor"] = {
      role: "buyer",
      org: "wtp",
      person: "ben",
      person_name: "Ben Buyer",
    };
    if (seq === 1) return { ...stays, record: record("lot_published", { actor: buyer }) };
    const nth = (seq * 7) % 3;
    const { id, name } = BIDDERS[seq < BEFORE ? seq - 2 : nth] ?? BIDDERS[0];
    const about: Omit<Partial<ListedRecord>, "hash"> = {
      bidder: id,
      name,
      actor: { role: "supplier", org: id, person: `p-${id}`, person_name: null },
    };
    if (seq < BEFORE) return { ...stays, record: record("terms_accepted", about) };
    if (seq === BEFORE)
      return { ...stays, state: "open", record: record("lot_opened"), notices: noticed("lot_opened") };
    if (seq === of)
      return { ...stays, state: "closed", record: record("lot_closed"), notices: noticed("lot_closed") };
    if (stays.state === "paused")
      return {
        ...stays,
        state: "open",
        record: record("lot_resumed", { actor: buyer }),
        notices: noticed("lot_resumed"),
      };
    if (seq % 97 === 0)
      return {
        ...stays,
        state: "paused",
        record: record("lot_paused", { actor: buyer, reason: "A check." }),
        notices: noticed("lot_paused", { reason: "A check." }),
      };
    if (seq % 41 === 0)
      return {
        ...stays,
        extensions: rest.extensions + 1,
        record: record("lot_extended"),
        notices: noticed("lot_extended", { cause: "bid", closes_at: at }),
      };
    const asked = (totals[nth] ?? 199_000) - 1;
    if (seq % 13 === 0)
      return {
        ...stays,
        record: record("bid_refused", { ...about, reason: "decrement_too_small", total: pounds(asked) }),
      };
    totals[nth] = asked;
    const rank = rankingOf(totals).find((one) => one.nth === nth)?.rank ?? 1;
    return { ...stays, totals, record: record("bid_accepted", { ...about, total: pounds(asked), rank }) };
  }
}

/** The members that may change, each as its text. */
function membersOf(lot: LotMessage): Map<string, string> {
  const {
    seq: _seq,
    now: _now,
    words: _words,
    event: _event,
    items: _items,
    rules: _rules,
    ...members
  } = lot;
  return new Map(
    Object.entries(members)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

function rankingOf(
  totals: ReadonlyArray<number | null>,
): Array<{ nth: number; total: number; rank: number }> {
  return totals
    .flatMap((total, nth) => (total === null ? [] : [{ nth, total }]))
    .sort((one, other) => one.total - other.total)
    .map((one, place) => ({ ...one, rank: place + 1 }));
}

function pounds(total: number): string {
  return `${total}.00`;
}

function json(response: ServerResponse, value: unknown): boolean {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(value));
  return true;
}

function problem(response: ServerResponse, status: number, body: object): boolean {
  response.statusCode = status;
  return json(response, body);
}
