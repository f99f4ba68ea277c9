// What needs a buyer: decisions, pauses, bidders in trouble, each once, the oldest first.
import { expect, test } from "vitest";
import { eventOf, lotOf, presenceOf, refusalOf } from "../../../test/console-fixtures";
import { CLOSE, instant, NOW, observerLot } from "../../../test/fixtures";
import type { EventMessage, LotMessage, LotSummary } from "../../protocol/names";
import { needsOf } from "./needs";

const SOON = CLOSE - 200_000;

function needs(event: EventMessage, now = NOW, details: readonly LotMessage[] = [], person = "buyer-1") {
  return needsOf({ event, details: new Map(details.map((lot) => [lot.lot, lot])), person, now });
}

function sentences(lots: readonly LotSummary[], now = NOW): string[] {
  return needs(eventOf(lots), now).map(({ sentence }) => sentence);
}

const WAITING = { requests: 1, proposals: 2, oldest_at: instant(NOW - 90_000) };

/** A lot with a request of a bidder, a proposal of this buyer and one of another. */
function waitingLot(): LotMessage {
  return {
    ...observerLot(),
    lot: "lot-1",
    requests: [
      {
        seq: 41,
        alias: "Bidder B",
        name: "Bolt Gloves plc",
        bidder: "bolt",
        offer: 28,
        total: "17400.00",
        evaluated: "17400.00",
        back_to: { total: "178800.00", rank: 3 },
        by: "bolt-1",
        by_name: "Anna Bolt",
        reason: "A typing mistake.",
        at: instant(NOW - 90_000),
      },
    ],
    proposals: [
      { seq: 42, act: { type: "cancel", reason: "A fault." }, by: "buyer-1", at: instant(NOW - 80_000) },
      {
        seq: 43,
        act: { type: "exclude", alias: "Bidder C", reason: "No certificate." },
        by: "buyer-2",
        by_name: "Ben Buyer",
        at: instant(NOW - 70_000),
      },
    ],
  };
}

// G155, U23
test("a request says amount, person and what comes back; a proposal says who made it; an own proposal needs another", () => {
  const event = eventOf([lotOf(1, { waiting: WAITING })]);

  const found = needs(event, NOW, [waitingLot()]);

  expect(found.map(({ kind, sentence }) => [kind, sentence])).toEqual([
    [
      "request",
      'Bolt Gloves plc (Anna Bolt) asks for its offer 28 of £17,400.00 to be annulled. Reason: "A typing mistake." Its offer of £178,800.00 would count again and rank 3rd.',
    ],
    [
      "proposal",
      'To exclude a bidder (Bidder C, £184,200.00): proposed by Ben Buyer, waits for a second buyer. Reason: "No certificate."',
    ],
  ]);
  expect(found[0]?.bidder).toBe("bolt");
});

// G155
test("what waits is one line while only its number is known", () => {
  const [need] = needs(eventOf([lotOf(1, { waiting: WAITING })]));

  expect(need).toMatchObject({
    kind: "waiting",
    sentence: "3 things wait for a decision.",
    since: NOW - 90_000,
  });
});

// U24
test("a pause says why, what is left and when it ends; an outage is told in seconds", () => {
  const pause = {
    cause: "buyer" as const,
    since: instant(NOW - 65_000),
    remaining_us: 192_000_000,
    reason: "A question.",
  };
  const outage = { ...pause, cause: "outage" as const, outage_us: 40_000_000, reason: null };

  expect(
    sentences([
      lotOf(1, { state: "paused", pause, resumes_at: instant(NOW + 300_000) }),
      lotOf(2, { state: "paused", pause: outage }),
    ]),
  ).toEqual([
    'Paused by a buyer since 2:43pm. Reason: "A question." 3 minutes 12 seconds of its time are left. It restarts by itself at 2:49:48pm.',
    "Paused after an outage of 40 seconds. 3 minutes 12 seconds of its time are left. It stays paused until a buyer restarts it.",
  ]);
});

// G155, U24
test("lots that one cause has paused together are one line, others are lines of their own", () => {
  const outage = (later_ms: number) => ({
    cause: "outage" as const,
    since: instant(NOW - 65_000 + later_ms),
    outage_us: 40_000_000,
    remaining_us: 192_000_000,
    reason: null,
  });
  const restart = (later_ms: number) => instant(NOW + 300_000 + later_ms);
  const lots = [1, 2, 3, 4, 5].map((nth) =>
    lotOf(nth, { state: "paused", pause: outage(nth * 100), resumes_at: restart(nth * 200) }),
  );
  const by_hand = lotOf(6, {
    state: "paused",
    pause: { ...outage(0), cause: "buyer", reason: "A question." },
  });
  const waits = lotOf(7, { state: "paused", pause: outage(0) });

  const found = needs(eventOf([...lots, by_hand, waits]));

  expect(found.map(({ lots }) => lots.length)).toEqual([1, 1, 5]);
  expect(found[2]).toMatchObject({
    lot_title: "5 lots",
    sentence:
      "Lot 1, Lot 2, Lot 3 and 2 others. Paused after an outage of 40 seconds. They restart by themselves at 2:49:48pm.",
    in_short: "Paused after an outage, restarts in 5:00",
  });
});

// G155
test("each need is told in a few words too", () => {
  const event = eventOf([lotOf(1, { waiting: WAITING })]);

  expect(needs(event, NOW, [waitingLot()]).map(({ in_short }) => in_short)).toEqual([
    "Annul £17,400.00? Bolt Gloves plc asks",
    "To exclude a bidder: proposed by Ben Buyer",
  ]);
});

// G155
test("three refused bids in a row need somebody, and say since when and why", () => {
  const refusals = [1, 2, 3, 4].map((in_a_row) => refusalOf(in_a_row, { in_a_row }));
  const repeatedly_refused = [
    { alias: "Bidder B", bidder: "bolt", name: "Bolt Gloves plc", refused_in_a_row: 4 },
  ];

  const [need, ...others] = needs(
    eventOf([lotOf(1, { refusals, repeatedly_refused }), lotOf(2, { refusals })]),
  );

  expect(need).toMatchObject({
    kind: "refusals",
    sentence: "Bolt Gloves plc had 4 bids refused in a row. The last one: the drop is too small.",
    since: NOW - 57_000,
    bidder: "bolt",
  });
  expect(others).toEqual([]);
});

// G155
test("a lot without an offer needs somebody in its last five minutes, not before and not after", () => {
  const lot = lotOf(1, { offers: { accepted: 0, refused: 3, last_minute: 0 } });

  expect(sentences([lot], CLOSE - 300_001)).toEqual([]);
  expect(sentences([lot], SOON)).toEqual(["Nobody has made an offer, and the lot closes at 2:49pm."]);
  expect(sentences([lot], CLOSE)).toEqual([]);
  expect(sentences([lotOf(1)], SOON)).toEqual([]);
});

// G155
test("a bidder that has gone is one line, at the first of its lots that closes", () => {
  const lots = [
    lotOf(1, { closes_at: instant(CLOSE + 30_000) }),
    lotOf(2),
    lotOf(3, { closes_at: instant(CLOSE + 900_000) }),
  ];
  const all = lots.map(({ lot }) => lot);
  const gone = presenceOf("acme", "Acme Medical Ltd", all, {
    connected: false,
    since: instant(CLOSE - 250_000),
  });
  const never = presenceOf("calder", "Calder Healthcare Ltd", all, { connected: false, since: null });

  const found = needs(eventOf(lots, [gone, never, presenceOf("bolt", "Bolt Gloves plc", all)]), SOON);

  expect(found).toEqual([
    expect.objectContaining({
      kind: "gone",
      lot: "lot-2",
      since: CLOSE - 250_000,
      sentence:
        "Acme Medical Ltd has not been connected since 2:44:50pm. Lot 2 closes at 2:49pm. So does 1 other lot of its soon.",
    }),
  ]);
});

test("a hidden connection is no missing one", () => {
  const hidden = presenceOf("acme", "Acme Medical Ltd", ["lot-1"], { connected: null, since: null });

  expect(needs(eventOf([lotOf(1)], [hidden]), SOON)).toEqual([]);
});

test("the oldest comes first, and nothing needs anybody in a lot that is over", () => {
  const pause = (ago: number) => ({
    cause: "buyer" as const,
    since: instant(NOW - ago),
    remaining_us: 1,
    reason: null,
  });

  const found = needs(
    eventOf([
      lotOf(1, { state: "paused", pause: pause(10_000) }),
      lotOf(2, { state: "paused", pause: pause(90_000) }),
      lotOf(3, { state: "closed", waiting: WAITING, repeatedly_refused: [] }),
      lotOf(4, { state: null, pause: null }),
    ]),
  );

  expect(found.map(({ lot }) => lot)).toEqual(["lot-2", "lot-1"]);
});
