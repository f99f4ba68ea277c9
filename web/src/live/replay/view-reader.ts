/**
 * Reads one page of a party's messages, piece by piece, in slices that are short enough for the page to go on meanwhile.
 * What has been read can be shown before the page is whole.
 */
import { readViews, type ViewsAsked } from "../../api/replay";
import type { Failure } from "../../api/request";
import type { ViewsPage } from "../../protocol/http";
import type { LotMessage } from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import type { ViewPage } from "./view-pages";

type Line = ViewsPage | Extract<ServerMessage, { type: "lot" | "update" | "message" }>;

export interface PageRead {
  /** Null where the page came whole. */
  readonly failure: Failure | null;
  /** The lot's last record, as the page says it; null without that line. */
  readonly head: number | null;
}

/** A slice of reading lasts no longer than about this. */
const SLICE_MS = 8;
const CUT_OFF: Failure = { ok: false, status: 0 };

/** `began` is called once the whole lot is there, with the page that grows from then on. */
export async function readPage(
  lot: string,
  asked: ViewsAsked,
  began: (page: ViewPage) => void,
  signal: AbortSignal,
): Promise<PageRead> {
  const reading = new Reading(asked.from, began);
  const failure = await readViews(lot, asked, (text) => reading.take(text, signal), signal);
  if (failure !== null) return { failure, head: null };
  // A page without its last line was cut off.
  return { failure: reading.end === null ? CUT_OFF : null, head: reading.end?.head ?? null };
}

class Reading {
  end: ViewsPage | null = null;
  private page: ViewPage | null = null;
  private rest = "";

  constructor(
    private readonly from: number,
    private readonly began: (page: ViewPage) => void,
  ) {}

  async take(text: string, signal: AbortSignal): Promise<void> {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    let slice = performance.now();
    for (const line of lines) {
      if (signal.aborted) return;
      if (line !== "") this.read(JSON.parse(line) as Line);
      if (performance.now() - slice < SLICE_MS) continue;
      await new Promise((go) => setTimeout(go));
      slice = performance.now();
    }
  }

  private read(line: Line): void {
    if (line.type === "page") {
      this.end = line;
      if (this.page !== null) this.page.to = line.to;
    } else if (this.page === null) {
      if (line.type === "lot") this.begin(line);
    } else {
      // What one record caused may be several lines. All of those of the record before have come.
      if (line.seq > this.page.from) this.page.to = Math.max(this.page.to, line.seq - 1);
      this.page.lines.push({ seq: line.seq, message: line });
    }
  }

  private begin(base: LotMessage): void {
    this.page = { from: this.from, to: this.from, base, lines: [] };
    this.began(this.page);
  }
}
