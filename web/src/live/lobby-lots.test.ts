// The lots of a lobby: what is newer counts, and what changes is spoken once.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EVENT, instant, LOT, NOW, person, supplierLot } from "../../test/fixtures";
import type { Lobby, LotMessage } from "../protocol/names";
import type { ClientMessage, ServerMessage } from "../protocol/ws";
import { LobbyLots } from "./lobby-lots";

class FakeSocket {
  static readonly OPEN = 1;
  static last: FakeSocket | null = null;
  readyState = 1;
  sent: ClientMessage[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    FakeSocket.last = this;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.readyState = 3;
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const coming: LotMessage = { ...supplierLot(), title: "Lot 1", state: "scheduled" };
const other: LotMessage = { ...coming, lot: "other", title: "Lot 2" };
let polite: string[];
let live: LobbyLots;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("location", { protocol: "https:", host: "here" });
  polite = [];
  const voice = { polite: (text: string) => void polite.push(text), assertive: () => {} };
  live = new LobbyLots(
    () => {},
    voice,
    () => {},
  );
});
afterEach(() => {
  live.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function lobby(...lots: LotMessage[]): Lobby {
  const event = { title: "Gloves", reference: null, contact: null, terms: null, practice: false };
  return { event, now: instant(NOW), lots, unreadable: [], ready: null, practice: null, people: [] };
}

function socket(): FakeSocket {
  if (FakeSocket.last === null) throw new Error("no connection was tried");
  return FakeSocket.last;
}

function joined(): void {
  const { role, org, expires_at } = person("supplier");
  socket().say({ type: "welcome", protocol: 1, now: instant(NOW), role, org, expires_at });
}

// G156
test("lots that open together are spoken of once, and nothing is said of the first state", () => {
  const shown = lobby(coming, other, { ...coming, lot: "over", state: "closed" });
  live.take(shown);
  joined();
  expect(socket().sent).toEqual([
    { type: "join", lot: LOT },
    { type: "join", lot: "other" },
  ]);
  socket().say(coming);
  socket().say(other);
  vi.advanceTimersByTime(10_000);
  expect(polite).toEqual([]);

  for (const lot of [LOT, "other"])
    socket().say({ type: "update", lot, seq: 41, now: instant(NOW), state: "open" });
  vi.advanceTimersByTime(1_000);

  expect(polite).toEqual(["Lot 1 and Lot 2 are open."]);
  expect(live.lots(shown).map(({ state }) => state)).toEqual(["open", "open", "closed"]);
});

// G156
test("what the server answers later is newer than what a connection said before it was lost", () => {
  live.take(lobby(coming));
  joined();
  socket().say({ ...coming, state: "open" });
  const later: Lobby = lobby({ ...coming, seq: coming.seq + 5, state: "paused" });

  live.take(later);
  vi.advanceTimersByTime(10_000);

  expect(live.lots(later).map(({ state }) => state)).toEqual(["paused"]);
  expect(polite).toEqual(["Lot 1 is paused."]);
  socket().onclose?.({ code: 1006 });
  expect(live.current).toBe(false);
  expect(later.lots[0]?.event.id).toBe(EVENT);
});
