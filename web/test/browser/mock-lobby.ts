// The routes of a lobby, for the mock server. A test sets what they answer.
import type { Lobby, LobbyPerson, LotMessage, Ready } from "../../src/protocol/names";
import { instant } from "../fixtures";
import type { Answered, Asked } from "./mock-account";

export class MockLobby {
  ready: Ready | null = null;
  practice: Lobby["practice"] = null;
  people: LobbyPerson[] = [];
  terms_accepted: Lobby["terms_accepted"] = null;
  unreadable: Lobby["unreadable"] = [];
  /** Further lots of the event, which can be joined too. */
  others: LotMessage[] = [];
  /** What was measured of connections. */
  readonly measured: Array<{ round_trip_ms: number; clock_ms: number }> = [];

  /** The answer; null for any other route. */
  answer({ method, path, body }: Asked, lot: LotMessage | null): Answered | null {
    if (lot === null) return null;
    if (method === "GET" && path === `/api/v1/events/${lot.event.id}/lobby`) {
      return { status: 200, body: this.whole(lot) };
    }
    if (method === "POST" && path === `/api/v1/events/${lot.event.id}/readiness`) {
      const { round_trip_ms, clock_ms } = body as { round_trip_ms: number; clock_ms: number };
      this.measured.push({ round_trip_ms, clock_ms });
      const practised_at = this.ready?.practised_at ?? null;
      this.ready = { tested_at: instant(Date.now()), round_trip_ms, clock_ms, practised_at };
      return { status: 204 };
    }
    if (method === "POST" && path.endsWith("/accept-terms")) {
      const accepted = ({ you, seq, ...lot }: LotMessage): LotMessage => {
        return { ...lot, seq: seq + 1, ...(you && { you: { ...you, terms_accepted: true } }) };
      };
      this.others = this.others.map(accepted);
      this.terms_accepted = { at: instant(Date.now()), by: "supplier-1", by_name: "Bea Hall" };
    }
    return null;
  }

  private whole(lot: LotMessage): Lobby {
    const { title, reference = null, contact = null, terms = null, practice } = lot.event;
    const lots = [lot, ...this.others].map(({ market: _, ...shown }) => shown);
    return {
      event: { title, reference, contact, terms, practice },
      bidder_name: "Acme Medical Ltd",
      now: instant(Date.now()),
      lots,
      unreadable: this.unreadable,
      ready: this.ready,
      practice: this.practice ?? null,
      terms_accepted: this.terms_accepted ?? null,
      people: this.people,
    };
  }
}
