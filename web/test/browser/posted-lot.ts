// A lot of two bidders on a real server, whose bids come over HTTP, for the tests of its record.
import { openGloves } from "./gloves";
import type { Server } from "./server";

/** An offer by its price for one box; the lot buys 60,000. */
export interface PostedBid {
  readonly bidder: "acme" | "bolt";
  readonly ref: string;
  readonly price: string;
}

export class PostedLot {
  private constructor(
    private readonly server: Server,
    readonly lot: string,
  ) {}

  /** Publishes a lot that opens now. */
  static async publish(server: Server): Promise<PostedLot> {
    const { lot } = await server.publish({
      ...openGloves({ min_decrement: { absolute: "600.00" } }),
      title: "Gloves \u2013 \u201cnitrile\u201d",
    });
    const posted = new PostedLot(server, lot);
    await posted.opened();
    return posted;
  }

  /** Sends the bids one after the other; whether each was accepted. */
  async bid(bids: readonly PostedBid[]): Promise<boolean[]> {
    const accepted: boolean[] = [];
    for (const { bidder, ref, price } of bids) {
      const response = await this.post("supplier", bidder, "bids", { ref, prices: { m: price } });
      accepted.push(response.status === 200);
    }
    return accepted;
  }

  /** A buyer's act. */
  async act(type: string, reason: string): Promise<void> {
    const response = await this.post("buyer", "partnership", "commands", { type, reason });
    if (!response.ok) throw new Error(`${type}: ${response.status} ${await response.text()}`);
  }

  /** All records, as an auditor reads them. */
  async history(): Promise<Buffer> {
    const headers = { authorization: `Bearer ${await this.server.token("auditor", "partnership")}` };
    const response = await fetch(`${this.server.address}/api/v1/lots/${this.lot}/history`, { headers });
    return Buffer.from(await response.arrayBuffer());
  }

  private async opened(): Promise<void> {
    while (!(await this.history()).includes('"lot_opened"')) continue;
  }

  private async post(role: string, org: string, what: string, body: object): Promise<Response> {
    return fetch(`${this.server.address}/api/v1/lots/${this.lot}/${what}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await this.server.token(role, org)}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
  }
}
