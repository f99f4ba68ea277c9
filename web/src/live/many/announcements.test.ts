// What is spoken of many lots, with time given: what happens to several is one message, own outcomes stay single.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CLOSE, instant, NOW, notice, person, supplierLot } from "../../../test/fixtures";
import type { LotMessage } from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import { Speaker } from "../announcer/speaker";
import type { Act } from "../state/acts";
import { reduce } from "../state/reduce";
import { start, type State } from "../state/state";
import { ManyAnnouncements } from "./announcements";

interface Said {
  readonly polite: boolean;
  readonly text: string;
}

class TestPage {
  said: Said[] = [];
  readonly announcements: ManyAnnouncements;
  private readonly states = new Map<string, State>();
  private seq = 40;

  constructor(ids: readonly string[], change: Partial<LotMessage> = {}) {
    vi.setSystemTime(NOW);
    const record = (polite: boolean) => (text: string) => void this.said.push({ polite, text });
    this.announcements = new ManyAnnouncements(
      new Speaker({ polite: record(true), assertive: record(false) }),
    );
    for (const id of ids) {
      this.states.set(id, start(person("supplier"), Date.now()));
      this.receive({ ...supplierLot(), lot: id, title: `Lot ${id}`, ...change });
    }
  }

  act(id: string, act: Act): void {
    const before = this.states.get(id);
    if (before === undefined) throw new Error(`no lot ${id}`);
    const after = reduce(before, act);
    this.states.set(id, after);
    this.announcements.observe(id, before, after);
  }

  actAll(act: Act): void {
    for (const id of this.states.keys()) this.act(id, act);
  }

  receive(message: ServerMessage & { lot: string }): void {
    this.act(message.lot, { type: "received", message, local: Date.now() });
  }

  update(id: string, change: Partial<LotMessage>): void {
    this.seq += 1;
    this.receive({ ...change, type: "update", lot: id, seq: this.seq, now: instant(Date.now()) });
  }

  rank(id: string, rank: number): void {
    this.update(id, { you: { ...(this.states.get(id)?.lot?.you ?? supplierLot().you), rank } });
  }

  send(id: string, ref: string): void {
    const bid = {
      ref,
      prices: {},
      total: "178200.00",
      confirmed: false,
      sent_local: Date.now(),
      unknown: false,
    };
    this.act(id, { type: "sent", bid });
  }

  accept(id: string, ref: string, rank: number): void {
    const at = instant(Date.now());
    const answer = { lot: id, ref, seq: 41, at, received_at: at, hash: "ab", total: "178200.00" };
    this.receive({ type: "accepted", ...answer, rank, evaluated: "178200.00" });
  }

  /** Lets time pass as it does on the page: with ticks, and with frames of the server. */
  pass(ms: number): void {
    const until = Date.now() + ms;
    while (Date.now() < until) {
      vi.advanceTimersByTime(Math.min(200, until - Date.now()));
      const now = Date.now();
      this.actAll({
        type: "line",
        local: now,
        last_frame_local: now,
        clock: { offset: 0, measurements: [] },
      });
      this.announcements.tick();
    }
  }

  texts(): string[] {
    return this.said.map(({ text }) => text);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// A11
test("nothing is spoken in a minute without a change", () => {
  const page = new TestPage(["a", "b"]);

  page.pass(60_000);

  expect(page.said).toEqual([]);
});

// A14
test("new places in several lots are one message", () => {
  const page = new TestPage(["a", "b", "c"]);

  page.rank("a", 3);
  page.rank("c", 1);
  page.pass(2_400);

  expect(page.texts()).toEqual(["Lot a: You are 3rd, you were 2nd. Lot c: You are 1st, you were 2nd."]);
});

test("of many changed places the first are spoken and the others are counted", () => {
  const ids = Array.from({ length: 9 }, (_, nth) => `l${nth}`);
  const page = new TestPage(ids, { you: { ...supplierLot().you, rank: 1 } });

  for (const id of ids) page.rank(id, 2);
  page.pass(2_400);

  expect(page.said).toHaveLength(1);
  expect(page.texts()[0]).toMatch(
    /^Lot l0: You are 2nd, you were 1st\..*Lot l3: .* Your place has changed in 5 more lots; in 5 of them you led\.$/,
  );
});

// A12
test("answers to own offers are spoken at once and one by one", () => {
  const page = new TestPage(["a", "b"]);
  page.send("a", "r1");
  page.send("b", "r2");

  page.accept("a", "r1", 1);
  page.accept("b", "r2", 2);

  expect(page.texts()).toEqual([
    "Lot a: Offer accepted at 2:44:48pm: £178,200.00. You are 1st of 3.",
    "Lot b: Offer accepted at 2:44:48pm: £178,200.00. You are 2nd of 3.",
  ]);
});

// A18
test("lots that are paused together are one urgent message, and one lot says its reason", () => {
  const pause = { cause: "buyer", since: instant(NOW), remaining_us: 1_000_000, reason: "Wait." } as const;
  const page = new TestPage(["a", "b", "c"]);

  page.update("a", { state: "paused", pause });
  page.update("b", { state: "paused", pause });
  page.pass(200);
  page.update("c", { state: "paused", pause });
  page.pass(200);

  expect(page.said.map(({ polite }) => polite)).toEqual([false, false]);
  expect(page.texts()[0]).toBe(
    "Lot a and Lot b are paused. You cannot send offers in them until they restart.",
  );
  expect(page.texts()[1]).toContain('The buyer\'s reason: "Wait."');
});

test("closing times that move together are one message", () => {
  const page = new TestPage(["a", "b", "c"]);

  page.update("a", { closes_at: instant(CLOSE + 60_000) });
  page.update("b", { closes_at: instant(CLOSE + 60_000) });
  page.update("c", { closes_at: instant(CLOSE + 120_000) });
  page.pass(10_000);

  expect(page.texts()).toEqual(["Lot a and Lot b now close at 2:50pm. Lot c now closes at 2:51pm."]);
});

// A16
test("the last minute of several lots is spoken once", () => {
  const page = new TestPage(["a", "b"], { closes_at: instant(NOW + 70_000) });

  page.pass(69_000);

  expect(page.texts()).toEqual(["1 minute left in Lot a and Lot b."]);
});

test("the same message of a buyer to several lots is spoken once", () => {
  const page = new TestPage(["a", "b"]);

  for (const id of ["a", "b"])
    page.update(id, { notices: [...supplierLot().notices, notice(41, NOW, "message", { text: "Hello." })] });
  page.pass(400);

  expect(page.texts()).toEqual(["Lot a and Lot b: Message from the buyer: Hello."]);
});

// A23
test("a lost connection is spoken once for all lots, and the new one in one summary", () => {
  const page = new TestPage(["a", "b"]);
  page.actAll({ type: "connection_lost", local: Date.now(), next_try_local: Date.now() + 1_000 });
  page.announcements.tick();
  vi.advanceTimersByTime(38_000);

  const lot = supplierLot();
  const back = { ...lot, seq: 44, now: instant(Date.now()) };
  page.receive({ ...back, lot: "a", title: "Lot a", you: { ...lot.you, rank: 1 } });
  page.receive({ ...back, lot: "b", title: "Lot b" });
  page.pass(10_000);

  expect(page.texts()).toEqual([
    "You are not connected. We keep trying. Your place may change.",
    "Connected. You were away for 38 seconds. Since then: Lot a: you went from 2nd to 1st. You lead 1 of 2 lots. 1 needs a decision.",
  ]);
});

test("an outcome that nobody knows is spoken with its lot", () => {
  const page = new TestPage(["a", "b"]);
  page.send("b", "r1");

  page.pass(6_000);

  expect(page.said).toHaveLength(1);
  expect(page.texts()[0]).toMatch(/^Lot b: We do not know yet whether your offer of £178,200\.00 arrived\./);
});

// A22
test("to a person who wants only own offers no places and no times are spoken", () => {
  const page = new TestPage(["a", "b"], { closes_at: instant(NOW + 70_000) });
  page.announcements.level = "own";
  page.send("a", "r1");

  page.rank("b", 3);
  page.accept("a", "r1", 2);
  page.pass(60_000);

  expect(page.texts()).toEqual([expect.stringContaining("Lot a: Offer accepted")]);
});
