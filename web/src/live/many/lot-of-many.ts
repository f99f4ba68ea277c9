/** One lot of a page that has many. Its watchers are told only of changes that its part of the page shows, so that time alone draws nothing. */
import type { Person, Prices } from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import { LotBids } from "../lot-bids";
import type { Act } from "../state/acts";
import { isFresh, type SentBid, type State } from "../state/state";
import type { Line } from "./line";

export interface LotNeeds {
  bid(lot: string, bid: SentBid): void;
  /** Called after each change of the lot, also where only time has passed. */
  changed(lot: LotOfMany, before: State, after: State, is_seen: boolean): void;
}

/** Members that change while nothing happens. The link is compared by itself. */
const PASSING: ReadonlySet<string> = new Set(["local", "clock", "typed_local", "link", "welcome"]);

export class LotOfMany extends LotBids {
  /** The server cannot read the lot. */
  failed = false;

  constructor(
    lot: string,
    /** Its title in the list of the event, for the time before the lot itself is known. */
    readonly title: string,
    person: Person,
    private readonly needs: LotNeeds,
  ) {
    super(lot, person);
  }

  /** Takes what was typed before the page was loaded again. */
  begin(): void {
    this.restore();
  }

  /** Takes an act of the shared connection, with what is known of the line by now. */
  take(act: Act, line: Line): void {
    this.dispatch({ type: "line", ...line });
    if (act.type === "received") this.noteFailure(act.message);
    this.dispatch(act);
  }

  private noteFailure(message: ServerMessage): void {
    const failed = message.type === "error" && !message.ref && message.code !== "not_found";
    if (message.type !== "lot" && !failed) return;
    const differs = this.failed !== failed;
    this.failed = failed;
    if (differs) this.tellWatchers();
  }

  /** Sends an offer that was reviewed, and returns its reference; null where it cannot be sent now. */
  sendReviewed(prices: Prices, total: string, confirmed: boolean): string | null {
    return this.blocked() === null ? this.transmit(prices, total, confirmed) : null;
  }

  protected override submit(bid: SentBid): void {
    this.needs.bid(this.lot, bid);
  }

  protected override changed(before: State, after: State): void {
    this.needs.changed(this, before, after, this.isSeen(before, after));
  }

  protected override isSeen(before: State, after: State): boolean {
    const members = Object.keys(after) as Array<keyof State>;
    return (
      members.some((member) => !PASSING.has(member) && before[member] !== after[member]) ||
      before.link.status !== after.link.status ||
      before.link.next_try_local !== after.link.next_try_local ||
      isFresh(before) !== isFresh(after)
    );
  }
}
