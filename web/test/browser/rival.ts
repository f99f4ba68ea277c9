// A bidder without a page: a program that follows lots over one WebSocket, and bids as fast as it is answered.
import { once } from "node:events";
import { WebSocket } from "ws";
import type { AcceptedMessage, Prices, RefusedMessage } from "../../src/protocol/names";
import type { ClientMessage, ServerMessage } from "../../src/protocol/ws";

type Answer = AcceptedMessage | RefusedMessage;

interface Waiting {
  answered(answer: Answer): void;
  failed(error: Error): void;
}

export class Rival {
  private readonly waiting = new Map<string, Waiting>();
  private sent = 0;

  private constructor(
    readonly bidder: string,
    private readonly socket: WebSocket,
  ) {
    socket.on("message", (frame) => this.read(JSON.parse(String(frame)) as ServerMessage));
    socket.on("error", () => {});
    socket.on("close", () => {
      for (const { failed } of this.waiting.values()) failed(new Error(`${bidder} has no connection`));
    });
  }

  /** Connects, and follows the lots. */
  static async join(server: string, token: string, bidder: string, lots: readonly string[]): Promise<Rival> {
    const headers = { authorization: `Bearer ${token}` };
    const socket = new WebSocket(`${server.replace("http", "ws")}/ws`, { headers });
    const rival = new Rival(bidder, socket);
    await once(socket, "open");
    for (const lot of lots) rival.send({ type: "join", lot });
    return rival;
  }

  /** Bids, and returns what became of it. */
  async bid(lot: string, prices: Prices): Promise<Answer> {
    const ref = `${this.bidder} ${(this.sent += 1)} ${Date.now()}`;
    const answer = new Promise<Answer>((answered, failed) => this.waiting.set(ref, { answered, failed }));
    this.send({ type: "bid", lot, ref, prices, confirmed: false });
    return answer;
  }

  leave(): void {
    this.socket.terminate();
  }

  private send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  private read(message: ServerMessage): void {
    if (message.type !== "accepted" && message.type !== "refused" && message.type !== "error") return;
    const ref = message.ref ?? "";
    const waiting = this.waiting.get(ref);
    if (waiting === undefined) return;
    this.waiting.delete(ref);
    if (message.type === "error") waiting.failed(new Error(`${this.bidder}: ${message.message}`));
    else waiting.answered(message);
  }
}
