// What is spoken and when, with time given: one calm voice, own outcomes at once, nothing by the clock's ticking.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CLOSE, instant, LOT, notice, NOW, person, supplierLot } from "../../../test/fixtures";
import type { LotMessage } from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import type { Act } from "../state/acts";
import { reduce } from "../state/reduce";
import { start, type State } from "../state/state";
import { Announcements } from "./announcements";
import { Speaker } from "./speaker";

interface Said {
  at: number;
  polite: boolean;
  text: string;
}

class Room {
  said: Said[] = [];
  state: State;
  readonly announcements: Announcements;
  private seq = 40;

  constructor(change: Partial<LotMessage> = {}) {
    vi.setSystemTime(NOW);
    const heard = (polite: boolean) => (text: string) =>
      void this.said.push({ at: Date.now() - NOW, polite, text });
    this.announcements = new Announcements(new Speaker({ polite: heard(true), assertive: heard(false) }));
    this.state = start(person("supplier"), Date.now());
    this.receive({ ...supplierLot(), ...change });
  }

  act(act: Act): void {
    const before = this.state;
    this.state = reduce(before, act);
    this.announcements.observe(before, this.state);
  }

  receive(message: ServerMessage): void {
    this.act({ type: "received", message, local: Date.now() });
  }

  update(change: Partial<LotMessage>): void {
    this.seq += 1;
    this.receive({ ...change, type: "update", lot: LOT, seq: this.seq, now: instant(Date.now()) });
  }

  rank(rank: number): void {
    this.update({ you: { ...(this.state.lot?.you ?? supplierLot().you), rank } });
  }

  type(): void {
    this.act({ type: "typed", item: "nitrile-m", text: "2.9", local: Date.now() });
  }

  /** Time goes on as the page knows it: ticks, and a frame of the server now and then. */
  pass(ms: number): void {
    const until = Date.now() + ms;
    while (Date.now() < until) {
      vi.advanceTimersByTime(Math.min(200, until - Date.now()));
      this.receive({ type: "time", id: 1, now: instant(Date.now()) });
      this.act({ type: "tick", local: Date.now() });
    }
  }

  texts(): string[] {
    return this.said.map(({ text }) => text);
  }

  send(ref: string, unknown = false): void {
    const bid = { ref, prices: {}, total: "178200.00", confirmed: false, sent_local: Date.now(), unknown };
    this.act({ type: "sent", bid });
  }

  accept(ref: string, rank = 2): void {
    const at = instant(Date.now());
    const total = "178200.00";
    this.receive({ type: "accepted", lot: LOT, ref, seq: 41, at, hash: "ab", rank, total, evaluated: total });
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a minute in which nothing happens is silent", () => {
  const room = new Room();

  room.pass(60_000);

  expect(room.said).toEqual([]);
});

test("an own outcome is spoken at once, politely", () => {
  const room = new Room();
  room.send("r1");

  room.accept("r1");

  expect(room.said).toEqual([
    { at: 0, polite: true, text: "Offer accepted at 2:44:48pm: £178,200.00. You are 2nd of 3." },
  ]);
});

test("two own outcomes in a row are both spoken", () => {
  const room = new Room();

  room.send("r1");
  room.accept("r1");
  room.pass(200);
  room.send("r2");
  room.accept("r2", 1);

  expect(room.texts().filter((text) => text.startsWith("Offer accepted"))).toHaveLength(2);
});

test("a rank is spoken as the net change once it has stood for two seconds", () => {
  const room = new Room();

  room.rank(3);
  room.pass(1_000);
  room.rank(1);
  room.pass(1_800);
  expect(room.said).toEqual([]);
  room.pass(400);

  expect(room.texts()).toEqual(["You are 1st, you were 2nd."]);
});

test("a rank that came back is not spoken of", () => {
  const room = new Room();

  room.rank(3);
  room.pass(500);
  room.rank(2);
  room.pass(10_000);

  expect(room.said).toEqual([]);
});

test("fifty changes of rank in five seconds give at most two messages, the last one true", () => {
  const room = new Room();

  for (let i = 0; i < 50; i++) {
    room.rank(1 + (i % 3));
    room.pass(100);
  }
  room.rank(3);
  room.pass(20_000);

  expect(room.said.length).toBeLessThanOrEqual(2);
  expect(room.texts().at(-1)).toBe("You are 3rd, you were 2nd.");
});

test("two polite messages are at least five seconds apart, and what waits comes in one", () => {
  const room = new Room();
  room.rank(3);
  room.pass(2_200);

  room.update({
    notices: [...(room.state.lot?.notices ?? []), notice(41, NOW, "message", { text: "Hello." })],
  });
  room.rank(1);
  room.pass(4_600);
  expect(room.said).toHaveLength(1);
  room.pass(600);

  expect(room.texts()[1]).toBe("Message from the buyer: Hello. You are 1st, you were 3rd.");
});

test("a rank waits while the price is typed, but five seconds at most", () => {
  const room = new Room();
  room.rank(3);

  for (let i = 0; i < 30; i++) {
    room.type();
    room.pass(400);
  }

  expect(room.texts()).toEqual(["You are 3rd, you were 2nd."]);
  expect(room.said[0]?.at).toBe(7_000);
});

test("a rank is spoken one and a half seconds after the last key", () => {
  const room = new Room();
  room.rank(3);
  room.pass(1_800);
  room.type();

  room.pass(1_400);
  expect(room.said).toEqual([]);
  room.pass(400);

  expect(room.said).toHaveLength(1);
});

test("time is spoken at five minutes and at one minute, once each", () => {
  const room = new Room({ closes_at: instant(NOW + 330_000) });

  room.pass(329_000);

  expect(room.texts()).toEqual([
    "5 minutes left in Nitrile, powder free. You are 2nd.",
    "1 minute left in Nitrile, powder free. You are 2nd.",
  ]);
});

test("an extension arms the marks of time again", () => {
  const room = new Room({ closes_at: instant(NOW + 70_000) });
  room.pass(20_000);

  room.update({ closes_at: instant(NOW + 190_000) });
  room.pass(160_000);

  expect(room.texts().filter((text) => text.startsWith("1 minute left"))).toHaveLength(2);
});

test("two extensions within five seconds give one message with the last close", () => {
  const room = new Room();

  room.update({ closes_at: instant(CLOSE + 60_000) });
  room.pass(3_000);
  room.update({ closes_at: instant(CLOSE + 120_000) });
  room.pass(20_000);

  expect(room.texts()).toEqual(["Nitrile, powder free now closes at 2:51pm. You are 2nd."]);
});

test("only stops and alarms are assertive", () => {
  const room = new Room();
  room.update({ state: "paused", pause: { cause: "buyer", remaining_us: 1_000_000, reason: "Wait." } });
  room.update({ state: "open", pause: null });
  room.update({ state: "closed", result: { rank: 2, of: 3, total: "178800.00" } });

  expect(room.said.map(({ polite }) => polite)).toEqual([false, true, false]);
  expect(room.texts()[1]).toContain("has restarted");
  expect(room.texts()[2]).toContain("You finished 2nd of 3");
});

test("a refusal that takes the focus is not spoken twice, a late one is an alarm", () => {
  const room = new Room();
  const refused = (ref: string): ServerMessage => {
    const at = instant(Date.now());
    return {
      type: "refused",
      lot: LOT,
      ref,
      seq: 41,
      at,
      hash: "",
      reason: "decrement_too_small",
      limit: "1.00",
      message: "",
    };
  };

  room.send("r1");
  room.receive(refused("r1"));
  expect(room.said).toEqual([]);
  room.send("r2", true);
  room.receive(refused("r2"));

  expect(room.said.map(({ polite }) => polite)).toEqual([false]);
});

test("a lost connection is told once, and coming back in one summary", () => {
  const room = new Room();
  room.rank(3);
  room.rank(2);
  room.update({ closes_at: instant(CLOSE + 60_000) });
  room.act({ type: "connection_lost", local: Date.now(), next_try_local: Date.now() + 1000 });
  room.act({ type: "connecting", local: Date.now() });
  room.act({ type: "connection_lost", local: Date.now(), next_try_local: Date.now() + 1000 });
  vi.advanceTimersByTime(38_000);
  const lot = supplierLot();
  room.receive({
    ...lot,
    seq: 44,
    now: instant(Date.now()),
    closes_at: instant(CLOSE + 120_000),
    you: { ...lot.you, rank: 3 },
  });
  room.pass(20_000);

  expect(room.texts()).toEqual([
    "You are not connected. We keep trying. Your place may change.",
    "Connected. You were away for 38 seconds. Since then: you went from 2nd to 3rd, closing time moved to 2:51pm.",
  ]);
});

test("without a connection the time is still told, an old rank is not", () => {
  const room = new Room({ closes_at: instant(NOW + 70_000) });
  room.rank(3);
  room.act({ type: "connection_lost", local: Date.now(), next_try_local: Date.now() + 1000 });
  for (let i = 0; i < 100; i++) {
    vi.advanceTimersByTime(200);
    room.act({ type: "tick", local: Date.now() });
  }

  expect(room.texts().slice(1)).toEqual(["1 minute left in Nitrile, powder free."]);
});

test("an unknown outcome is told once, its answer after it", () => {
  const room = new Room();
  room.send("r1");

  room.pass(12_000);
  room.accept("r1");

  expect(room.said.map(({ polite }) => polite)).toEqual([false, true]);
  expect(room.texts()[0]).toContain("We do not know yet");
});

test("with own offers only, ranks and times are left out and outcomes stay", () => {
  const room = new Room({ closes_at: instant(NOW + 70_000) });
  room.announcements.level = "own";
  room.rank(3);
  room.pass(20_000);
  room.send("r1");
  room.accept("r1");
  room.pass(20_000);

  expect(room.texts()).toHaveLength(1);
  expect(room.texts()[0]).toContain("Offer accepted");
});
