// What is spoken and when, with time given: answers at once, changes calmly, nothing for the ticking of the clock.
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

class TestPage {
  said: Said[] = [];
  state: State;
  readonly announcements: Announcements;
  private seq = 40;

  constructor(change: Partial<LotMessage> = {}) {
    vi.setSystemTime(NOW);
    const record = (polite: boolean) => (text: string) =>
      void this.said.push({ at: Date.now() - NOW, polite, text });
    this.announcements = new Announcements(new Speaker({ polite: record(true), assertive: record(false) }));
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

  /** Lets time pass as it does on the page: with ticks, and with frames of the server. */
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
    this.receive({
      type: "accepted",
      lot: LOT,
      ref,
      seq: 41,
      at,
      received_at: at,
      hash: "ab",
      rank,
      total,
      evaluated: total,
    });
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("nothing is spoken in a minute without a change", () => {
  const page = new TestPage();

  page.pass(60_000);

  expect(page.said).toEqual([]);
});

test("the answer to an own bid is spoken at once and politely", () => {
  const page = new TestPage();
  page.send("r1");

  page.accept("r1");

  expect(page.said).toEqual([
    { at: 0, polite: true, text: "Offer accepted at 2:44:48pm: £178,200.00. You are 2nd of 3." },
  ]);
});

test("two answers to own bids in a row are both spoken", () => {
  const page = new TestPage();

  page.send("r1");
  page.accept("r1");
  page.pass(200);
  page.send("r2");
  page.accept("r2", 1);

  expect(page.texts().filter((text) => text.startsWith("Offer accepted"))).toHaveLength(2);
});

test("a rank is spoken as the net change after two seconds without another change", () => {
  const page = new TestPage();

  page.rank(3);
  page.pass(1_000);
  page.rank(1);
  page.pass(1_800);
  expect(page.said).toEqual([]);
  page.pass(400);

  expect(page.texts()).toEqual(["You are 1st, you were 2nd."]);
});

test("a rank that changed back is not spoken", () => {
  const page = new TestPage();

  page.rank(3);
  page.pass(500);
  page.rank(2);
  page.pass(10_000);

  expect(page.said).toEqual([]);
});

test("fifty changes of rank in five seconds give at most two messages, and the last one is true", () => {
  const page = new TestPage();

  for (let i = 0; i < 50; i++) {
    page.rank(1 + (i % 3));
    page.pass(100);
  }
  page.rank(3);
  page.pass(20_000);

  expect(page.said.length).toBeLessThanOrEqual(2);
  expect(page.texts().at(-1)).toBe("You are 3rd, you were 2nd.");
});

test("two polite messages are at least five seconds apart, and waiting texts form one message", () => {
  const page = new TestPage();
  page.rank(3);
  page.pass(2_200);

  page.update({
    notices: [...(page.state.lot?.notices ?? []), notice(41, NOW, "message", { text: "Hello." })],
  });
  page.rank(1);
  page.pass(4_600);
  expect(page.said).toHaveLength(1);
  page.pass(600);

  expect(page.texts()[1]).toBe("Message from the buyer: Hello. You are 1st, you were 3rd.");
});

test("a rank waits while a price is typed, but at most five seconds", () => {
  const page = new TestPage();
  page.rank(3);

  for (let i = 0; i < 30; i++) {
    page.type();
    page.pass(400);
  }

  expect(page.texts()).toEqual(["You are 3rd, you were 2nd."]);
  expect(page.said[0]?.at).toBe(7_000);
});

test("a rank is spoken one and a half seconds after the last key", () => {
  const page = new TestPage();
  page.rank(3);
  page.pass(1_800);
  page.type();

  page.pass(1_400);
  expect(page.said).toEqual([]);
  page.pass(400);

  expect(page.said).toHaveLength(1);
});

test("time is spoken at five minutes and at one minute, once each", () => {
  const page = new TestPage({ closes_at: instant(NOW + 330_000) });

  page.pass(329_000);

  expect(page.texts()).toEqual([
    "5 minutes left in Nitrile, powder free. You are 2nd.",
    "1 minute left in Nitrile, powder free. You are 2nd.",
  ]);
});

test("after an extension the time is spoken again", () => {
  const page = new TestPage({ closes_at: instant(NOW + 70_000) });
  page.pass(20_000);

  page.update({ closes_at: instant(NOW + 190_000) });
  page.pass(160_000);

  expect(page.texts().filter((text) => text.startsWith("1 minute left"))).toHaveLength(2);
});

test("two extensions within five seconds give one message with the last close", () => {
  const page = new TestPage();

  page.update({ closes_at: instant(CLOSE + 60_000) });
  page.pass(3_000);
  page.update({ closes_at: instant(CLOSE + 120_000) });
  page.pass(20_000);

  expect(page.texts()).toEqual(["Nitrile, powder free now closes at 2:51pm. You are 2nd."]);
});

test("only a pause and a close are assertive", () => {
  const page = new TestPage();
  page.update({
    state: "paused",
    pause: { cause: "buyer", since: instant(NOW), remaining_us: 1_000_000, reason: "Wait." },
  });
  page.update({ state: "open", pause: null });
  page.update({ state: "closed", result: { rank: 2, of: 3, total: "178800.00" } });

  expect(page.said.map(({ polite }) => polite)).toEqual([false, true, false]);
  expect(page.texts()[1]).toContain("has restarted");
  expect(page.texts()[2]).toContain("You finished 2nd of 3");
});

test("a refusal that takes the focus is not spoken, a late one is assertive", () => {
  const page = new TestPage();
  const refused = (ref: string): ServerMessage => {
    const at = instant(Date.now());
    return {
      type: "refused",
      lot: LOT,
      ref,
      seq: 41,
      at,
      received_at: at,
      hash: "",
      reason: "decrement_too_small",
      limit: "1.00",
      message: "",
    };
  };

  page.send("r1");
  page.receive(refused("r1"));
  expect(page.said).toEqual([]);
  page.send("r2", true);
  page.receive(refused("r2"));

  expect(page.said.map(({ polite }) => polite)).toEqual([false]);
});

test("a lost connection is spoken once, and the new connection in one summary", () => {
  const page = new TestPage();
  page.rank(3);
  page.rank(2);
  page.update({ closes_at: instant(CLOSE + 60_000) });
  page.act({ type: "connection_lost", local: Date.now(), next_try_local: Date.now() + 1000 });
  page.act({ type: "connecting", local: Date.now() });
  page.act({ type: "connection_lost", local: Date.now(), next_try_local: Date.now() + 1000 });
  vi.advanceTimersByTime(38_000);
  const lot = supplierLot();
  page.receive({
    ...lot,
    seq: 44,
    now: instant(Date.now()),
    closes_at: instant(CLOSE + 120_000),
    you: { ...lot.you, rank: 3 },
  });
  page.pass(20_000);

  expect(page.texts()).toEqual([
    "You are not connected. We keep trying. Your place may change.",
    "Connected. You were away for 38 seconds. Since then: you went from 2nd to 3rd, closing time moved to 2:51pm.",
  ]);
});

test("without a connection the time is spoken, an old rank is not", () => {
  const page = new TestPage({ closes_at: instant(NOW + 70_000) });
  page.rank(3);
  page.act({ type: "connection_lost", local: Date.now(), next_try_local: Date.now() + 1000 });
  for (let i = 0; i < 100; i++) {
    vi.advanceTimersByTime(200);
    page.act({ type: "tick", local: Date.now() });
  }

  expect(page.texts().slice(1)).toEqual([
    "1 minute left in Nitrile, powder free, unless its closing time has moved.",
  ]);
});

test("an unknown outcome is spoken once, and then its answer", () => {
  const page = new TestPage();
  page.send("r1");

  page.pass(12_000);
  page.accept("r1");

  expect(page.said.map(({ polite }) => polite)).toEqual([false, true]);
  expect(page.texts()[0]).toContain("We do not know yet");
});

test("at the level of own offers, ranks and times are not spoken and answers are", () => {
  const page = new TestPage({ closes_at: instant(NOW + 70_000) });
  page.announcements.level = "own";
  page.rank(3);
  page.pass(20_000);
  page.send("r1");
  page.accept("r1");
  page.pass(20_000);

  expect(page.texts()).toHaveLength(1);
  expect(page.texts()[0]).toContain("Offer accepted");
});

test("an annulment of the own offer is spoken with its time", () => {
  const page = new TestPage();
  const at = instant(NOW - 60_000);
  const annulled = {
    seq: 29,
    total: "178800.00",
    evaluated: "178800.00",
    at,
    annulled_at: instant(NOW),
    reason: "",
  };

  page.update({ you: { ...supplierLot().you, rank: null, total: null, annulled } });

  expect(page.texts()).toEqual([
    "Your offer of £178,800.00 was annulled at 2:44pm. You have no offer in this lot now.",
  ]);
});

test("an offer that is too large is spoken at once", () => {
  const page = new TestPage();
  page.send("r1");

  page.act({ type: "too_large" });

  expect(page.said).toEqual([
    expect.objectContaining({
      polite: false,
      text: expect.stringContaining("too large to be sent") as string,
    }),
  ]);
});

test("after the close a lost connection is not spoken", () => {
  const page = new TestPage();
  page.update({ state: "closed", result: { rank: 2, of: 3, total: "178800.00" } });
  const spoken = page.said.length;

  page.act({ type: "connection_lost", local: Date.now(), next_try_local: Date.now() + 1_000 });

  expect(page.said).toHaveLength(spoken);
});

test("a bidder hears once what the buyer decided about it", () => {
  const page = new TestPage();
  const { notices } = supplierLot();
  const declined = notice(42, NOW, "annulment_declined", { reason: "It is near the others.", own: true });
  const annulled = notice(43, NOW, "bid_annulled", { reason: "A slip.", own: true });
  const act = {
    seq: 29,
    total: "178800.00",
    evaluated: "178800.00",
    at: instant(NOW),
    annulled_at: instant(NOW),
  };

  page.update({ notices: [...notices, declined] });
  page.pass(8_000);
  expect(page.texts()).toEqual([expect.stringMatching("has not annulled your offer")]);

  page.update({
    notices: [...notices, declined, annulled],
    you: { ...supplierLot().you, total: "179400.00", annulled: { ...act, reason: "A slip." } },
  });
  page.pass(8_000);
  expect(page.texts().slice(1)).toEqual([expect.stringMatching("Your offer of £178,800.00 was annulled")]);
});

test("an excluded bidder hears why", () => {
  const page = new TestPage();
  const exclusion = { at: instant(NOW), reason: "It asked to leave." };

  page.update({ you: { ...supplierLot().you, rank: null, excluded: true, exclusion } });
  page.pass(8_000);

  expect(page.texts()[0]).toMatch("It asked to leave");
});
