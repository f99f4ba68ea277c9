/**
 * The WebSocket to the server: joins lots or an event with beats, detects a silent connection, and reconnects with pauses that
 * grow until a bid is answered or a connection has worked for a minute. Sends a bid without an answer again with the same
 * `ref` until it is answered. Reports everything as acts and judges nothing.
 */
import type { BidMessage } from "../protocol/names";
import type { ClientMessage, ServerMessage } from "../protocol/ws";
import type { Act } from "./state/acts";
import { askedAfter } from "./state/beats";
import type { SentBid } from "./state/state";

export const PING_MS = 10_000;
/** The longest time from a ping to the next frame. */
export const SILENT_MS = 5_000;
const OPEN_MS = 10_000;
const RESEND_MS = 5_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 10_000;

/** After this time of a working connection the next pause is a short one again. */
const QUIET_MS = 60_000;

const TOO_LARGE = 1009;
const SIGNED_OUT = 4401;
const TOO_MANY_FRAMES = 1008;

export interface Unanswered {
  readonly lot: string;
  readonly bid: SentBid;
}

export interface ConnectionNeeds {
  readonly url: string;
  /** The event that is followed with all its lots in short; absent where lots are followed. */
  readonly event?: string;
  /** The lots that are followed. */
  readonly lots: readonly string[];
  dispatch(act: Act): void;
  /** The bids that have no answer yet: one of a lot at most. */
  unanswered(): readonly Unanswered[];
  /** Without a frame for this long what the page shows may be old. */
  staleMs(): number;
  /** Called when a connection never opened, because a browser hides why an upgrade was refused. */
  isSignedIn(): Promise<boolean>;
}

export class Connection {
  private socket: WebSocket | null = null;
  private welcomed = false;
  private tries = 0;
  private next_id = 1;
  private readonly asked = new Map<number, number>();
  private ended = false;
  /** The lots that are followed beside the event. */
  private beside: readonly string[] = [];
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly needs: ConnectionNeeds) {}

  start(): void {
    if (this.ended) return;
    this.drop();
    this.needs.dispatch({ type: "connecting", local: Date.now() });
    const socket = new WebSocket(this.needs.url);
    this.socket = socket;
    this.welcomed = false;
    this.after("open", OPEN_MS, () => this.lost(0));
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => this.read(String(event.data));
    socket.onclose = (event) => this.lost(event.code);
  }

  /** Connects again after the session was lost and came back. */
  resume(): void {
    this.ended = false;
    this.tries = 0;
    this.start();
  }

  /** Ends the connection. */
  stop(): void {
    this.ended = true;
    this.drop();
  }

  /** Tries at once, without the rest of the pause: the machine was suspended, or the network is back. */
  tryNow(): void {
    if (this.ended) return;
    if (this.socket === null) this.start();
    else if (this.welcomed) this.ping();
  }

  /** The machine says that it has no network. The page must not show old figures as current until it is noticed. */
  networkGone(): void {
    if (!this.ended && this.socket !== null) this.lost(0);
  }

  /** Follows these lots beside the event, and leaves those that are not among them any more. */
  follow(lots: readonly string[]): void {
    const before = this.beside;
    this.beside = lots;
    for (const lot of before.filter((one) => !lots.includes(one))) this.send({ type: "leave", lot });
    for (const lot of lots.filter((one) => !before.includes(one))) this.send({ type: "join", lot });
  }

  bid(lot: string, bid: SentBid): void {
    const message: BidMessage = {
      type: "bid",
      lot,
      ref: bid.ref,
      prices: bid.prices,
      confirmed: bid.confirmed,
    };
    this.send(message);
    this.after("resend", RESEND_MS, () => this.resend(this.needs.unanswered()));
  }

  private resend(unanswered: readonly Unanswered[]): void {
    if (this.socket === null) return;
    for (const { lot, bid } of unanswered) this.bid(lot, bid);
  }

  private send(message: ClientMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private opened(): void {
    this.clear("open");
    const { event, lots } = this.needs;
    if (event !== undefined) this.send({ type: "join", event, beat: true });
    for (const lot of lots) this.send({ type: "join", lot, beat: true });
    for (const lot of this.beside) this.send({ type: "join", lot });
    this.ping();
    this.after("second", 1_000, () => this.askTime());
  }

  private askTime(): void {
    const id = this.next_id++;
    this.asked.set(id, Date.now());
    this.send({ type: "time", id });
  }

  /** Any frame that follows shows that the connection works, not only the answer to this question. */
  private ping(): void {
    this.askTime();
    // A second question does not put off the end of the wait for the first.
    if (!this.timers.has("silent")) this.after("silent", SILENT_MS, () => this.lost(0));
    this.after("ping", PING_MS, () => this.ping());
  }

  private read(frame: string): void {
    const local = Date.now();
    this.clear("silent");
    const message = JSON.parse(frame) as ServerMessage;
    if (message.type === "welcome") this.welcomed = true;
    if (message.type === "time") this.measure(message.id, local, message.now);
    this.needs.dispatch({ type: "received", message, local });
    if (message.type === "error" && message.code === "unavailable" && !message.ref && message.lot)
      this.joinLater(message.lot);
    // Just before the page becomes stale it asks once whether the connection works.
    this.after("stale", askedAfter(this.needs.staleMs()), () => this.ping());
    if (message.type === "accepted" || message.type === "refused") this.tries = 0;
    if (message.type === "lot" && this.needs.lots.includes(message.lot)) {
      this.after("quiet", QUIET_MS, () => (this.tries = 0));
      this.resend(this.needs.unanswered().filter(({ lot }) => lot === message.lot));
    }
  }

  /** The server cannot read a lot now: asks again, with pauses that grow. */
  private joinLater(lot: string): void {
    this.clear("quiet");
    this.after(`join ${lot}`, this.pause(), () => this.send({ type: "join", lot, beat: true }));
    this.tries += 1;
  }

  private measure(id: number, answered: number, now: string): void {
    const asked = this.asked.get(id);
    this.asked.delete(id);
    if (asked === undefined) return;
    this.needs.dispatch({ type: "clock_measured", asked, answered, now: Date.parse(now) });
  }

  private lost(code: number): void {
    const welcomed = this.welcomed;
    this.drop();
    if (this.ended) return;
    if (code === TOO_LARGE) this.needs.dispatch({ type: "too_large" });
    if (code === SIGNED_OUT) {
      this.signedOut();
      return;
    }
    const pause = code === TOO_MANY_FRAMES ? RETRY_MAX_MS : this.pause();
    this.tries += 1;
    const local = Date.now();
    this.needs.dispatch({ type: "connection_lost", local, next_try_local: local + pause });
    this.after("retry", pause, () => this.start());
    if (!welcomed) void this.checkSession();
  }

  private async checkSession(): Promise<void> {
    if (!(await this.needs.isSignedIn())) this.signedOut();
  }

  private signedOut(): void {
    this.stop();
    this.needs.dispatch({ type: "signed_out", local: Date.now() });
  }

  /** Doubles from 1 s up to 10 s. Half of it is random, so that not all pages reconnect at the same moment. */
  private pause(): number {
    const whole = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.tries);
    return Math.round(whole / 2 + Math.random() * (whole / 2));
  }

  private drop(): void {
    for (const name of [...this.timers.keys()]) this.clear(name);
    this.asked.clear();
    const socket = this.socket;
    this.socket = null;
    this.welcomed = false;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private after(name: string, pause: number, act: () => void): void {
    this.clear(name);
    const timer = setTimeout(() => {
      this.timers.delete(name);
      act();
    }, pause);
    this.timers.set(name, timer);
  }

  private clear(name: string): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }
}
