/**
 * Follows several lots over one WebSocket, for a list that shows the present state of each. Sends no bids. Reconnects
 * with growing pauses; what it knew meanwhile is marked as not current.
 */
import type { LotMessage } from "../protocol/names";
import type { ClientMessage, ServerMessage } from "../protocol/ws";

const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 30_000;
const SIGNED_OUT = 4401;
/** A connection follows no more lots than this. The list asks for the others from time to time. */
export const WATCHED_MAX = 30;

export class WatchedLots {
  readonly lots = new Map<string, LotMessage>();
  private connected = false;
  private wanted: readonly string[] = [];
  private readonly joined = new Set<string>();
  private socket: WebSocket | null = null;
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly changed: () => void,
    /** Called when the server closed the connection because there is no session. */
    private readonly signedOut: () => void,
  ) {}

  /** Whether the connection was lost and is not back yet, so that what it said may be old. */
  get lost(): boolean {
    return this.tries > 0 && this.wanted.length > 0;
  }

  /**
   * Follows these lots, and leaves the ones that are not among them. What the connection said of a lot is forgotten
   * once the lot is not followed: the list that the caller has is newer.
   */
  follow(lots: readonly string[]): void {
    this.wanted = lots.slice(0, WATCHED_MAX);
    for (const lot of [...this.lots.keys()]) {
      if (this.lost || !this.wanted.includes(lot)) this.lots.delete(lot);
    }
    for (const lot of [...this.joined]) {
      if (this.wanted.includes(lot)) continue;
      this.send({ type: "leave", lot });
      this.joined.delete(lot);
    }
    if (this.wanted.length === 0) this.rest();
    else if (this.socket === null && this.retry === undefined) this.connect();
    else this.join();
  }

  stop(): void {
    this.wanted = [];
    this.rest();
    this.drop();
  }

  /** Makes no further tries. The next list of lots begins with the first one. */
  private rest(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.tries = 0;
  }

  private connect(): void {
    this.retry = undefined;
    if (this.wanted.length === 0) return;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onmessage = (event) => this.read(JSON.parse(String(event.data)) as ServerMessage);
    socket.onclose = ({ code }) => this.closed(code);
  }

  private join(): void {
    if (!this.connected) return;
    for (const lot of this.wanted) {
      if (this.joined.has(lot)) continue;
      this.joined.add(lot);
      this.send({ type: "join", lot });
    }
  }

  private send(message: ClientMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private read(message: ServerMessage): void {
    if (message.type === "welcome") {
      this.connected = true;
      this.tries = 0;
      this.join();
    } else if (message.type === "lot") {
      this.lots.set(message.lot, message);
    } else if (message.type === "update") {
      const lot = this.lots.get(message.lot);
      if (lot === undefined || message.seq < lot.seq) return;
      this.lots.set(message.lot, { ...lot, ...message, type: "lot" });
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
    this.joined.clear();
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
