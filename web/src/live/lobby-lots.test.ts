// The lots of a lobby: what is newer counts, and what changes is spoken once.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, socket } from "../../test/fake-socket";
import { EVENT, instant, LOT, NOW, supplierLot } from "../../test/fixtures";
import type { Lobby, LotMessage } from "../protocol/names";
import { LobbyLots } from "./lobby-lots";

const coming: LotMessage = { ...supplierLot(), title: "Lot 1", state: "scheduled" };
const other: LotMessage = { ...coming, lot: "other", title: "Lot 2" };
let polite: string[];
let live: LobbyLots;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  FakeSocket.stub();
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
  return {
    event,
    bidder_name: "Acme Medical Ltd",
    now: instant(NOW),
    lots,
    unreadable: [],
    ready: null,
    practice: null,
    terms_accepted: null,
    people: [],
  };
}

// G156
test("lots that open together are spoken of once, and nothing is said of the first state", () => {
  const shown = lobby(coming, other, { ...coming, lot: "over", state: "closed" });
  live.take(shown);
  socket().open();
  expect(socket().sent).toEqual([
    { type: "join", lot: LOT, beat: true },
    { type: "join", lot: "other", beat: true },
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
  socket().open();
  socket().say({ ...coming, state: "open" });
  const later: Lobby = lobby({ ...coming, seq: coming.seq + 5, state: "paused" });

  live.take(later);
  vi.advanceTimersByTime(10_000);

  expect(live.lots(later).map(({ state }) => state)).toEqual(["paused"]);
  expect(polite).toEqual(["Lot 1 is paused."]);
  socket().end(1006);
  expect(live.current).toBe(false);
  expect(later.lots[0]?.event.id).toBe(EVENT);
});

// G156
test("of many lots those are followed that run or open next", () => {
  const later = Array.from({ length: 40 }, (_, nth) => ({
    ...coming,
    lot: `later-${nth}`,
    opens_at: instant(NOW + 9_000_000),
  }));
  const next = { ...coming, lot: "next", opens_at: instant(NOW + 60_000) };
  const running: LotMessage = { ...coming, lot: "running", state: "open" };

  live.take(lobby(...later, next, running));
  socket().open();

  const joined = socket().sent.map((message) => ("lot" in message ? message.lot : null));
  expect(joined.length).toBe(30);
  expect(joined.slice(0, 3)).toEqual(["running", "next", "later-0"]);
});
