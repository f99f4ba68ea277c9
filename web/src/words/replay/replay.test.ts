// The words of a replay: the sentence for every kind of record, the address of a moment, parties, lanes.
import { expect, test } from "vitest";
import { observerLot } from "../../../test/fixtures";
import { replayAddress, replayPlaceIn } from "./address";
import { lanesSentence } from "./lanes";
import { partiesOf, partyName } from "./party";
import { loadedSentence, newerRecords, paneTitle, recordsFailed, speedName, streamFailed } from "./player";
import { recordLine, replayLead, type ShortRecord } from "./records";

const AT = Date.parse("2026-11-21T14:46:58.114Z");
const BUYER = { role: "buyer", org: "wtp", person: "ben", person_name: "Ben Buyer" };

function record(kind: string, more: Partial<ShortRecord> = {}): ShortRecord {
  const nothing = { bidder: null, name: null, reason: null, total: null, rank: null };
  return { seq: 214, at: AT, kind, actor: { role: "system" }, ...nothing, ...more };
}

const ACME = { bidder: "acme", name: "Acme Medical Ltd" };

// G160
test("a replay leads with its record, the moment, and what happened", () => {
  const offer = record("bid_accepted", { ...ACME, total: "178200.00", rank: 2 });

  expect(replayLead(offer, 1_203, "GBP")).toBe(
    "Record 214 of 1,203, 2:46:58.114pm: Acme Medical Ltd offered £178,200.00, 2nd.",
  );
});

// G160
test.each<[ShortRecord, string]>([
  [record("lot_published", { actor: BUYER }), "Ben Buyer published the lot."],
  [record("lot_opened"), "The lot opened."],
  [record("terms_accepted", ACME), "Acme Medical Ltd accepted the terms."],
  [
    record("bid_refused", { ...ACME, total: "178900.00", reason: "decrement_too_small" }),
    "Acme Medical Ltd offered £178,900.00, which was refused: the drop is too small.",
  ],
  [
    record("bid_refused", { ...ACME, reason: "missing_price" }),
    "Acme Medical Ltd offered prices that make no total, which was refused: a price is missing.",
  ],
  [
    record("bid_refused", { ...ACME, total: "1.00", reason: "of_tomorrow" }),
    "Acme Medical Ltd offered £1.00, which was refused: of_tomorrow.",
  ],
  [record("lot_extended"), "The closing time moved, because of an offer."],
  [
    record("lot_extended", { actor: BUYER, reason: "More time." }),
    "Ben Buyer moved the closing time. Reason: “More time.”",
  ],
  [record("lot_paused"), "The lot was paused after an outage of the system."],
  [record("lot_paused", { actor: BUYER, reason: "A check" }), "Ben Buyer paused the lot. Reason: “A check.”"],
  [record("lot_resumed"), "The lot restarted by itself."],
  [record("lot_resumed", { actor: { ...BUYER, person_name: null } }), "A buyer restarted the lot."],
  [
    record("act_proposed", { ...ACME, actor: BUYER }),
    "Ben Buyer proposed an act about Acme Medical Ltd, which waits for a second buyer.",
  ],
  [record("act_approved", { actor: BUYER }), "Ben Buyer approved the act that was proposed."],
  [record("act_declined", { actor: BUYER }), "Ben Buyer declined the act that was proposed."],
  [
    record("annulment_requested", { ...ACME, reason: "A slip." }),
    "Acme Medical Ltd asked for its offer to be annulled. Reason: “A slip.”",
  ],
  [
    record("annulment_declined", { ...ACME, actor: BUYER }),
    "Ben Buyer did not annul the offer of Acme Medical Ltd.",
  ],
  [record("bid_annulled", { ...ACME, actor: BUYER }), "Ben Buyer annulled an offer of Acme Medical Ltd."],
  [record("bidder_excluded", { ...ACME, actor: BUYER }), "Ben Buyer excluded Acme Medical Ltd."],
  [record("message_sent", { actor: BUYER }), "Ben Buyer sent a message to everybody."],
  [record("message_sent", { ...ACME, actor: BUYER }), "Ben Buyer sent a message to Acme Medical Ltd alone."],
  [record("lot_closed"), "The lot closed."],
  [record("lot_closed", { actor: BUYER, reason: "Agreed" }), "Ben Buyer closed the lot. Reason: “Agreed.”"],
  [
    record("lot_cancelled", { actor: { role: "admin" }, reason: "A fault" }),
    "An administrator cancelled the lot. Reason: “A fault.”",
  ],
  [record("moon_rose"), "A record of the kind “moon_rose”, which this page does not know."],
])("%j is told in words", (one, words) => {
  expect(recordLine(one, "GBP")).toBe(words);
});

// G160
test("the address of a moment says the record and both parties, and is read back as it was", () => {
  const place = { seq: 214, a: "bidder:north/west & co", b: "observer:RFS" };

  const address = replayAddress("0199-a", place);

  expect(address).toBe("/lots/0199-a/replay?seq=214&a=bidder:north%2Fwest%20%26%20co&b=observer:RFS");
  const query = Object.fromEntries(new URL(address, "http://here").searchParams);
  expect(replayPlaceIn(query)).toEqual(place);
  expect(replayAddress("0199-a")).toBe("/lots/0199-a/replay");
});

test.each([
  [{ seq: "0" }, null],
  [{ seq: "-3" }, null],
  [{ seq: "2.5" }, null],
  [{ seq: "9999999999999999999999" }, null],
  [{ seq: "12" }, 12],
])("of the query %j the record is %s", (query, seq) => {
  expect(replayPlaceIn(query as Record<string, string>).seq).toBe(seq);
});

test("a party that is none counts as absent", () => {
  expect(["bidder:", "admin", "bidder:acme", "buyer", ""].map((a) => replayPlaceIn({ a }).a)).toEqual([
    null,
    null,
    "bidder:acme",
    "buyer",
    null,
  ]);
});

test("everybody who may have looked can be chosen, and has a name in a sentence", () => {
  const lot = observerLot();
  const bidders = [
    { alias: "Bidder A", bidder: "acme", name: "Acme (North)", excluded: false, refused_count: 0 },
  ] as unknown as NonNullable<typeof lot.bidders>;

  const parties = partiesOf({ ...lot, bidders });

  expect(parties.map(({ as }) => as).slice(0, 2)).toEqual(["bidder:acme", "observer:RHQ"]);
  expect(parties.at(-1)).toEqual({ as: "auditor", name: "An auditor" });
  expect(["bidder:acme", "buyer", "bidder:gone"].map((as) => partyName(parties, as))).toEqual([
    "Acme (North)",
    "a buyer",
    "bidder:gone",
  ]);
});

test("lanes are told in one sentence, with the day of each end", () => {
  const counts = { accepted: 1, refused: 12, extensions: 0, pauses: 1, acts: 2 };

  expect(lanesSentence(counts, 3, AT - 60_000, AT)).toBe(
    "1 accepted offer by 3 bidders, 12 refused offers, 0 extensions, 1 pause, 2 acts of buyers, from 2:45:58pm to 2:46:58pm on 21 November 2026.",
  );
  expect(lanesSentence(counts, 3, AT - 86_400_000, AT)).toContain("from 2:46:58pm on 20 November 2026 to");
});

test("what is loaded, what failed and what is new is said with its figures", () => {
  expect([loadedSentence(1_500, 100_000), loadedSentence(7, 7)]).toEqual([
    "Loading the records: 1,500 of 100,000. The lanes show those.",
    null,
  ]);
  expect(recordsFailed(1)).toBe(
    "The other records could not be loaded just now; the lanes show 1 record. This page tries again by itself.",
  );
  expect(streamFailed({ first_bad: 57 }, true)).toContain(
    "The first record that cannot be read is record 57.",
  );
  expect(streamFailed({ first_bad: null }, false)).not.toContain("first record");
  expect(streamFailed({}, false)).toContain("What is shown was loaded before.");
  expect([newerRecords(1), newerRecords(1_200)]).toEqual([
    "1 newer record. Load it.",
    "1,200 newer records. Load them.",
  ]);
  expect(speedName(1_000)).toBe("1,000×");
  expect(paneTitle("a buyer", 3, 1_203)).toBe("What a buyer saw after record 3 of 1,203");
});
