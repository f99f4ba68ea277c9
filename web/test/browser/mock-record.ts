// A server with one lot's record, for the tests of its parts only: the page with the parts, the record's lines, a search
// in them, and the reading of times.
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import preact from "@preact/preset-vite";
import { build } from "vite";
import type { LotRecord, RecordRole } from "../../src/protocol/http";
import type { JournalRecord } from "../../src/words/record";
import { recordedLot, totalOf } from "../../src/words/record-lot";
import { text } from "../../src/money";

const TYPES: Record<string, string> = { ".js": "text/javascript", ".css": "text/css" };
/** What `fairlot history` wrote of a lot. */
export const LINES = readFileSync(new URL("../../verify/vectors/lot.ndjson", import.meta.url), "utf8")
  .split("\n")
  .slice(0, -1);
export const LOT = "01a22f89-ef8f-79ea-bf63-df5e94b5b95c";

let built: Promise<string> | null = null;

/** Builds the page once for all the tests of a process. The folder ends with the process. */
function page(): Promise<string> {
  built ??= (async () => {
    const outDir = await mkdtemp(join(tmpdir(), "fairlot-parts-"));
    process.once("exit", () => void rm(outDir, { recursive: true, force: true }));
    await build({
      configFile: false,
      logLevel: "warn",
      root: new URL("../parts/record/", import.meta.url).pathname,
      plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
      build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, minify: false },
    });
    return outDir;
  })();
  return built;
}

export class MockRecord {
  /** Without their line ends. */
  lines: readonly string[] = LINES;
  /** The status of answers to requests for the record; 200 while it can be read. */
  status = 200;
  /** Whether the server says that it does not use the lot's records. */
  is_failed = false;
  /** What an answer with the whole record waits for, by the number of lines that it has sent before. */
  private readonly waits = new Map<number, Promise<void>>();
  /** Requests for one record wait for this. */
  gate: Promise<void> = Promise.resolve();
  /** The connection is lost after this many lines. */
  torn_after: number | null = null;
  /** How many more searches fail. */
  failing_searches = 0;
  /** What a search has against its query. */
  faults: ReadonlyArray<{ path: string; code: string; message: string }> = [];
  /** How many records one search looks at. */
  looked_at_max = 5_000;
  readonly searches: URLSearchParams[] = [];
  private folder = "";
  private readonly http = createServer((request, response) => void this.serve(request, response));

  async listen(): Promise<string> {
    this.folder = await page();
    await new Promise<void>((listening) => this.http.listen(0, "127.0.0.1", listening));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.http.close(done));
    this.http.closeAllConnections();
    await closed;
  }

  /** The answer with the whole record stops after that many lines, until what is returned is called. */
  waitBefore(nth: number): () => void {
    let go_on = (): void => {};
    this.waits.set(nth, new Promise((done) => (go_on = done)));
    return go_on;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://mock");
    const json = (status: number, value: unknown): void => {
      response.statusCode = status;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(value));
    };
    if (url.pathname === "/api/v1/times") {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      json(200, { items: (JSON.parse(body) as { texts: string[] }).texts.map(readTime) });
    } else if (url.pathname === `/api/v1/lots/${LOT}/history`) {
      if (this.status === 200) await this.history(url.searchParams, response);
      else json(this.status, { code: "unavailable", ...(this.is_failed && { failed: { first_bad: 7 } }) });
    } else if (url.pathname === `/api/v1/lots/${LOT}/records`) {
      const [status, value] = this.found(url.searchParams);
      json(status, value);
    } else if (url.pathname.startsWith("/api/")) json(404, { code: "not_found" });
    else await this.file(url.pathname, response);
  }

  private async history(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const after = Number(query.get("after") ?? 0);
    const limit = Number(query.get("limit") ?? this.lines.length);
    const from = this.lines.findIndex((line) => seqOf(line) > after);
    const lines = from < 0 ? [] : this.lines.slice(from, from + limit);
    response.setHeader("content-type", "application/x-ndjson");
    const whole = !query.has("limit");
    if (!whole) await this.gate;
    // Lines between two waits are written at once, so that they are read together.
    let part = "";
    response.flushHeaders();
    for (const [nth, line] of lines.entries()) {
      const wait = whole ? this.waits.get(nth) : undefined;
      if (wait !== undefined) {
        if (part !== "") response.write(part);
        part = "";
        await wait;
      }
      if (whole && nth === this.torn_after) {
        // What was written arrives, and then the connection ends without the end of the answer.
        if (part !== "") response.write(part);
        response.socket?.end();
        return;
      }
      if (response.destroyed) return;
      part += `${line}\n`;
    }
    response.end(part);
  }

  private found(query: URLSearchParams): [status: number, value: unknown] {
    const given = (name: string): string | null => query.get(name);
    // The pane asks for the name of the person of its record.
    const is_of_pane = given("limit") === "1" && query.size === 2;
    if (!is_of_pane) this.searches.push(query);
    if (!is_of_pane && this.failing_searches > 0) {
      this.failing_searches -= 1;
      return [503, { code: "overloaded" }];
    }
    if (this.faults.length > 0) return [422, { code: "bad_query", errors: this.faults }];
    const after = Number(given("after") ?? 0);
    const looked_at = this.lines.slice(after, after + this.looked_at_max).flatMap(inShort);
    const limits = given("total_from") !== null || given("total_to") !== null;
    const is_within = ({ total }: LotRecord): boolean =>
      total !== null &&
      Number(total) >= Number(given("total_from") ?? 0) &&
      Number(total) <= Number(given("total_to") ?? Number.POSITIVE_INFINITY);
    const fits = (row: LotRecord): boolean => {
      const texts = {
        kind: row.kind,
        bidder: row.bidder,
        reason: row.reason,
        ref: row.ref,
        person: row.actor.person,
      };
      const all_same = Object.entries(texts).every(([name, value]) => [null, value].includes(given(name)));
      const { from_at, to_at } = { from_at: given("from_at") ?? "", to_at: given("to_at") ?? "9" };
      return all_same && row.at >= from_at && row.at <= to_at && (!limits || is_within(row));
    };
    const limit = Number(given("limit") ?? 100);
    const items = looked_at.filter(fits).slice(0, limit);
    const last = items.length === limit ? (items.at(-1)?.seq ?? 0) : (looked_at.at(-1)?.seq ?? 0);
    return [200, { items, next: last < this.lines.length ? String(last) : null }];
  }

  private async file(path: string, response: ServerResponse): Promise<void> {
    const name = path === "/" ? "index.html" : path;
    response.setHeader("content-type", TYPES[extname(name)] ?? "text/html; charset=utf-8");
    try {
      response.end(await readFile(join(this.folder, name)));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  }
}

function seqOf(line: string): number {
  return Number(/"seq":(\d+)/.exec(line)?.[1] ?? 0);
}

const NAMED = recordedLot((JSON.parse(LINES[0] ?? "{}") as JournalRecord).data);

/** The record as a search shows it; nothing for a line that is none. */
function inShort(line: string): LotRecord[] {
  try {
    const { seq, at, kind, actor, data, hash } = JSON.parse(line) as JournalRecord;
    const of = (name: string): string | null => (typeof data[name] === "string" ? data[name] : null);
    const refused = kind === "bid_refused" ? totalOf(NAMED, data["prices"]) : null;
    const role = (actor?.role ?? "system") as RecordRole;
    const by = { role, org: actor?.org ?? null, person: actor?.person ?? null };
    const total = of("total") ?? (refused === null ? null : text(refused, 2));
    return [
      {
        seq,
        at,
        kind,
        actor: { ...by, person_name: by.person === "bolt-1" ? "Bella Bolt" : null },
        bidder: of("bidder"),
        name: NAMED.bidders.find(({ id }) => id === of("bidder"))?.name ?? null,
        ref: of("ref"),
        outcome: null,
        reason: of("reason"),
        total,
        rank: typeof data["rank"] === "number" ? data["rank"] : null,
        hash,
      },
    ];
  } catch {
    return [];
  }
}

/** Knows the few times that the tests type. */
function readTime(typed: string): object {
  const known: Record<string, string> = {
    "1 December 2026 2:58:20am": "2026-12-01T02:58:20Z",
    "1 December 2026 2:58:19am": "2026-12-01T02:58:19Z",
  };
  const at = known[typed];
  if (at !== undefined)
    return { text: typed, at, words: `${typed.split(" ")[3]} on Tuesday 1 December 2026` };
  if (typed.endsWith("1:30am"))
    return {
      text: typed,
      code: "time_twice",
      message: "comes twice on that day",
      candidates: [
        { at: "2026-10-25T00:30:00Z", words: "1:30am (summer time) on Sunday 25 October 2026" },
        { at: "2026-10-25T01:30:00Z", words: "1:30am (winter time) on Sunday 25 October 2026" },
      ],
    };
  return {
    text: typed,
    code: "not_a_time",
    message: "must be a date and a time, like 1 December 2026 2:30pm",
    candidates: [],
  };
}
