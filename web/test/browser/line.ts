// A line between a browser and the server that a test can cut: nothing passes any more, and neither end is told.
import { connect, createServer, type AddressInfo, type Server as Listener, type Socket } from "node:net";

/** `answers_lost`: what the browser sends arrives, and what the server answers does not. */
type Passes = "all" | "answers_lost" | "nothing";

export class Line {
  private passes: Passes = "all";
  private readonly ends = new Set<Socket>();

  private constructor(
    private readonly listener: Listener,
    readonly address: string,
  ) {}

  /** A line to the server at that address. Its own address stands in place of the server's. */
  static async to(server: string): Promise<Line> {
    const listener = createServer();
    await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
    const { port } = listener.address() as AddressInfo;
    const line = new Line(listener, `http://127.0.0.1:${port}`);
    const to = new URL(server);
    listener.on("connection", (browser) => line.join(browser, connect(Number(to.port), to.hostname)));
    return line;
  }

  /** From now on nothing passes. Connections stay open, and new ones get no answer. */
  cut(): void {
    this.passes = "nothing";
  }

  /** From now on what the browser sends still arrives, and no answer comes back. */
  loseAnswers(): void {
    this.passes = "answers_lost";
  }

  /** Ends the connections over which something was lost, and lets new ones pass. */
  mend(): void {
    this.passes = "all";
    for (const end of this.ends) end.destroy();
  }

  stop(): void {
    this.listener.close();
    for (const end of this.ends) end.destroy();
  }

  private join(browser: Socket, server: Socket): void {
    browser.on("data", (bytes) => this.passes !== "nothing" && server.write(bytes));
    server.on("data", (bytes) => this.passes === "all" && browser.write(bytes));
    for (const [end, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      this.ends.add(end);
      // An end that breaks off is closed too; the other end is told by that.
      end.on("error", () => {});
      end.on("close", () => {
        this.ends.delete(end);
        // What is on its way to the other end still arrives there.
        if (this.passes === "all") other.end();
      });
    }
  }
}
