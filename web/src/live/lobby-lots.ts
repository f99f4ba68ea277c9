/**
 * The lots of a lobby as they are now: follows those that have not ended, keeps the server's time, and says when one
 * opens, stops or ends. What else stands in the lobby is asked for by the screen.
 */
import type { Lobby, LobbyLot } from "../protocol/names";
import type { State as LotState } from "../protocol/ws";
import { changedSentence, isOver } from "../words/lobby";
import { millis } from "../words/time";
import { Speaker, type Voice } from "./announcer/speaker";
import { afterMessage, type Clock, serverTime, UNKNOWN_CLOCK } from "./state/clock";
import { WatchedLots } from "./watched-lots";

const TICK_MS = 1_000;
/** Lots that open together are spoken of together. */
const TOGETHER_MS = 400;

export class LobbyLots {
  private clock: Clock = UNKNOWN_CLOCK;
  private readonly watched: WatchedLots;
  private readonly speaker: Speaker;
  private lobby: Lobby | null = null;
  private readonly states = new Map<string, LotState>();
  private changed_lots: string[] = [];
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly changed: () => void,
    voice: Voice,
    signedOut: () => void,
  ) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.speaker = new Speaker(voice);
    this.watched = new WatchedLots(`${scheme}://${location.host}/ws`, () => this.heard(), signedOut);
  }

  start(): void {
    this.ticking = setInterval(this.changed, TICK_MS);
  }

  stop(): void {
    clearInterval(this.ticking);
    this.speaker.dropWaiting();
    this.watched.stop();
  }

  /** Takes over what the server has answered. */
  take(lobby: Lobby): void {
    this.lobby = lobby;
    this.clock = afterMessage(this.clock, millis(lobby.now), Date.now());
    this.notice();
    const follows = this.lots(lobby).filter((lot) => !isOver(lot));
    this.watched.follow(nextFirst(follows).map(({ lot }) => lot));
  }

  now(): number {
    return serverTime(this.clock, Date.now());
  }

  /** Whether the states of the lots are current. */
  get current(): boolean {
    return !this.watched.lost;
  }

  /** The lots in their newest known state. */
  lots(lobby: Lobby): LobbyLot[] {
    return lobby.lots.map((lot) => {
      const live = this.watched.lots.get(lot.lot);
      return live !== undefined && live.seq >= lot.seq ? live : lot;
    });
  }

  private heard(): void {
    const said = [...this.watched.lots.values()].map(({ now }) => millis(now));
    if (said.length > 0) this.clock = afterMessage(this.clock, Math.max(...said), Date.now());
    this.notice();
    this.changed();
  }

  /** Says what has changed since the page was opened. Never moves the focus. */
  private notice(): void {
    if (this.lobby === null) return;
    for (const { lot, state } of this.lots(this.lobby)) {
      const before = this.states.get(lot);
      this.states.set(lot, state);
      if (before !== undefined && before !== state) this.changed_lots.push(lot);
    }
    if (this.changed_lots.length === 0) return;
    this.speaker.sayLater({ kind: "lots", hold_ms: TOGETHER_MS, text: () => this.spoken() });
  }

  private spoken(): string | null {
    const changed = this.changed_lots;
    this.changed_lots = [];
    if (this.lobby === null) return null;
    return changedSentence(
      this.lots(this.lobby).filter(({ lot }) => changed.includes(lot)),
      this.now(),
    );
  }
}

/** Those that run, then those that open next: of a large event a connection does not follow every lot. */
function nextFirst(lots: readonly LobbyLot[]): LobbyLot[] {
  const opensAt = ({ state, opens_at }: LobbyLot): number => (state === "scheduled" ? millis(opens_at) : 0);
  return lots.toSorted((a, b) => opensAt(a) - opensAt(b));
}
