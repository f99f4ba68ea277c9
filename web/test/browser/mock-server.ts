// A small server that speaks the protocol, for the tests of the pages only. It serves the built files under the
// strictest content security policy, the routes that the pages read, and a WebSocket that a test controls.
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { WebSocket, WebSocketServer } from "ws";

import type {
  BidMessage,
  EventListed,
  LeadPoint,
  LotMessage,
  Offer,
  OwnBid,
  Person,
} from "../../src/protocol/names";
import type { ClientMessage, FittedMessage, ServerMessage } from "../../src/protocol/ws";
import { instant, LOT, summaryOf } from "../fixtures";
import { type Answered, MockAccount } from "./mock-account";
import type { MockConsole } from "./mock-console";
import type { MockDrafts } from "./mock-drafts";
import type { MockLobby } from "./mock-lobby";
import type { MockLots } from "./mock-lots";
import type { MockPeople } from "./mock-people";
import type { MockReplay } from "./mock-replay";
import type { MockResult } from "./mock-result";

const DIST = new URL("../../dist/", import.meta.url).pathname;
const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Beats come more often than they have to, so that a busy machine misses none. */
const BEAT_MS = 1_000;
const NEXT_MS = 2_000;

export class MockServer {
  person: Person | null = null;
  readonly account = new MockAccount();
  lot: LotMessage | null = null;
  offers: Offer[] = [];
  leads: LeadPoint[] = [];
  record: OwnBid[] = [];
  /** The answer to a question for prices that fit; null makes it fail. */
  fitted: Pick<FittedMessage, "prices" | "total" | "evaluated"> | null = null;
  bids: BidMessage[] = [];
  /** The list of events; null makes a list of the one lot. */
  events: EventListed[] | null = null;
  /** The routes of a set-up; null where a test needs none. */
  drafts: MockDrafts | null = null;
  /** Several lots of one event; null where a test has one lot. */
  many: MockLots | null = null;
  /** The routes about other people; null where a test needs none. */
  people: MockPeople | null = null;
  /** An event with its console; null where a test needs none. */
  console: MockConsole | null = null;
  /** The routes of a lobby; null where a test needs none. */
  lobby: MockLobby | null = null;
  /** A lot with a past; null where a test needs none. */
  replay: MockReplay | null = null;
  /** The routes of a lot's result; null where a test needs none. */
  result: MockResult | null = null;
  /** The lots that were joined. */
  joins: string[] = [];
  /** Every request to a route fails. */
  away = false;
  /** The connections stay open, and nothing is said on them any more. */
  silent = false;
  /** How many more requests for the record fail. */
  failing_records = 0;
  /** Makes the answer to a bid; null leaves the bid without an answer. */
  answer: (bid: BidMessage) => ServerMessage | null = () => null;
  private readonly http: Server;
  private readonly sockets: WebSocketServer;
  /** The connections that asked for beats. */
  private readonly beating = new Set<WebSocket>();
  private readonly beats = setInterval(() => this.beat(), BEAT_MS);

  constructor() {
    this.http = createServer((request, response) => void this.serve(request, response));
    this.sockets = new WebSocketServer({ server: this.http, path: "/ws" });
    this.sockets.on("connection", (socket) => this.welcome(socket));
  }

  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.http.listen(0, "127.0.0.1", listening));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    clearInterval(this.beats);
    this.disconnect();
    const closed = new Promise((done) => this.http.close(done));
    // A page that was closed in the middle of a request leaves its connection open.
    this.http.closeAllConnections();
    await closed;
  }

  /** Changes the lot and sends the change as an update. */
  update(change: Partial<LotMessage>): void {
    if (this.lot === null) throw new Error("no lot to update");
    this.lot = { ...this.lot, ...change, seq: this.lot.seq + 1, now: instant(Date.now()) };
    const { seq, now, lot } = this.lot;
    this.send({ ...change, type: "update", lot, seq, now });
  }

  /** The same for those who follow the lot's event. */
  updateEvent(change: Partial<LotMessage>): void {
    if (this.lot === null) throw new Error("no lot to update");
    this.lot = { ...this.lot, ...change, seq: this.lot.seq + 1, now: instant(Date.now()) };
    const { now, event } = this.lot;
    this.send({ type: "event_update", event: event.id, now, lots: [summaryOf(this.lot)] });
  }

  /** Changes one of several lots. */
  updateLot(id: string, change: Partial<LotMessage>): void {
    this.many?.change(id, change);
    const seq = this.many?.find(id)?.seq ?? 0;
    this.send({ ...change, type: "update", lot: id, seq, now: instant(Date.now()) });
  }

  send(message: ServerMessage): void {
    for (const socket of this.sockets.clients) this.say(socket, message);
  }

  private say(socket: WebSocket, message: ServerMessage): void {
    if (!this.silent) socket.send(JSON.stringify(message));
  }

  private beat(): void {
    if (this.console === null && this.lot?.state !== "open" && this.lot?.state !== "paused") return;
    for (const socket of this.beating)
      this.say(socket, { type: "beat", now: instant(Date.now()), next_ms: NEXT_MS });
  }

  /** Ends all the connections; with code 0 without a close frame. */
  disconnect(code = 0): void {
    for (const socket of this.sockets.clients) code === 0 ? socket.terminate() : socket.close(code);
  }

  /** Ends the session of the person and its connections, as the server does after a time. */
  endSession(): void {
    this.person = null;
    this.disconnect(4401);
  }

  private welcome(socket: WebSocket): void {
    if (this.person === null) {
      socket.close(4401);
      return;
    }
    if (this.account.needs_proof) {
      socket.terminate();
      return;
    }
    const { role, org, expires_at } = this.person;
    socket.send(
      JSON.stringify({ type: "welcome", protocol: 1, now: instant(Date.now()), role, org, expires_at }),
    );
    socket.on("message", (frame) => {
      const message = JSON.parse(String(frame)) as ClientMessage;
      if (message.type === "join" && message.beat) this.beating.add(socket);
      const answer = this.reply(message);
      if (answer !== null) this.say(socket, answer);
    });
    socket.on("close", () => this.beating.delete(socket));
  }

  private reply(message: ClientMessage): ServerMessage | null {
    if (message.type === "time") return { type: "time", id: message.id, now: instant(Date.now()) };
    if (message.type === "join" && "event" in message) {
      const { console } = this;
      return console?.event.event === message.event ? console.joined() : this.eventOf(message.event);
    }
    if (message.type === "join") {
      const known = this.console?.lots.get(message.lot);
      if (known !== undefined) return { ...known, now: instant(Date.now()) };
      this.joins.push(message.lot);
      if (this.many?.failed.has(message.lot))
        return { type: "error", code: "unavailable", lot: message.lot, ref: null, message: "" };
      const own = [this.lot, ...(this.lobby?.others ?? [])];
      const lot = this.many?.find(message.lot) ?? own.find((one) => one?.lot === message.lot);
      if (lot) return { ...lot, now: instant(Date.now()) };
      return {
        type: "error",
        code: "not_found",
        lot: message.lot,
        ref: null,
        message: "There is no such lot.",
      };
    }
    if (message.type !== "bid") return null;
    this.bids.push(message);
    return this.answer(message);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://mock");
    response.setHeader("content-security-policy", POLICY);
    response.setHeader("x-content-type-options", "nosniff");
    const set_up = this.drafts !== null && this.person !== null && !this.away;
    if (set_up && (await this.drafts?.answer(request, url, response))) return;
    const of_many = this.many !== null && this.person !== null && !this.away;
    if (of_many && (await this.many?.answer(request, url, response))) return;
    const replays = this.replay !== null && this.person !== null && !this.away;
    if (replays && (await this.replay?.answer(url, response))) return;
    if (url.pathname.startsWith("/api/")) {
      const body = await bodyOf(request);
      const key = request.headers["idempotency-key"];
      const asked = {
        method: request.method ?? "GET",
        path: url.pathname,
        body,
        key: key ? String(key) : null,
      };
      const acted = this.away || this.person === null ? null : this.console?.answer(asked, url.searchParams);
      if (acted === "none") {
        request.socket.destroy();
        return;
      }
      const answered = this.away
        ? null
        : (acted ??
          this.account.answer(asked, this.person, (one) => (this.person = one)) ??
          (this.person === null
            ? null
            : (this.result?.answer(asked, url.searchParams, this.lot) ??
              this.people?.answer(asked, url.searchParams) ??
              this.lobby?.answer(asked, this.lot) ??
              null)));
      if (answered === null) this.api(url, response);
      else send(response, answered);
    } else await file(url.pathname, response);
  }

  /** The event in short: its one lot that runs, and the others as the list has them. */
  private eventOf(id: string): ServerMessage | null {
    const listed = (this.events ?? (this.listed() as EventListed[])).find((event) => event.id === id);
    const { lot } = this;
    if (listed === undefined || lot === null) return null;
    const lots = listed.lots.map((one) =>
      one.id === lot.lot ? summaryOf(lot) : { ...summaryOf(lot), ...one, lot: one.id, lead: null },
    );
    const { title, practice } = listed;
    const about = { title, reference: listed.reference ?? null, practice, currency: lot.event.currency };
    return { type: "event", event: id, now: instant(Date.now()), ...about, state: lot.state, lots };
  }

  private listed(): object[] {
    if (this.lot === null) return [];
    return [{ ...this.lot.event, status: "published", lots: [{ ...this.lot, id: this.lot.lot }] }];
  }

  private api(url: URL, response: ServerResponse): void {
    const after = Number(url.searchParams.get("after") ?? 0);
    const json = (value: unknown): void => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(value));
    };
    if (this.away) {
      response.statusCode = 503;
      json({ code: "unavailable" });
    } else if (this.person === null) {
      response.statusCode = 401;
      json({ code: "unauthorized" });
    } else if (url.pathname === "/api/v1/me") {
      json(this.person);
    } else if (url.pathname.endsWith("/leads")) {
      json({ items: this.leads.filter(({ seq }) => seq > after), next: null });
    } else if (url.pathname.endsWith("/offers")) {
      json({ offers: this.offers.filter(({ seq }) => seq > after) });
    } else if (url.pathname.endsWith("/record") && this.failing_records > 0) {
      this.failing_records -= 1;
      response.statusCode = 503;
      json({ code: "unavailable" });
    } else if (url.pathname === "/api/v1/sessions/current") {
      this.person = null;
      json({});
    } else if (url.pathname.endsWith("/record")) {
      const left = this.record.filter(({ seq }) => seq > after);
      const items = left.slice(0, Number(url.searchParams.get("limit") ?? 100));
      json({ lot: LOT, items, next: items.length < left.length ? String(items.at(-1)?.seq) : null });
    } else if (url.pathname.endsWith("/fit") && this.fitted !== null) {
      json({ type: "fitted", lot: LOT, id: null, ...this.fitted });
    } else if (url.pathname.endsWith("/accept-terms")) {
      json({});
      for (const { lot, you } of this.many?.lots ?? [])
        if (you) this.updateLot(lot, { you: { ...you, terms_accepted: true } });
      if (this.lot?.you) this.update({ you: { ...this.lot.you, terms_accepted: true } });
    } else if (this.lot !== null && url.pathname === `/api/v1/events/${this.lot.event.id}`) {
      json(this.listed()[0]);
    } else if (url.pathname === "/api/v1/events") {
      json({ events: this.events ?? this.listed() });
    } else {
      response.statusCode = 404;
      json({ code: "not_found" });
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function send(response: ServerResponse, { status, body, retry_after_s, is_cut }: Answered): void {
  response.statusCode = status;
  if (retry_after_s !== undefined) response.setHeader("retry-after", String(retry_after_s));
  response.setHeader("content-type", "application/json");
  const text = body === undefined ? "" : JSON.stringify(body);
  if (is_cut) response.write(text.slice(0, text.length / 2), () => response.destroy());
  else response.end(text);
}

async function file(path: string, response: ServerResponse): Promise<void> {
  const asset = path.startsWith("/assets/") && !path.includes("..");
  response.setHeader(
    "content-type",
    asset ? (TYPES[extname(path)] ?? "application/octet-stream") : "text/html; charset=utf-8",
  );
  try {
    response.end(await readFile(join(DIST, asset ? path : "index.html")));
  } catch {
    response.statusCode = 404;
    response.end();
  }
}
