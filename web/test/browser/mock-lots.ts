// Several lots of one event, for the tests of the pages only: the routes that the page of many lots reads, and lots that
// a test changes.
import type { IncomingMessage, ServerResponse } from "node:http";
import { divideDown, multiply, sent, text } from "../../src/money";
import { totalOf } from "../../src/live/bid";
import type { LotMessage, Prices } from "../../src/protocol/names";
import { EVENT } from "../fixtures";

interface Answer {
  readonly status: number;
  readonly json: object;
}

export class MockLots {
  /** The lots that cannot be read. */
  readonly failed = new Set<string>();

  constructor(readonly lots: LotMessage[]) {}

  find(id: string): LotMessage | undefined {
    return this.lots.find(({ lot }) => lot === id);
  }

  change(id: string, change: Partial<LotMessage>): void {
    const at = this.lots.findIndex(({ lot }) => lot === id);
    const lot = this.lots[at];
    if (lot !== undefined) this.lots[at] = { ...lot, ...change, seq: lot.seq + 1 };
  }

  listed(): object[] {
    return this.lots.map(({ lot, title, state, opens_at, closes_at }) => ({
      id: lot,
      title,
      state: this.failed.has(lot) ? null : state,
      opens_at,
      closes_at: closes_at ?? null,
    }));
  }

  /** Says whether the address was one of these lots. */
  async answer(request: IncomingMessage, url: URL, response: ServerResponse): Promise<boolean> {
    const answered = await this.route(request, url.pathname.replace("/api/v1", ""));
    if (answered === null) return false;
    response.statusCode = answered.status;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answered.json));
    return true;
  }

  private async route(request: IncomingMessage, path: string): Promise<Answer | null> {
    if (path === `/events/${EVENT}`) return ok({ id: EVENT, status: "published", lots: this.listed() });
    const [, id = "", act = ""] = /^\/lots\/([^/]+)\/(fit|sheet)$/.exec(path) ?? [];
    const lot = this.find(id);
    if (lot === undefined) return null;
    const body = await read(request);
    return act === "fit" ? fitted(lot, JSON.parse(body) as Asked) : sheet(lot, body);
  }
}

interface Asked {
  readonly prices: Prices;
  readonly total: string;
}

/** As the server does: one ratio for all prices, each rounded down to the smallest step. */
function fitted(lot: LotMessage, { prices, total }: Asked): Answer {
  const now = sent(totalOf(lot.items, prices));
  const fit = Object.fromEntries(
    Object.entries(prices).map(([item, price]) => [
      item,
      text(divideDown(multiply(sent(price), sent(total)), now, lot.decimals), 2),
    ]),
  );
  const sum = totalOf(lot.items, fit);
  return ok({ type: "fitted", lot: lot.lot, id: 0, prices: fit, total: sum, evaluated: sum });
}

/** Two columns, divided by a tab: item and price. A price has to be digits with a point. */
function sheet(lot: LotMessage, body: string): Answer {
  const rows = body.trim().split(/\r?\n/).slice(1);
  const cells = rows.map((row) => row.split("\t").map((cell) => cell.trim()));
  const errors = cells.flatMap(([, price = ""], nth) =>
    /^\d+(\.\d+)?$/.test(price)
      ? []
      : [
          {
            path: `/rows/${nth + 2}/price`,
            row: nth + 2,
            column: "price",
            code: "not_a_number",
            value: price,
            message: "is not a number",
          },
        ],
  );
  if (errors.length > 0) return { status: 422, json: { code: "sheet_refused", detail: "", errors } };
  const prices = Object.fromEntries(cells.map(([item = "", price = ""]) => [item, price]));
  const total = totalOf(lot.items, prices);
  return ok({ prices, total, evaluated: total, warnings: [] });
}

function ok(json: object): Answer {
  return { status: 200, json };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
