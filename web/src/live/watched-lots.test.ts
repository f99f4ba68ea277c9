// Several lots over one connection, with time given.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, socket } from "../../test/fake-socket";
import { EVENT, eventMessage, instant, LOT, NOW, observerLot } from "../../test/fixtures";
import { WatchedLots } from "./watched-lots";

let watched: WatchedLots;
let signed_out: number;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  FakeSocket.stub();
  signed_out = 0;
  watched = new WatchedLots(
    "ws://here/ws",
    () => undefined,
    () => (signed_out += 1),
  );
});
afterEach(() => {
  watched.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("without lots there is no connection", () => {
  watched.follow([]);

  expect(FakeSocket.made).toEqual([]);
});

test("lots are joined after the welcome, and left when they are not wanted any more", () => {
  watched.follow([LOT, "other"]);
  expect(socket().sent).toEqual([]);
  socket().open("observer");
  socket().say(observerLot());

  watched.follow(["other"]);

  expect(socket().sent).toEqual([
    { type: "join", lot: LOT, beat: true },
    { type: "join", lot: "other", beat: true },
    { type: "leave", lot: LOT },
  ]);
  expect(watched.lots.size).toBe(0);
});

test("an update changes the lot that it names", () => {
  watched.follow([LOT]);
  socket().open("observer");
  socket().say(observerLot());

  socket().say({ type: "update", lot: LOT, seq: 41, now: instant(NOW), state: "paused" });

  expect(watched.lots.get(LOT)).toMatchObject({ state: "paused", title: "Nitrile, powder free" });
});

test("a first connection is not a lost one; after a loss what was said is forgotten and the lots are joined again", () => {
  watched.follow([LOT]);
  expect(watched.lost).toBe(false);
  socket().open("observer");
  socket().say(observerLot());

  socket().end(1006);
  expect(watched.lost).toBe(true);
  watched.follow([LOT]);
  expect(watched.lots.size).toBe(0);
  vi.advanceTimersByTime(1_000);
  socket().open("observer");

  expect(FakeSocket.made).toHaveLength(2);
  expect(socket().sent).toEqual([{ type: "join", lot: LOT, beat: true }]);
  expect(watched.lost).toBe(false);
});

// G95
test("the end of the session is told, and a new list is followed at once after it", () => {
  watched.follow([LOT]);
  socket().open("observer");

  socket().end(4401);
  watched.follow([]);
  vi.advanceTimersByTime(60_000);
  expect([signed_out, FakeSocket.made.length]).toEqual([1, 1]);
  watched.follow([LOT]);

  expect(FakeSocket.made).toHaveLength(2);
  expect(watched.lost).toBe(false);
});

// G40
test("events are joined beside lots, sixteen at most, and left", () => {
  const events = Array.from({ length: 18 }, (_, nth) => `e${nth}`);
  watched.follow([LOT], events);
  socket().open("observer");
  const joined = socket().sent.map((message) => ("event" in message ? message.event : message.type));

  watched.follow([], ["e1"]);

  expect(joined).toEqual([...events.slice(0, 16), "join"]);
  expect(socket().sent.filter(({ type }) => type === "leave")).toHaveLength(16);
});

// G40
test("an update of an event replaces the lots that it names, and no other", () => {
  watched.follow([], [EVENT]);
  socket().open("observer");
  const event = eventMessage();
  const [first, second] = event.lots;
  socket().say(event);

  const lots = [{ ...first!, state: "paused" as const }];
  socket().say({ type: "event_update", event: EVENT, now: instant(NOW + 1_000), lots });

  const known = watched.events.get(EVENT);
  expect(known?.lots).toEqual([lots[0], second]);
  expect([known?.state, known?.now]).toEqual(["open", instant(NOW + 1_000)]);
});

function passWithBeats(seconds: number): void {
  for (let nth = 0; nth < seconds; nth += 2) {
    vi.advanceTimersByTime(2_000);
    socket().say({ type: "beat", now: instant(Date.now()), next_ms: 2_000 });
  }
}

// G112
test("what runs is not current after two beats that did not come, and the connection is made anew", () => {
  watched.follow([LOT]);
  socket().open("observer");
  socket().say(observerLot());
  passWithBeats(20);
  expect(watched.lost).toBe(false);

  vi.advanceTimersByTime(3_500);
  expect(socket().sent.at(-1)?.type).toBe("time");
  expect(watched.lost).toBe(false);
  vi.advanceTimersByTime(500);

  expect(watched.lost).toBe(true);
  vi.advanceTimersByTime(1_000);
  expect(FakeSocket.made).toHaveLength(2);
});

// G112
test("a late beat costs one question, and its answer keeps the list current", () => {
  watched.follow([], [EVENT]);
  socket().open("observer");
  socket().say(eventMessage());
  passWithBeats(2);

  vi.advanceTimersByTime(3_600);
  socket().say({ type: "time", id: 1, now: instant(Date.now()) });
  vi.advanceTimersByTime(3_000);

  expect(watched.lost).toBe(false);
});

// G112
test("where nothing runs there are no beats, and none are missed", () => {
  watched.follow([LOT]);
  socket().open("observer");
  socket().say({ ...observerLot(), state: "scheduled" });

  vi.advanceTimersByTime(60_000);

  expect(watched.lost).toBe(false);
});

// G112
test("without a network the list is not current at once, and the network's return is not waited for", () => {
  watched.follow([LOT]);
  socket().open("observer");
  socket().say(observerLot());

  watched.networkGone();
  expect(watched.lost).toBe(true);
  watched.tryNow();

  expect(FakeSocket.made).toHaveLength(2);
});
