/**
 * The list of events as it is now: asks for the list again from time to time, and follows what runs or is about to. A
 * supplier follows its lots. All others follow events, and of their lots those in which something waits for a decision.
 * Owns the effects; the words decide what is said about it.
 */
import { events } from "../api/events";
import type { EventListed, EventMessage, LotListed, LotMessage, LotSummary } from "../protocol/names";
import { type Standing, standingInShort, standingOf } from "../words/home";
import { millis } from "../words/time";
import type { WaitingLot } from "./sound/needs";
import { afterMessage, type Clock, serverTime, UNKNOWN_CLOCK } from "./state/clock";
import { WatchedLots } from "./watched-lots";

const TICK_MS = 1_000;
const ASK_MS = 20_000;
const ASK_FAILED_MS = 5_000;

/** `refused`: the session is lost, or has to be proved first. */
export type ListStatus = "loading" | "listed" | "failed" | "refused";

export class LiveEvents {
  status: ListStatus = "loading";
  private listed: readonly EventListed[] = [];
  private clock: Clock = UNKNOWN_CLOCK;
  private readonly watched: WatchedLots;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly changed: () => void,
    private readonly follows: "lots" | "events",
  ) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.watched = new WatchedLots(`${scheme}://${location.host}/ws`, () => this.heard(), this.askNow);
  }

  start(): void {
    void this.ask();
    this.ticking = setInterval(this.changed, TICK_MS);
    document.addEventListener("visibilitychange", this.seen);
    addEventListener("offline", this.networkGone);
    addEventListener("online", this.networkBack);
  }

  stop(): void {
    clearTimeout(this.asking);
    clearInterval(this.ticking);
    document.removeEventListener("visibilitychange", this.seen);
    removeEventListener("offline", this.networkGone);
    removeEventListener("online", this.networkBack);
    this.watched.stop();
  }

  readonly askNow = (): void => void this.ask();
  private readonly networkGone = (): void => this.watched.networkGone();

  private readonly networkBack = (): void => {
    this.watched.tryNow();
    this.askNow();
  };

  now(): number {
    return serverTime(this.clock, Date.now());
  }

  /** The lot as its connection last said; null where it is not followed by itself. */
  lot(id: string): LotMessage | null {
    return this.watched.lots.get(id) ?? null;
  }

  /** What waits in a lot for a decision; null while only the number of it is known. */
  waitingIn(id: string): WaitingLot | null {
    const lot = this.lot(id);
    if (lot !== null) return lot;
    const summary = this.summary(id)?.summary;
    if (!summary?.state || !summary.waiting || waits(summary)) return null;
    return { lot: id, state: summary.state, requests: [], proposals: [] };
  }

  /** Where the person stands in a lot that runs; null for any other lot, and where only the list knows it. */
  standing(id: string): Standing | null {
    const short = this.summary(id);
    if (short !== null) return standingInShort(short.summary, short.event.currency);
    const lot = this.lot(id);
    return lot === null ? null : standingOf(lot);
  }

  /** When a paused lot is planned to restart, where that is known. */
  restart(id: string): string | null {
    return this.summary(id)?.summary.resumes_at ?? this.lot(id)?.resumes_at ?? null;
  }

  /** Whether the places and leads of running lots are current. */
  get current(): boolean {
    return this.status === "listed" && !this.watched.lost;
  }

  /** The events, each lot in its newest known state. */
  events(): EventListed[] {
    return this.listed.map((event) => ({ ...event, lots: event.lots.map((lot) => this.newest(lot)) }));
  }

  private newest(lot: LotListed): LotListed {
    const live = this.summary(lot.id)?.summary ?? this.watched.lots.get(lot.id);
    if (live === undefined) return lot;
    const { title, state, opens_at, closes_at } = live;
    return { id: lot.id, title, state, opens_at, closes_at, ended_at: live.ended_at ?? lot.ended_at ?? null };
  }

  private summary(id: string): { event: EventMessage; summary: LotSummary } | null {
    for (const event of this.watched.events.values()) {
      const summary = event.lots.find(({ lot }) => lot === id);
      if (summary !== undefined) return { event, summary };
    }
    return null;
  }

  private heard(): void {
    const said = [...this.watched.lots.values(), ...this.watched.events.values()];
    if (said.length > 0) {
      this.clock = afterMessage(this.clock, Math.max(...said.map(({ now }) => millis(now))), Date.now());
    }
    // A lot in which something has begun to wait is followed by itself from now on.
    if (this.follows === "events") this.watch();
    this.changed();
  }

  /** Follows what runs before what is about to. */
  private watch(): void {
    const published = this.listed.filter(({ status }) => status === "published");
    if (this.follows === "lots") {
      const lots = this.listed.flatMap((event) => event.lots);
      this.watched.follow([...lots.filter(isRunning), ...lots.filter(isComing)].map(({ id }) => id));
      return;
    }
    const running = published.filter(({ lots }) => lots.some(isRunning));
    const coming = published.filter((event) => !running.includes(event) && event.lots.some(isComing));
    const waiting = [...this.watched.events.values()].flatMap(({ lots }) => lots.filter(waits));
    this.watched.follow(
      waiting.map(({ lot }) => lot),
      [...running, ...coming].map(({ id }) => id),
    );
  }

  private readonly seen = (): void => {
    if (document.visibilityState === "visible") void this.ask();
  };

  private async ask(): Promise<void> {
    clearTimeout(this.asking);
    const answer = await events();
    if (answer.ok) {
      this.listed = answer.value.events;
      this.status = "listed";
      this.watch();
    } else {
      this.status = answer.status === 401 || answer.status === 403 ? "refused" : "failed";
      if (this.status === "refused") this.watched.follow([]);
    }
    clearTimeout(this.asking);
    // Without a session that may ask there is nothing to ask for until the person is back.
    if (this.status !== "refused") this.asking = setTimeout(this.askNow, answer.ok ? ASK_MS : ASK_FAILED_MS);
    this.changed();
  }
}

function isRunning({ state }: LotListed): boolean {
  return state === "open" || state === "paused";
}

function isComing({ state }: LotListed): boolean {
  return state === "scheduled";
}

function waits({ waiting }: LotSummary): boolean {
  return waiting != null && waiting.requests + waiting.proposals > 0;
}
