// Which changes make a tone: for a bidder the lost lead and the last minute, for a buyer what begins to wait.
import { expect, test } from "vitest";
import { CLOSE, instant, LOT, NOW, observerLot, person, supplierLot } from "../../../test/fixtures";
import type { LotMessage, Person } from "../../protocol/names";
import { reduce } from "../state/reduce";
import { start, type State } from "../state/state";
import type { Tone } from "./player";
import { toneOf } from "./tones";

/** A page that has joined a lot. */
class TestPage {
  state: State;
  private seq = 40;

  constructor(role: Person["role"], lot: LotMessage) {
    this.state = reduce(start(person(role), NOW), { type: "received", message: lot, local: NOW });
  }

  update(change: Partial<LotMessage>, local = NOW): Tone | null {
    const before = this.state;
    this.seq += 1;
    const message = { ...change, type: "update", lot: LOT, seq: this.seq, now: instant(local) } as const;
    this.state = reduce(before, { type: "received", message, local });
    return toneOf(before, this.state);
  }

  tick(local: number): Tone | null {
    const before = this.state;
    this.state = reduce(before, { type: "tick", local });
    return toneOf(before, this.state);
  }

  rank(rank: number | null): Tone | null {
    return this.update({ you: { ...supplierLot().you, rank } });
  }
}

const bidding = (): TestPage => new TestPage("supplier", supplierLot());

// G163
test("a bidder hears that it lost 1st place, and no other change of its place", () => {
  const page = bidding();

  const tones = [1, 2, 3, 1, null].map((rank) => page.rank(rank));

  expect(tones).toEqual([null, "lead_lost", null, null, "lead_lost"]);
});

// G163
test("a bidder hears the last minute once, and again after the close has moved", () => {
  const page = bidding();
  page.update({}, CLOSE - 61_000);

  const once = [page.tick(CLOSE - 60_000), page.tick(CLOSE - 59_800)];
  page.update({ closes_at: instant(CLOSE + 60_000) }, CLOSE - 59_000);
  const again = [page.update({}, CLOSE - 1_000), page.update({}, CLOSE)];

  expect(once).toEqual(["minute_left", null]);
  expect(again).toEqual([null, "minute_left"]);
});

// G163
test("a lot that is over, or that may have changed since, makes no tone", () => {
  const over = bidding();
  over.rank(1);
  const old = bidding();

  expect(over.update({ state: "closed", you: { ...supplierLot().you, rank: 2 } })).toBeNull();
  expect([old.tick(CLOSE - 61_000), old.tick(CLOSE - 59_000)]).toEqual([null, null]);
});

const request = (seq: number): NonNullable<LotMessage["requests"]>[number] => ({
  seq,
  alias: "Bidder A",
  reason: "A typing mistake.",
  at: instant(NOW),
});
const proposal = (seq: number, by: string): NonNullable<LotMessage["proposals"]>[number] => ({
  seq,
  by,
  act: {},
  at: instant(NOW),
});

// G163
test("a buyer hears what begins to wait for it, and not what it proposed itself", () => {
  const page = new TestPage("buyer", { ...observerLot(), requests: [], proposals: [] });

  const tones = [
    page.update({ requests: [request(50)] }),
    page.update({ requests: [request(50)], proposals: [proposal(51, "buyer-1")] }),
    page.update({ requests: [], proposals: [proposal(51, "buyer-1"), proposal(52, "buyer-2")] }),
    page.update({ requests: [], proposals: [] }),
  ];

  expect(tones).toEqual(["needs_you", null, "needs_you", null]);
});

// G163
test.each(["observer", "auditor"] as const)("an %s hears nothing", (role) => {
  const page = new TestPage(role, { ...observerLot(), requests: [] });

  expect(page.update({ requests: [request(50)] })).toBeNull();
  expect(page.tick(NOW + 200)).toBeNull();
});
