// What a check of the chain found, in words. G81
import { expect, test } from "vitest";
import type { ChainResult, FaultCode, Uncheckable } from "../../verify/chain";
import { chainWords, failedWords, progressWords, refusedWords } from "./record-chain";

function broken(code: FaultCode, seq: number, more: object = {}): ChainResult {
  const fault = { code, seq, line: seq, expected: null, found: null, ...more };
  return { kind: "broken", last: seq - 1, fault };
}

test("a chain that is right is green, and its last hash is there to compare", () => {
  const words = chainWords({ kind: "whole", last: 1_203, hash: "ab" });

  expect(words).toMatchObject({ tone: "good", heading: "The chain is unbroken", go_to: null });
  expect(words.text).toContain("1,203 records checked, from the first to record 1,203.");
  expect(words.found).toEqual([{ name: "Hash of record 1,203", value: "ab" }]);
});

test.each<[result: ChainResult, heading: string, text: RegExp, go_to: number | null]>([
  [
    broken("hash", 7, { expected: "aa", found: "bb" }),
    "Record 7 is wrong",
    /changed after it was written\. Records 1 to 6 are right/,
    7,
  ],
  [broken("hash", 1), "Record 1 is wrong", /No record before it was found right/, 1],
  [broken("prev", 2), "Record 2 is wrong", /Record 1 is right/, 2],
  [
    broken("missing", 5, { expected: "5", found: "6" }),
    "Record 5 is missing",
    /Record 6 follows where it should stand/,
    4,
  ],
  [broken("missing", 10, { expected: "10" }), "Record 10 is missing", /ends before it/, 9],
  [broken("missing", 1, { expected: "1", found: "2" }), "Record 1 is missing", /Record 2 follows/, null],
  [broken("out_of_order", 4, { expected: "5", found: "4" }), "Record 4 is wrong", /where record 5 should/, 4],
  [broken("other_stream", 3), "Record 3 is wrong", /of another lot/, 3],
  [broken("time", 3), "Record 3 is wrong", /earlier moment/, 3],
  [broken("other_head", 3), "Record 3 is wrong", /shown before/, 3],
  [broken("too_long", 3), "Record 3 is wrong", /longer than any/, 3],
  [broken("cut_off", 3), "Record 3 is wrong", /Line 3 is cut off/, 3],
  [broken("no_text", 3), "Record 3 is wrong", /Line 3 is no text/, 3],
  [broken("no_record", 3), "Record 3 is wrong", /Line 3 is not written as a record/, 3],
])("%j is red with its place", (result, heading, text, go_to) => {
  const words = chainWords(result);

  expect(words).toMatchObject({ tone: "bad", heading, go_to, elsewhere: true });
  expect(words.text).toMatch(text);
});

test("what should stand there and what does are told apart", () => {
  const hash = chainWords(broken("hash", 7, { expected: "aa", found: "bb" }));
  const time = chainWords(
    broken("time", 7, { expected: "2026-12-01T02:58:19.000001Z", found: "2025-12-01T02:58:19.000001Z" }),
  );

  expect(hash.found).toEqual([
    { name: "Hash of its text", value: "aa" },
    { name: "Stands in the record", value: "bb" },
  ]);
  expect(time.found.map(({ value }) => value)).toEqual([
    "2:58:19.000am on 1 December 2026",
    "2:58:19.000am on 1 December 2025",
  ]);
});

test.each<[why: Uncheckable, text: RegExp]>([
  ["redacted", /hidden from you, first in record 4/],
  ["no_crypto", /https.*would prove nothing.*command below/],
  ["empty", /sent no records/],
  ["unread", /Records 1 to 3 are right\. Nothing is known of the records after that/],
])("%s is amber, and never called broken or wrong", (why, text) => {
  const words = chainWords({ kind: "uncheckable", why, last: 3 });

  expect(words.tone).toBe("open");
  expect(words.text).toMatch(text);
  expect(words.heading + words.text).not.toMatch(/broken|wrong/);
  expect(words.elsewhere).toBe(why === "no_crypto");
});

test("a check that was stopped, and a server that gives nothing, say what is not known", () => {
  expect(chainWords({ kind: "stopped", last: 0 })).toMatchObject({ tone: "open" });
  expect(chainWords({ kind: "stopped", last: 64 }).text).toBe(
    "Records 1 to 64 are right. Nothing is known of the records after that.",
  );
  expect(failedWords(null)).toMatchObject({ tone: "open" });
  expect(failedWords(1_008).text).toContain("The first record that is wrong is record 1,008.");
  expect(refusedWords(503).text).toContain("Try again");
  expect(refusedWords(404).text).toContain("may not read");
});

test("progress is counted, with the end where it is known", () => {
  expect(progressWords(0, 100)).toBe("Reading the first records.");
  expect(progressWords(6_400, 100_000)).toBe("6,400 of 100,000 records checked.");
  expect(progressWords(6_400, null)).toBe("6,400 records checked.");
  expect(progressWords(6_400, 6_000)).toBe("6,400 records checked.");
});
