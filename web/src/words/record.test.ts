// A record of a lot in plain words: each kind that a server writes, from a real journal and from made-up records.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { JsonObject } from "../json";
import {
  type JournalRecord,
  kindName,
  KINDS,
  momentWords,
  pricesOf,
  readRecord,
  recordHeading,
  recordSentence,
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
  expect(RECORDS.map((record) => recordSentence(record, LOT))).toEqual([
    "The lot was published. Its rules, bidders, volumes and the prices paid today were frozen.",
    "The lot opened. It was to close at 3:18:18am.",
    "Acme Medical Ltd offered £186,000.00 and was 1st.",
    "Bolt Gloves plc offered £180,000.00 and was 1st.",
    "Acme Medical Ltd offered £185,400.00 and was 2nd.",
    "Acme Medical Ltd offered £178,200.00 and was 1st.",
    "Bolt Gloves plc made an offer of £204,000.00. It was refused: the total is above the ceiling. The most that it could have offered then was £179,750.00.",
    "Bolt Gloves plc offered £177,600.00 and was 1st.",
    "A buyer paused the lot, with 19 minutes 57 seconds left. Reason: “A bidder rang: “line lost”.”",
    "The lot restarted, to close at 3:18:18am. Reason: “All are back.\nGo on.”",
    "A buyer wrote to all bidders: “Ten minutes left.”",
    "A buyer annulled offer 8 of Bolt Gloves plc. Reason: “Typed in error \\ agreed.”",
    "A buyer closed the lot early. Acme Medical Ltd was 1st with £178,200.00. Reason: “All bidders asked for it.”",
  ]);
});

test.each<[kind: string, data: JsonObject, sentence: string]>([
  ["terms_accepted", { bidder: "acme" }, "Acme Medical Ltd accepted the terms."],
  [
    "bid_refused",
    { bidder: "bolt", prices: {}, reason: "missing_price", limit: null },
    "Bolt Gloves plc made an offer. It was refused: a price is missing.",
  ],
  [
    "bid_refused",
    { bidder: "bolt", prices: { m: "1" }, reason: "decrement_too_large", limit: "150000" },
    "Bolt Gloves plc made an offer of £60,000.00. It was refused: the drop is too large. The least that it could have offered then was £150,000.00.",
  ],
  [
    "lot_extended",
    { closes_at: "2026-12-01T14:32:00Z", was: "2026-12-01T14:30:00Z", cause: "bid", reason: null },
    "The closing time moved from 2:30pm to 2:32pm, because of the offer in the record before.",
  ],
  [
    "lot_extended",
    { closes_at: "2026-12-01T14:32:00Z", was: "2026-12-01T14:30:00Z", cause: "buyer", reason: "Line lost" },
    "The closing time moved from 2:30pm to 2:32pm, by a buyer. Reason: “Line lost.”",
  ],
  [
    "lot_paused",
    { cause: "outage", remaining_us: 252_500_000, resumes_at: "2026-12-01T14:32:00Z", reason: null },
    "The server paused the lot after an outage, with 4 minutes 12 seconds left. It was to restart by itself at 2:32pm.",
  ],
  [
    "annulment_requested",
    { bidder: "acme", ref: "a", offer: 27, reason: "A mistake" },
    "Acme Medical Ltd asked for its offer 27 to be annulled. Reason: “A mistake.”",
  ],
  [
    "annulment_declined",
    { request: 28, bidder: "acme", reason: "Too late" },
    "A buyer declined what Acme Medical Ltd had asked for in record 28. Reason: “Too late.”",
  ],
  [
    "bid_annulled",
    { bidder: "acme", offer: null, reason: "A mistake" },
    "A buyer annulled the opening offer of Acme Medical Ltd. Reason: “A mistake.”",
  ],
  [
    "bidder_excluded",
    { bidder: "acme", reason: "Insolvent" },
    "A buyer excluded Acme Medical Ltd from the lot. Reason: “Insolvent.”",
  ],
  [
    "act_proposed",
    { act: { type: "annul", bidder: "acme", offer: 27, reason: "A mistake" }, by: "b" },
    "A buyer proposed to annul offer 27 of Acme Medical Ltd. It waits for a second buyer. Reason: “A mistake.”",
  ],
  [
    "act_proposed",
    { act: { type: "cancel", reason: "Wrong items" }, by: "b" },
    "A buyer proposed to cancel the lot. It waits for a second buyer. Reason: “Wrong items.”",
  ],
  [
    "act_approved",
    { act: 30, by: "c", reason: "Agreed" },
    "A second buyer approved the act proposed in record 30. Reason: “Agreed.”",
  ],
  [
    "act_declined",
    { act: 30, by: "c", reason: "No" },
    "A buyer turned down the act proposed in record 30. Reason: “No.”",
  ],
  [
    "message_sent",
    { text: "Ring us.", to: "acme", reason: "r" },
    "A buyer wrote to Acme Medical Ltd alone: “Ring us.”",
  ],
  [
    "lot_closed",
    { cause: "time", ranking: [], reserve_met: null, reason: null },
    "The lot closed at its closing time. Nobody had an offer.",
  ],
  [
    "lot_cancelled",
    { reason: "Wrong items." },
    "A buyer cancelled the lot. It has no result. Reason: “Wrong items.”",
  ],
  [
    "bid_annulled",
    { alias: "Bidder B", offer: 8, reason: "x" },
    "A buyer annulled offer 8 of Bidder B. Reason: “x.”",
  ],
  ["something_new", {}, "Something new."],
])("%s %j", (kind, data, sentence) => {
  expect(recordSentence(made(kind, data), LOT)).toBe(sentence);
});

test("every kind that has a name has a sentence", () => {
  for (const kind of Object.keys(KINDS)) {
    expect(recordSentence(made(kind, {}), UNKNOWN_LOT), kind).not.toBe(`${kindName(kind)}.`);
  }
});

test("a moment is in UK time to the millisecond, in summer too", () => {
  expect(momentWords("2026-07-01T13:46:58.114999Z")).toBe("2:46:58.114pm on 1 July 2026");
});

test("who caused a record is told by name where it is known, else by id", () => {
  const bid = RECORDS[2] as JournalRecord;

  expect(whoWords(bid, LOT, "Ann Acme")).toBe("Ann Acme, a bidder (Acme Medical Ltd)");
  expect(whoWords(bid, LOT, null)).toBe("acme-1, a bidder (Acme Medical Ltd)");
  expect(whoWords(RECORDS[8] as JournalRecord, LOT, null)).toBe("wtp-1, a buyer (wtp)");
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
        expect(recordSentence(changed, recordedLot(changed.data))).toMatch(/[.”]$/);
        expect(pricesOf(changed, LOT)).toBeInstanceOf(Array);
      }
    }
  }
  expect(momentWords("yesterday")).toBe("yesterday");
  expect(readRecord('{"seq":1,"data":{},"at":"","kind":"","prev":"","hash":"","actor":"me"}')).toBeNull();
});
