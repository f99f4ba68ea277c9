// The console of an event for the mock server: its feed, its lots, and acts. A test sets what acts are answered.
import type {
  ActPreview,
  EventMessage,
  LotMessage,
  LotOutcome,
  LotSide,
  LotSummary,
  Refusal,
} from "../../src/protocol/names";
import type { ServerMessage } from "../../src/protocol/ws";
import { instant } from "../fixtures";
import type { Answered, Asked } from "./mock-account";

export interface AskedAct extends Asked {
  readonly key: string | null;
}

export class MockConsole {
  /** Every act that was sent; previews are not among them. */
  readonly acts: AskedAct[] = [];
  readonly previews: AskedAct[] = [];
  readonly lots = new Map<string, LotMessage>();
  refusals: Refusal[] = [];
  /** The answer to an act on a lot; null for no answer at all. */
  outcome: (lot: string, act: AskedAct) => LotOutcome | null = (lot) => done(lot);
  /** What a lot becomes by an act, in a preview. */
  becomes: (lot: LotSummary, act: AskedAct) => Partial<LotSide> = () => ({});
  waits = false;
  step_up: () => boolean = () => false;

  constructor(public event: EventMessage) {}

  joined(): EventMessage {
    return { ...this.event, now: instant(Date.now()) };
  }

  /** Changes some lots, and returns what followers are sent. */
  update(changes: Readonly<Record<string, Partial<LotSummary>>>): ServerMessage {
    const lots = this.event.lots.map((lot) => ({ ...lot, ...changes[lot.lot] }));
    this.event = { ...this.event, lots };
    const changed = lots.filter(({ lot }) => changes[lot] !== undefined);
    return { type: "event_update", event: this.event.event, now: instant(Date.now()), lots: changed };
  }

  /** The answer; null for any other route. An answer without a status never comes. */
  answer(asked: AskedAct, query: URLSearchParams): Answered | "none" | null {
    const [, , , noun = "", id = "", part = "", preview = ""] = asked.path.split("/");
    if (noun === "lots" && part === "refusals") return this.page(query);
    if (part !== "commands") return null;
    const lots = noun === "events" ? (asked.body["lots"] as string[]) : [id];
    if (preview === "preview") return this.preview(asked, noun, lots);
    this.acts.push(asked);
    const outcomes = lots.map((lot) => this.outcome(lot, asked));
    if (outcomes.some((outcome) => outcome === null)) return "none";
    return this.together(noun, outcomes as LotOutcome[]);
  }

  private together(noun: string, outcomes: LotOutcome[]): Answered {
    const [only] = outcomes;
    if (noun === "lots" && only !== undefined) {
      const { status, code, detail } = only;
      return { status, body: code ? { code, detail } : only };
    }
    const has_failed = outcomes.some(({ code }) => code);
    const waits = outcomes.some(({ status }) => status === 202);
    return has_failed
      ? { status: 409, body: { code: "some_failed", detail: "", lots: outcomes } }
      : { status: waits ? 202 : 200, body: { lots: outcomes } };
  }

  private preview(asked: AskedAct, noun: string, lots: readonly string[]): Answered {
    this.previews.push(asked);
    const previews = lots.map((lot) => this.previewOf(lot, asked));
    if (noun === "lots") return { status: 200, body: previews[0] };
    const outcomes = lots.map((lot, nth) => ({ lot, status: 200, preview: previews[nth] }));
    return { status: 200, body: { lots: outcomes } };
  }

  private previewOf(id: string, asked: AskedAct): ActPreview {
    const lot = this.event.lots.find((one) => one.lot === id);
    if (lot === undefined) throw new Error(`no lot ${id}`);
    const known = this.lots.get(id);
    const before: LotSide = {
      state: lot.state ?? "open",
      opens_at: lot.opens_at ?? "",
      closes_at: lot.closes_at ?? "",
      latest_close: null,
      resumes_at: lot.resumes_at ?? null,
      extensions: 0,
      ranking: (known?.market.offers ?? []).map(({ alias, rank, total, evaluated, seq }) => {
        return { alias, rank, total: total ?? evaluated, evaluated, seq: seq ?? null };
      }),
      excluded: [],
      limits: [],
      saving: null,
    };
    const at = instant(Date.now());
    const { reason, text } = asked.body as { reason?: string; text?: string };
    const kind = asked.body["type"] === "broadcast" ? ("message" as const) : ("lot_paused" as const);
    return {
      seq: 40,
      at,
      waits: this.waits,
      step_up: this.step_up(),
      before,
      after: { ...before, ...this.becomes(lot, asked) },
      told: { at, kind, cause: "buyer", reason: reason ?? null, text: text ?? null },
    };
  }

  private page(query: URLSearchParams): Answered {
    const after = Number(query.get("after") ?? 0);
    const limit = Number(query.get("limit") ?? 100);
    const later = this.refusals.filter(({ seq }) => seq > after);
    const items = later.slice(0, limit);
    const next = later.length > limit ? String(items.at(-1)?.seq) : null;
    return { status: 200, body: { items, next } };
  }
}

export function done(lot: string): LotOutcome {
  return { lot, status: 200, seq: 41, at: instant(Date.now()), hash: "ab".repeat(32) };
}
