/**
 * Follows several lots and events over one WebSocket, for a list that shows the present state of each. Sends no bids.
 * Asks for beats, so that a connection that has become silent is noticed. Reconnects with growing pauses; what it knew
 * meanwhile is marked as not current.
 */
import type { EventMessage, LotMessage } from "../protocol/names";
import type { ClientMessage, ServerMessage } from "../protocol/ws";
import { askedAfter, nextBeatOf, staleAfter } from "./state/beats";
import { afterUpdate } from "./state/event-update";

const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 30_000;
const SIGNED_OUT = 4401;
/** A connection follows no more lots than this. The list asks for the others from time to time. */
export const WATCHED_MAX = 30;
/** The server lets a connection follow no more events than this. */
export const WATCHED_EVENTS_MAX = 16;

/** What is followed, of one kind: what is wanted, what was joined, and what the connection last said of each. */
class Followed<Message> {
  wanted: readonly string[] = [];
  readonly joined = new Set<string>();
  readonly said = new Map<string, Message>();

  constructor(readonly kind: "lot" | "event") {}

  topic(id: string): { lot: string } | { event: string } {
    return this.kind === "lot" ? { lot: id } : { event: id };
  }
}

export class WatchedLots {
  private readonly followed_lots = new Followed<LotMessage>("lot");
  private readonly followed_events = new Followed<EventMessage>("event");
  private readonly both = [this.followed_events, this.followed_lots];
  readonly lots: ReadonlyMap<string, LotMessage> = this.followed_lots.said;
  readonly events: ReadonlyMap<string, EventMessage> = this.followed_events.said;
  private connected = false;
  private socket: WebSocket | null = null;
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private next_ms = 0;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private silent: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly changed: () => void,
    /** Called when the server closed the connection because there is no session. */
    private readonly signedOut: () => void,
  ) {}

  /** Whether the connection was lost and is not back yet, so that what it said may be old. */
  get lost(): boolean {
    return this.tries > 0 && this.wants_any;
  }

  private get wants_any(): boolean {
    return this.both.some(({ wanted }) => wanted.length > 0);
  }

  /**
   * Follows these lots and events, and leaves the ones that are not among them. What the connection said of one is
   * forgotten once it is not followed: the list that the caller has is newer.
   */
  follow(lots: readonly string[], events: readonly string[] = []): void {
    this.followed_lots.wanted = lots.slice(0, WATCHED_MAX);
    this.followed_events.wanted = events.slice(0, WATCHED_EVENTS_MAX);
    for (const followed of this.both) {
      const { wanted, joined, said } = followed;
      for (const id of [...said.keys()]) {
        if (this.lost || !wanted.includes(id)) said.delete(id);
      }
      for (const id of [...joined]) {
        if (wanted.includes(id)) continue;
        this.send({ type: "leave", ...followed.topic(id) });
        joined.delete(id);
      }
    }
    if (!this.wants_any) this.rest();
    else if (this.socket === null && this.retry === undefined) this.connect();
    else this.join();
  }

  stop(): void {
    for (const followed of this.both) followed.wanted = [];
    this.rest();
    this.drop();
  }

  /** The machine says that it has no network. */
  networkGone(): void {
    if (this.socket !== null) this.closed(0);
  }

  /** Tries at once, without the rest of the pause. */
  tryNow(): void {
    if (this.retry === undefined) return;
    clearTimeout(this.retry);
    this.connect();
  }

  /** Makes no further tries. The next list of lots begins with the first one. */
  private rest(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.tries = 0;
  }

  private connect(): void {
    this.retry = undefined;
    if (!this.wants_any) return;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onmessage = (event) => this.read(JSON.parse(String(event.data)) as ServerMessage);
    socket.onclose = ({ code }) => this.closed(code);
  }

  private join(): void {
    if (!this.connected) return;
    for (const followed of this.both) {
      for (const id of followed.wanted) {
        if (followed.joined.has(id)) continue;
        followed.joined.add(id);
        this.send({ type: "join", ...followed.topic(id), beat: true });
      }
    }
  }

  private send(message: ClientMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private read(message: ServerMessage): void {
    this.take(message);
    clearTimeout(this.asking);
    clearTimeout(this.silent);
    if (!this.hasBeats()) return;
    const stale_ms = staleAfter(this.next_ms);
    this.asking = setTimeout(() => this.send({ type: "time", id: 1 }), askedAfter(stale_ms));
    this.silent = setTimeout(() => this.closed(0), stale_ms);
  }

  /** Whether the server sends beats: while something that is followed is open or paused. */
  private hasBeats(): boolean {
    const states = [...this.lots.values(), ...this.events.values()].map(({ state }) => state);
    return states.some((state) => state === "open" || state === "paused");
  }

  private take(message: ServerMessage): void {
    if (message.type === "welcome") {
      this.connected = true;
      this.tries = 0;
      this.next_ms = nextBeatOf(message.role);
      this.join();
    } else if (message.type === "beat") {
      this.next_ms = message.next_ms;
      return;
    } else if (message.type === "lot") {
      this.followed_lots.said.set(message.lot, message);
    } else if (message.type === "update") {
      const lot = this.lots.get(message.lot);
      if (lot === undefined || message.seq < lot.seq) return;
      this.followed_lots.said.set(message.lot, { ...lot, ...message, type: "lot" });
    } else if (message.type === "event") {
      this.followed_events.said.set(message.event, message);
    } else if (message.type === "event_update") {
      const event = this.events.get(message.event);
      if (event === undefined) return;
      this.followed_events.said.set(message.event, afterUpdate(event, message));
    } else {
      return;
    }
    this.changed();
  }

  private closed(code: number): void {
    this.drop();
    if (code === SIGNED_OUT) this.signedOut();
    const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.tries);
    this.tries += 1;
    this.retry = setTimeout(() => this.connect(), pause);
    this.changed();
  }

  private drop(): void {
    this.connected = false;
    clearTimeout(this.asking);
    clearTimeout(this.silent);
    for (const { joined } of this.both) joined.clear();
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
