// A record of a lot in plain words: each kind that a server writes, from a real journal and from made-up records.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { JsonObject } from "../json";
import {
  type JournalRecord,
  KINDS,
  momentWords,
  pricesOf,
  readRecord,
  recordHeading,
  wholeRecordSentence,
  whoWords,
} from "./record";
import { nameOf, partyName, recordedLot, totalOf, UNKNOWN_LOT } from "./record-lot";

const RECORDS = readFileSync(new URL("../../verify/vectors/lot.ndjson", import.meta.url), "utf8")
  .split("\n")
  .slice(0, -1)
  .map((line) => readRecord(line) as JournalRecord);
const LOT = recordedLot(RECORDS[0]?.data ?? {});

function made(kind: string, data: JsonObject): JournalRecord {
  return { ...(RECORDS[1] as JournalRecord), kind, data };
}

test("the records of a real journal are told one after the other", () => {
  expect(RECORDS.map((record) => wholeRecordSentence(record, LOT, null))).toEqual([
    "A buyer published the lot.",
    "The lot opened, to close at 3:18:18am.",
    "Acme Medical Ltd offered £186,000.00, 1st.",
    "Bolt Gloves plc offered £180,000.00, 1st.",
    "Acme Medical Ltd offered £185,400.00, 2nd.",
    "Acme Medical Ltd offered £178,200.00, 1st.",
    "Bolt Gloves plc offered £204,000.00, which was refused: the total is above the ceiling. The most that it could have offered then was £179,750.00.",
    "Bolt Gloves plc offered £177,600.00, 1st.",
    "A buyer paused the lot, with 19 minutes 57 seconds left. Reason: “A bidder rang: “line lost”.”",
    "A buyer restarted the lot, to close at 3:18:18am. Reason: “All are back.\nGo on.”",
    "A buyer sent a message to everybody: “Ten minutes left.”",
    "A buyer annulled offer 8 of Bolt Gloves plc. Reason: “Typed in error \\ agreed.”",
    "A buyer closed the lot. Acme Medical Ltd was 1st with £178,200.00. Reason: “All bidders asked for it.”",
  ]);
});

test.each<[kind: string, data: JsonObject, sentence: string]>([
  ["terms_accepted", { bidder: "acme" }, "Acme Medical Ltd accepted the terms."],
  [
    "bid_refused",
    { bidder: "bolt", prices: {}, reason: "missing_price", limit: null },
    "Bolt Gloves plc offered prices that make no total, which was refused: a price is missing.",
  ],
  [
    "bid_refused",
    { bidder: "bolt", prices: { m: "1" }, reason: "decrement_too_large", limit: "150000" },
    "Bolt Gloves plc offered £60,000.00, which was refused: the drop is too large. The least that it could have offered then was £150,000.00.",
  ],
  [
    "lot_extended",
    { closes_at: "2026-12-01T14:32:00Z", was: "2026-12-01T14:30:00Z", cause: "bid", reason: null },
    "The closing time moved from 2:30pm to 2:32pm, because of an offer.",
  ],
  [
    "lot_extended",
    { closes_at: "2026-12-01T14:32:00Z", was: "2026-12-01T14:30:00Z", cause: "buyer", reason: "Line lost" },
    "Ben Buyer moved the closing time from 2:30pm to 2:32pm. Reason: “Line lost.”",
  ],
  [
    "lot_paused",
    { cause: "outage", remaining_us: 252_500_000, resumes_at: "2026-12-01T14:32:00Z", reason: null },
    "The lot was paused after an outage of the system, with 4 minutes 12 seconds left. It was to restart by itself at 2:32pm.",
  ],
  [
    "annulment_requested",
    { bidder: "acme", ref: "a", offer: 27, reason: "A mistake" },
    "Acme Medical Ltd asked for its offer 27 to be annulled. Reason: “A mistake.”",
  ],
  [
    "annulment_declined",
    { request: 28, bidder: "acme", reason: "Too late" },
    "Ben Buyer did not annul the offer of Acme Medical Ltd, which asked for it in record 28. Reason: “Too late.”",
  ],
  [
    "bid_annulled",
    { bidder: "acme", offer: null, reason: "A mistake" },
    "Ben Buyer annulled the opening offer of Acme Medical Ltd. Reason: “A mistake.”",
  ],
  [
    "bidder_excluded",
    { bidder: "acme", reason: "Insolvent" },
    "Ben Buyer excluded Acme Medical Ltd. Reason: “Insolvent.”",
  ],
  [
    "act_proposed",
    { act: { type: "annul", bidder: "acme", offer: 27, reason: "A mistake" }, by: "b" },
    "Ben Buyer proposed to annul offer 27 of Acme Medical Ltd, which waits for a second buyer. Reason: “A mistake.”",
  ],
  [
    "act_proposed",
    { act: { type: "annul", bidder: "acme", reason: "A mistake" }, by: "b" },
    "Ben Buyer proposed to annul the standing offer of Acme Medical Ltd, which waits for a second buyer. Reason: “A mistake.”",
  ],
  [
    "act_proposed",
    { act: { type: "cancel", reason: "Wrong items" }, by: "b" },
    "Ben Buyer proposed to cancel the lot, which waits for a second buyer. Reason: “Wrong items.”",
  ],
  [
    "act_approved",
    { act: 30, by: "c", reason: "Agreed" },
    "Ben Buyer approved the act that was proposed in record 30. Reason: “Agreed.”",
  ],
  [
    "act_declined",
    { act: 30, by: "c", reason: "No" },
    "Ben Buyer declined the act that was proposed in record 30. Reason: “No.”",
  ],
  [
    "message_sent",
    { text: "Ring us.", to: "acme", reason: null },
    "Ben Buyer sent a message to Acme Medical Ltd alone: “Ring us.”",
  ],
  [
    "lot_closed",
    { cause: "time", ranking: [], reserve_met: null, reason: null },
    "The lot closed. Nobody had an offer.",
  ],
  ["lot_cancelled", { reason: "Wrong items." }, "Ben Buyer cancelled the lot. Reason: “Wrong items.”"],
  [
    "bid_annulled",
    { alias: "Bidder B", offer: 8, reason: "x" },
    "Ben Buyer annulled offer 8 of Bidder B. Reason: “x.”",
  ],
  ["something_new", {}, "A record of the kind “something_new”, which this page does not know."],
  ["constructor", {}, "A record of the kind “constructor”, which this page does not know."],
])("%s %j", (kind, data, sentence) => {
  const acted = { ...made(kind, data), actor: { role: "buyer", org: "wtp", person: "ben" } };

  expect(wholeRecordSentence(acted, LOT, "Ben Buyer")).toBe(sentence);
});

test("who did it is told as far as it is known", () => {
  const { actor: _, ...hidden } = made("lot_resumed", {});

  expect(wholeRecordSentence(hidden, LOT, null)).toBe("Somebody who is hidden from you restarted the lot.");
  expect(wholeRecordSentence(made("lot_resumed", {}), LOT, null)).toBe("The lot restarted by itself.");
  const admin = { ...made("lot_closed", { cause: "buyer" }), actor: { role: "admin" } };
  expect(wholeRecordSentence(admin, LOT, null)).toBe("An administrator closed the lot. Nobody had an offer.");
});

test("every kind that has a name has a sentence", () => {
  for (const kind of Object.keys(KINDS)) {
    expect(wholeRecordSentence(made(kind, {}), UNKNOWN_LOT, null), kind).not.toContain("does not know");
  }
});

test("a moment is in UK time to the millisecond, in summer too", () => {
  expect(momentWords("2026-07-01T13:46:58.114999Z")).toBe("2:46:58.114pm on 1 July 2026");
});

test("who caused a record is told by name, and that there is none once that is known", () => {
  const bid = RECORDS[2] as JournalRecord;

  expect(whoWords(bid, LOT, "Ann Acme")).toBe("Ann Acme, a bidder (Acme Medical Ltd)");
  expect(whoWords(bid, LOT, null)).toBe(
    "A person who was erased or has no name, a bidder (Acme Medical Ltd)",
  );
  expect(whoWords(bid, LOT, undefined)).toBe("A bidder (Acme Medical Ltd)");
  expect(whoWords(RECORDS[8] as JournalRecord, LOT, "Ben Buyer")).toBe("Ben Buyer, a buyer (wtp)");
  expect(whoWords(RECORDS[1] as JournalRecord, LOT, null)).toBe("The server itself");
  const { actor: _, ...hidden } = bid;
  expect(whoWords(hidden, LOT, null)).toBe("Hidden from you");
});

test("the prices of a bid stand by item, and one that nobody can read as it was sent", () => {
  expect(pricesOf(RECORDS[2] as JournalRecord, LOT)).toEqual([
    { item: "Nitrile glove, medium", price: "£3.10" },
  ]);
  expect(pricesOf(made("bid_refused", { prices: { m: "1e3", x: "2" } }), LOT)).toEqual([
    { item: "Nitrile glove, medium", price: "1e3" },
    { item: "x", price: "£2.00" },
  ]);
  expect(totalOf(LOT, { m: "1", x: "2" })).toBeNull();
});

test("a place is told with the number of records, unless the record is newer", () => {
  expect(recordHeading(214, 1_203)).toBe("Record 214 of 1,203");
  expect(recordHeading(1_204, 1_203)).toBe("Record 1,204");
  expect(recordHeading(1, null)).toBe("Record 1");
});

test("bidders and parties are called by their names, and by their ids where none is known", () => {
  expect([nameOf(LOT, "acme"), nameOf(LOT, "cura")]).toEqual(["Acme Medical Ltd", "cura"]);
  const parties = ["bidder:bolt", "observer:RFS", "observer:X", "buyer", "auditor"];
  expect(parties.map((party) => partyName(LOT, party))).toEqual([
    "Bolt Gloves plc",
    "Chesterfield Royal Hospital",
    "X",
    "a buyer",
    "an auditor",
  ]);
});

test.each(["", "{", "[]", '{"seq":"1","data":{}}', '{"seq":1}'])("%j is no record", (line) => {
  expect(readRecord(line)).toBeNull();
});

test("a record that somebody has changed never stops the page", () => {
  const odd = [null, 1.5, "x", [], {}, true, "9".repeat(400)];
  for (const record of RECORDS) {
    for (const name of [...Object.keys(record.data), "offer", "rank", "remaining_us"]) {
      for (const value of odd) {
        const changed = { ...record, at: "yesterday", data: { ...record.data, [name]: value } };
        expect(wholeRecordSentence(changed, recordedLot(changed.data), null)).toMatch(/[.”]$/);
        expect(pricesOf(changed, LOT)).toBeInstanceOf(Array);
      }
    }
  }
  expect(momentWords("yesterday")).toBe("yesterday");
  expect(readRecord('{"seq":1,"data":{},"at":"","kind":"","prev":"","hash":"","actor":"me"}')).toBeNull();
});
