// The routes of a set-up, for the tests of the pages only: one draft with revisions, a check that a test decides, times,
// and sheets whose figures have to be digits.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Checked, EventStatus, Finding } from "../../src/api/drafts";
import { at, isList, type JsonObject, objects, textOf } from "../../src/json";
import type { PersonView } from "../../src/protocol/http";
import type { LotMessage } from "../../src/protocol/names";
import { instant } from "../fixtures";

export const DRAFT = "0199f3a2-7c1e-7a31-9d54-000000000d01";

interface Answer {
  readonly status: number;
  readonly json: object | null;
}

export class MockDrafts {
  document: JsonObject = {};
  revision = 1;
  status: EventStatus = "draft";
  changed_by_name: string | null = null;
  /** What a check finds, besides what is missing. */
  findings: Finding[] = [];
  lint: Finding[] = [];
  checked_lot: Checked["lots"][number] = null;
  /** The lot of a preview. */
  preview: LotMessage | null = null;
  /** What the next preview waits for. */
  preview_held: Promise<void> | null = null;
  /** How many more requests to publish get no answer. */
  silent_publications = 0;
  publications: string[] = [];
  /** What copies were asked for. */
  copies: object[] = [];
  /** The events that were copied. */
  copied: string[] = [];
  /** The people whom the buyer may know of. */
  people: PersonView[] = [];
  /** What practice lots were asked for, and the lot that keeps another one from beginning. */
  practices: object[] = [];
  practice_running: string | null = null;

  /** Another buyer stores a change. */
  changeBy(name: string, document: JsonObject): void {
    this.document = document;
    this.revision += 1;
    this.changed_by_name = name;
  }

  /** Says whether the address was one of a set-up. */
  async answer(request: IncomingMessage, url: URL, response: ServerResponse): Promise<boolean> {
    const is_list = request.method === "GET" && url.pathname === "/api/v1/events" && url.search === "";
    if (is_list || !/^\/api\/v1\/(events|times|sheets|people)/.test(url.pathname)) return false;
    const body = await read(request);
    if (url.pathname.endsWith("/events/preview")) await this.preview_held;
    const answer = this.route(request, url, body);
    if (answer === null) return false;
    if (answer.status === 0) {
      // A whole answer never comes.
      response.writeHead(200, { "content-length": "100" });
      response.write("{", () => response.destroy());
      return true;
    }
    response.statusCode = answer.status;
    response.setHeader("content-type", "application/json");
    response.setHeader("etag", `"${this.revision}"`);
    response.end(answer.json === null ? "" : JSON.stringify(answer.json));
    return true;
  }

  private route(request: IncomingMessage, url: URL, body: string): Answer | null {
    const path = url.pathname.replace("/api/v1", "");
    const { method } = request;
    if (path === "/people") return ok({ items: this.ofRole(url.searchParams.get("role")), next: null });
    if (method === "GET" && path === "/events") return ok({ events: this.templates(), next: null });
    if (method === "POST" && path === "/events/check") return ok(this.check(JSON.parse(body) as JsonObject));
    if (method === "POST" && path === "/events/preview") return this.previewed();
    if (method === "POST" && path === "/times") return ok(times(JSON.parse(body) as { texts: string[] }));
    if (method === "POST" && path === "/sheets/items")
      return items(body, url.searchParams.get("trusts") ?? "");
    if (method === "POST" && path === "/events") return this.store(JSON.parse(body) as JsonObject, 201);
    const copied = /^\/events\/([^/]+)\/copy$/.exec(path)?.[1];
    if (copied !== undefined) {
      this.copied.push(copied);
      this.copies.push(JSON.parse(body) as object);
      return { status: 201, json: { id: DRAFT, status: "draft", revision: 1 } };
    }
    if (path === `/events/${DRAFT}/practice`) return this.practise(JSON.parse(body) as object);
    if (path === `/events/${DRAFT}/publish`) return this.publish(request);
    if (path !== `/events/${DRAFT}`) return null;
    if (method === "GET") return this.status === "deleted" ? problem(404, "not_found") : ok(this.stored());
    if (this.status === "published") return problem(409, "wrong_state");
    if (request.headers["if-match"] !== `"${this.revision}"`) return this.stale();
    if (method === "DELETE") {
      this.status = "deleted";
      return { status: 204, json: null };
    }
    return this.store(JSON.parse(body) as JsonObject, 200);
  }

  private ofRole(role: string | null): PersonView[] {
    return this.people.filter(({ places }) => places.some((place) => place.role === role));
  }

  /** The draft, where it is a template. */
  private templates(): object[] {
    const { status, revision, document } = this;
    const title = textOf(document["title"]);
    return status === "template" ? [{ id: DRAFT, title, status, revision, reference: null, lots: [] }] : [];
  }

  private store(document: JsonObject, status: number): Answer {
    this.document = document;
    this.revision += 1;
    this.changed_by_name = null;
    return {
      status,
      json: {
        ...this.check(document),
        id: DRAFT,
        status: this.status,
        revision: this.revision,
        lots: this.lots(),
      },
    };
  }

  private stored(): object {
    const { document, revision, status, changed_by_name } = this;
    const lots = this.lots().map((id) => ({ id, title: "" }));
    return { id: DRAFT, document, revision, status, changed_by_name, digest: null, lots };
  }

  private lots(): string[] {
    return objects(this.document["lots"]).map((_, nth) => `lot-${nth + 1}`);
  }

  private practise(asked: object): Answer {
    const { practice_running } = this;
    if (practice_running !== null)
      return { status: 409, json: { code: "wrong_state", detail: "", practice: practice_running } };
    this.practices.push(asked);
    const at = instant(Date.now());
    return { status: 201, json: { lot: "practice-1", opens_at: at, closes_at: at } };
  }

  private stale(): Answer {
    const { revision, changed_by_name } = this;
    return {
      status: 412,
      json: { code: "stale", revision, changed_by_name, changed_at: instant(Date.now()) },
    };
  }

  private publish(request: IncomingMessage): Answer {
    if (request.headers["if-match"] !== `"${this.revision}"`) return this.stale();
    this.publications.push(String(request.headers["idempotency-key"]));
    if (this.silent_publications > 0) {
      this.silent_publications -= 1;
      return { status: 0, json: null };
    }
    this.status = "published";
    const { revision } = this;
    const digest = `sha256:${"ab".repeat(32)}`;
    return ok({
      ...this.check(this.document),
      id: DRAFT,
      status: "published",
      revision,
      digest,
      lots: ["lot-1"],
    });
  }

  private previewed(): Answer {
    return this.preview === null ? problem(422, "bad_document") : ok({ ...this.preview, refused: [] });
  }

  private check(document: JsonObject): Checked {
    const needed = ["/title", "/trusts", "/bidders", "/lots"];
    const missing = needed
      .filter((path) => isMissing(document, path))
      .map((path): Finding => {
        return { path, code: "missing", level: "missing", message: "is missing" };
      });
    const findings = [...missing, ...this.findings];
    const complete = findings.length === 0;
    return {
      complete,
      findings,
      lint: this.lint,
      lots: objects(document["lots"]).map(() => this.checked_lot),
    };
  }
}

function isMissing(document: JsonObject, path: string): boolean {
  const value = at(document, path);
  return value === undefined || value === "" || (isList(value) && value.length === 0);
}

/** What the server says of a day that is not said whole. */
export const WHOLE_DATE = 'needs the whole date: write "10am on Tuesday 1 December 2026"';

function times({ texts }: { texts: string[] }): object {
  const read = (text: string): object => {
    const known = Date.parse(`${text.replace(/(\d)(am|pm)$/i, "$1 $2")} UTC`);
    if (Number.isNaN(known)) {
      const message = text.startsWith("tomorrow") ? WHOLE_DATE : "must be a date and a time of day";
      return { text, code: "not_a_time", message, candidates: [] };
    }
    return { text, at: instant(known), words: `${text}, as the server reads it` };
  };
  return { items: texts.map(read) };
}

/** Reads a sheet of tabs whose figures are digits with a point. */
function items(body: string, trusts: string): Answer {
  const [header = [], ...rows] = body
    .trim()
    .split(/\r?\n/)
    .map((row) => row.split("\t"));
  const errors: object[] = [];
  const read = rows.map((cells, nth) => {
    const item: Record<string, unknown> = { id: `line-${nth + 1}`, unit: null, gtin: null };
    const figures: Record<string, Record<string, string>> = { volumes: {}, baselines: {} };
    for (const [column, name] of header.entries()) {
      const value = (cells[column] ?? "").trim();
      const [trust = "", kind = ""] = name.split(" ");
      if (!trusts.split(",").includes(trust)) item[name.toLowerCase()] = value;
      else if (/^\d+(\.\d+)?$/.test(value)) figures[`${kind}s`]![trust] = value;
      else if (value !== "") {
        const row = nth + 2;
        const path = `/rows/${row}/${name}`;
        errors.push({
          path,
          row,
          column: name,
          code: "not_a_number",
          value,
          message: "is no number: write it like 1234.5",
        });
      }
    }
    return { ...item, ...figures };
  });
  if (errors.length > 0)
    return { status: 422, json: { code: "sheet_refused", detail: "the sheet has faults", errors } };
  return ok({ items: read, rows: read.length, skipped: 0, warnings: [] });
}

function ok(json: object): Answer {
  return { status: 200, json };
}

function problem(status: number, code: string): Answer {
  return { status, json: { code, detail: textOf(code) } };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
