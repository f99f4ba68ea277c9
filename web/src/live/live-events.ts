/**
 * The list of events as it is now: asks for the list again from time to time, and follows the lots that run or are about
 * to. Owns the effects; the words decide what is said about it.
 */
import { events } from "../api/events";
import type { EventListed, LotListed, LotMessage } from "../protocol/names";
import { millis } from "../words/time";
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

  constructor(private readonly changed: () => void) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.watched = new WatchedLots(`${scheme}://${location.host}/ws`, () => this.heard(), this.askNow);
  }

  start(): void {
    void this.ask();
    this.ticking = setInterval(this.changed, TICK_MS);
    document.addEventListener("visibilitychange", this.seen);
  }

  stop(): void {
    clearTimeout(this.asking);
    clearInterval(this.ticking);
    document.removeEventListener("visibilitychange", this.seen);
    this.watched.stop();
  }

  readonly askNow = (): void => void this.ask();

  now(): number {
    return serverTime(this.clock, Date.now());
  }

  /** The lot as its connection last said; null where only the list knows it. */
  lot(id: string): LotMessage | null {
    return this.watched.lots.get(id) ?? null;
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
    const live = this.watched.lots.get(lot.id);
    if (live === undefined) return lot;
    const { title, state, opens_at, closes_at } = live;
    return { id: lot.id, title, state, opens_at, closes_at, ended_at: live.ended_at ?? lot.ended_at ?? null };
  }

  private heard(): void {
    const newest = [...this.watched.lots.values()].map(({ now }) => millis(now));
    if (newest.length > 0) this.clock = afterMessage(this.clock, Math.max(...newest), Date.now());
    this.changed();
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
      const lots = this.listed.flatMap((event) => event.lots);
      this.watched.follow([...lots.filter(isRunning), ...lots.filter(isComing)].map(({ id }) => id));
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
