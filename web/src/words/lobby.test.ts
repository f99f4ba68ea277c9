// The lobby in words: when lots open, what is ready, and what to do about what is not.
import { expect, test } from "vitest";
import type { Lobby, LobbyLot } from "../protocol/names";
import { CLOSE, instant, NOW, supplierLot } from "../../test/fixtures";
import {
  acceptedWords,
  changedSentence,
  leadSentence,
  measuredSentence,
  personLine,
  readySentence,
  stateOfLots,
  things,
  timesSentence,
  waitsForTerms,
} from "./lobby";

const HOUR_MS = 3_600_000;

function lot(change: Partial<LobbyLot> = {}): LobbyLot {
  const opens_at = instant(NOW + 43 * 60_000 + 12_000);
  return { ...supplierLot(), title: "Lot 1", state: "scheduled", opens_at, ...change };
}

function accepting(terms_accepted: boolean | null, change: Partial<LobbyLot> = {}): LobbyLot {
  return lot({ you: { ...supplierLot().you, terms_accepted }, ...change });
}

function lobby(change: Partial<Lobby> = {}): Lobby {
  const event = { title: "Gloves", reference: null, contact: null, terms: "Terms.", practice: false };
  return {
    event,
    bidder_name: "Acme",
    now: instant(NOW),
    lots: [],
    unreadable: [],
    ready: null,
    practice: null,
    terms_accepted: null,
    people: [],
    ...change,
  };
}

const OWN = { person: "bea", org: "acme", org_name: "Acme Medical Ltd", telephone: null };
const TEST = { tested_at: instant(NOW - 61_000), round_trip_ms: 48, clock_ms: -1_250, practised_at: null };

function marks(of: Lobby, lots: readonly LobbyLot[] = [accepting(false)], own = OWN): Record<string, string> {
  return Object.fromEntries(things(of, lots, own, NOW).map(({ key, mark }) => [key, mark]));
}

// G156
test.each([
  [[lot()], "Lot 1 opens in 43 minutes."],
  [[lot(), lot({ title: "Lot 2" }), lot({ opens_at: instant(NOW + HOUR_MS) })], "2 lots open in 43 minutes."],
  [[lot({ opens_at: instant(NOW + 72_000) })], "Lot 1 opens in 1 minute 12 seconds."],
  [[lot({ opens_at: instant(NOW + 51 * HOUR_MS) })], "Lot 1 opens in 2 days 3 hours."],
  [[lot({ opens_at: instant(NOW) })], "Lot 1 opens any moment now."],
  [[lot({ state: "open" }), lot()], "Lot 1 is open."],
  [[lot({ state: "open" }), lot({ state: "open" })], "2 lots are open."],
  [[lot({ state: "paused" }), lot({ state: "closed" })], "Lot 1 is paused."],
  [[lot({ state: "closed" }), lot({ state: "cancelled" })], "Every lot of this event has ended."],
  [[], "None of your lots can be read at the moment."],
])("the first sentence says what the lots do", (lots, expected) => {
  expect(leadSentence(lots, NOW)).toBe(expected);
});

// G156
test("what is ready is what the server knows, and is counted", () => {
  const nothing = marks(lobby());
  const here = { person: "bea", name: "Bea Hall", connected: true, last_sign_in: null };
  const all = lobby({ ready: { ...TEST, practised_at: instant(NOW - HOUR_MS) }, people: [here] });
  const own = { ...OWN, telephone: "0114 496 0123" };

  expect(nothing).toEqual({
    terms: "not_ready",
    connection: "not_ready",
    practice: "not_ready",
    people: "not_ready",
    telephone: "not_ready",
  });
  expect(readySentence(things(lobby(), [accepting(false)], OWN, NOW))).toBe("0 of 5 things are ready.");
  expect(readySentence(things(all, [accepting(false)], own, NOW))).toBe("4 of 5 things are ready.");
  expect(readySentence(things(all, [accepting(true)], own, NOW))).toBe("All 5 things are ready.");
  expect(readySentence(things(lobby({ people: [here] }), [accepting(false)], OWN, NOW))).toBe(
    "1 of 5 things is ready.",
  );
});

// G156
test("an event without terms has one thing less, and terms of lots that have ended wait for nobody", () => {
  const { event } = lobby();

  expect(marks(lobby({ event: { ...event, terms: null } }))).not.toHaveProperty("terms");
  expect(waitsForTerms([accepting(true), accepting(false, { state: "closed" })])).toBe(false);
  expect(waitsForTerms([accepting(true), accepting(false, { state: "open" })])).toBe(true);
});

// G54, G156
test("a test that is more than a day old, slow or with a wrong clock is not ready", () => {
  const mark = (change: object): string | undefined =>
    marks(lobby({ ready: { ...TEST, ...change } }))["connection"];

  expect(mark({})).toBe("ready");
  expect(mark({ tested_at: instant(NOW - 25 * HOUR_MS) })).toBe("not_ready");
  expect(mark({ round_trip_ms: 501 })).toBe("not_ready");
  expect(mark({ clock_ms: 10_001 })).toBe("not_ready");
  expect(mark({ tested_at: null, round_trip_ms: null, clock_ms: null })).toBe("not_ready");
});

// G54, G156
test.each([
  [48, -1_250, "Good: an answer takes 48 milliseconds, and the clock of the device is right."],
  [1, 0, "Good: an answer takes 1 millisecond, and the clock of the device is right."],
  [1_300, 0, "Slow: an answer takes 1.3 seconds. Use a cable"],
  [
    48,
    192_000,
    "An answer takes 48 milliseconds, which is good. The clock of the device is 3 minutes 12 seconds fast.",
  ],
  [48, -192_000, "The clock of the device is 3 minutes 12 seconds slow."],
  [1_300, -192_000, "Then test again. The clock of the device is 3 minutes 12 seconds slow."],
])("a round trip of %i ms and a clock that is off by %i ms are said in words", (trip, clock, expected) => {
  expect(measuredSentence(trip, clock)).toContain(expected);
});

// G55
test("a practice is under way, or done at a time", () => {
  const closes_at = instant(NOW + 240_000);
  const practice = { lot: "practice-1", opens_at: instant(NOW), closes_at };
  const done = { ...TEST, practised_at: instant(NOW - 61_000) };
  const words = (of: Lobby): string =>
    things(of, [accepting(true)], OWN, NOW).find(({ key }) => key === "practice")?.words ?? "";

  expect(marks(lobby({ practice, ready: done }))["practice"]).toBe("under_way");
  expect(words(lobby({ practice }))).toMatch(/^Your organisation practises now, until 2:48pm/);
  expect(words(lobby({ ready: done }))).toBe("Done at 2:43pm.");
  expect(words(lobby())).toContain("Nothing follows from it.");
});

// G53
test("each person of the organisation is here, was here, or has not come yet", () => {
  const bea = { person: "bea", name: "Bea Hall", connected: true, last_sign_in: instant(NOW) };

  expect(personLine(bea, "bea", NOW)).toBe("Bea Hall (you): here now");
  expect(personLine({ ...bea, connected: false }, "sam", NOW)).toBe("Bea Hall: last signed in at 2:44pm");
  expect(personLine({ ...bea, name: null, connected: null, last_sign_in: null }, "sam", NOW)).toBe(
    "A person without a name: has not signed in yet",
  );
});

// G156
test("times come with the latest close", () => {
  const times = (latest_close: string | null): string => {
    return timesSentence(lot({ closes_at: instant(CLOSE + HOUR_MS), latest_close }), NOW);
  };

  expect(times(instant(CLOSE + 2 * HOUR_MS))).toBe(
    "Opens at 3:28pm. Closes at 3:49pm. Offers can move the close, to 4:49pm at the latest.",
  );
  expect(times(null)).toContain("no latest time is set.");
  expect(times(instant(CLOSE + HOUR_MS))).toContain("Offers do not move the close.");
});

// G156
test("what has changed is one sentence for each state, with names where there are few", () => {
  const open = lot({ state: "open", closes_at: instant(CLOSE) });
  const other = lot({ title: "Lot 2", state: "open" });

  expect(changedSentence([], NOW)).toBeNull();
  expect(changedSentence([open], NOW)).toBe("Lot 1 is open. It closes at 2:49pm.");
  expect(changedSentence([open, other], NOW)).toBe("Lot 1 and Lot 2 are open.");
  expect(changedSentence([open, open, open, open], NOW)).toBe("4 lots are open.");
  expect(changedSentence([lot({ state: "cancelled" }), other], NOW)).toBe(
    "Lot 2 is open. It closes at 2:49pm. Lot 1 is cancelled.",
  );
});

// G150, G156
test("the state of the page is a word for its title", () => {
  expect(stateOfLots([lot()])).toBe("Get ready");
  expect(stateOfLots([lot(), lot({ state: "paused" })])).toBe("Paused");
  expect(stateOfLots([lot({ state: "open" }), lot({ state: "paused" })])).toBe("Open now");
  expect(stateOfLots([lot({ state: "closed" })])).toBe("Ended");
});

// G156
test("the terms say who accepted them, and when in UK time", () => {
  const record = { at: "2026-11-21T14:14:31.500000Z", by: "bea", by_name: "Bea Hall" };

  expect(acceptedWords(record, "ann", NOW)).toBe("Bea Hall accepted the terms at 2:14pm, UK time.");
  expect(acceptedWords(record, "bea", NOW + 24 * HOUR_MS)).toBe(
    "You accepted the terms at 2:14pm on 21 November 2026, UK time.",
  );
  expect(acceptedWords({ ...record, by_name: null }, "ann", NOW)).toMatch(/^A person of your organisation/);
  expect(acceptedWords(null, "ann", NOW)).toBe("The terms are accepted.");
});
