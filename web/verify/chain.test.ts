// The chain check on real journals, whole and redacted, and on every way to damage one. G81
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { type ChainOptions, type ChainResult, checkChain } from "./chain";

/** What `fairlot history` wrote of a lot, and what its bidder read of it over HTTP. */
const WHOLE = readFileSync(new URL("vectors/lot.ndjson", import.meta.url));
const REDACTED = readFileSync(new URL("vectors/lot-as-a-supplier-reads-it.ndjson", import.meta.url));
const LINES = WHOLE.toString().split("\n").slice(0, -1);
const LAST = LINES.length;
const HEAD = "5e7be55c4037f6debe97e5aa0253ad23c39904bbec47ab245589cfb9ee548867";
const STREAM = "lot/01a22f89-ef8f-79ea-bf63-df5e94b5b95c";

async function* inChunks(bytes: Uint8Array, of = 1_000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += of) yield bytes.subarray(from, from + of);
}

function check(
  text: string | Uint8Array,
  options: Partial<ChainOptions> = {},
  of?: number,
): Promise<ChainResult> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return checkChain(inChunks(bytes, of), { subtle: crypto.subtle, ...options });
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** The journal with one line changed. */
function changed(nth: number, change: (line: string) => string): string {
  const lines = LINES.map((line, at) => (at === nth - 1 ? change(line) : line));
  expect(lines).not.toEqual(LINES);
  return textOf(lines);
}

/** The journal with its hashes computed anew after bodies were changed, as somebody would who can write the database. */
function forged(bodies: readonly string[]): string {
  let prev = "0".repeat(64);
  return textOf(
    bodies.map((body) => {
      const hash = createHash("sha256").update(Buffer.from(prev, "hex")).update(body).digest("hex");
      const line = `${body.slice(0, -1)},"prev":"${prev}","hash":"${hash}"}`;
      prev = hash;
      return line;
    }),
  );
}

const BODIES = LINES.map((line) => line.replace(/,"prev":"[0-9a-f]{64}","hash":"[0-9a-f]{64}"}$/, "}"));

test("a real journal is right up to its last record, wherever its chunks end", async () => {
  for (const size of [1, 7, 1_000, WHOLE.length]) {
    expect(await check(WHOLE, { stream: STREAM }, size)).toEqual({ kind: "whole", last: LAST, hash: HEAD });
  }
  expect(forged(BODIES)).toBe(WHOLE.toString());
});

test("a journal that was cut at the end of a record is right up to there", async () => {
  const begun = await check(textOf(LINES.slice(0, 5)));

  expect(begun).toMatchObject({ kind: "whole", last: 5 });
  // The last line end may be missing: the hash says that the line is whole.
  expect(await check(textOf(LINES).trimEnd())).toMatchObject({ kind: "whole", last: LAST });
});

test("one sign that differs, in the text or in a hash, is found at its record", async () => {
  for (const [nth, line] of LINES.entries()) {
    for (const place of [line.indexOf('"data":{"') + 9, line.indexOf('"salt":"') + 8, line.length - 3]) {
      const other = line[place] === "0" ? "1" : "0";
      const damaged = changed(nth + 1, () => line.slice(0, place) + other + line.slice(place + 1));
      const result = await check(damaged);

      expect(result).toMatchObject({
        kind: "broken",
        last: nth,
        fault: { code: "hash", seq: nth + 1, line: nth + 1 },
      });
    }
  }
});

test("a wrong hash is told with the one that the text has", async () => {
  const result = await check(changed(7, (line) => line.replace('"m":"3.40"', '"m":"3.41"')));

  const fault = result.kind === "broken" ? result.fault : null;
  expect(fault?.found).toBe(/"hash":"(\w+)"}$/.exec(LINES[6] ?? "")?.[1]);
  const body = (BODIES[6] ?? "").replace('"m":"3.40"', '"m":"3.41"');
  const prev = /"prev":"(\w+)"/.exec(LINES[6] ?? "")?.[1] ?? "";
  expect(fault?.expected).toBe(
    createHash("sha256").update(Buffer.from(prev, "hex")).update(body).digest("hex"),
  );
});

const swap = (text: readonly string[], nth: number): string[] =>
  text.map((line, at) => text[at === nth ? at + 1 : at === nth + 1 ? at - 1 : at] ?? line);

test.each<[name: string, text: () => string, fault: object]>([
  [
    "a record is left out",
    () => textOf(LINES.toSpliced(4, 1)),
    { code: "missing", seq: 5, line: 5, found: "6" },
  ],
  ["the first record is left out", () => textOf(LINES.slice(1)), { code: "missing", seq: 1, found: "2" }],
  [
    "a record is there twice",
    () => textOf(LINES.toSpliced(4, 0, LINES[3] ?? "")),
    { code: "out_of_order", seq: 4, line: 5 },
  ],
  ["two records changed places", () => textOf(swap(LINES, 4)), { code: "missing", seq: 5, found: "6" }],
  [
    "the hash before is another one",
    () => changed(6, (line) => line.replace(/"prev":"..../, '"prev":"0000')),
    { code: "prev", seq: 6 },
  ],
  [
    "a record is of another lot",
    () => changed(6, (line) => line.replace("01a22f89", "01a22f88")),
    { code: "other_stream", seq: 6 },
  ],
  [
    "all records are of another lot",
    () => forged(BODIES.map((body) => body.replace("01a22f89", "01a22f88"))),
    { code: "other_stream", seq: 1, expected: STREAM },
  ],
  [
    "a record is written anew with an earlier time",
    () => forged(BODIES.map((body, nth) => (nth === 7 ? body.replace(/"at":"2026/, '"at":"2025') : body))),
    { code: "time", seq: 8 },
  ],
  ["the last line is cut off", () => textOf(LINES).slice(0, -40), { code: "cut_off", seq: LAST, line: LAST }],
  ["a line is empty", () => textOf(LINES.toSpliced(4, 0, "")), { code: "no_record", seq: 5 }],
  ["lines end as on Windows", () => textOf(LINES.map((line) => `${line}\r`)), { code: "no_record", seq: 1 }],
  ["the text begins with a mark", () => `\ufeff${textOf(LINES)}`, { code: "no_record", seq: 1 }],
  ["a line is no JSON", () => changed(3, () => "hello"), { code: "no_record", seq: 3 }],
])("%s", async (_, text, fault) => {
  expect(await check(text(), { stream: STREAM })).toMatchObject({ kind: "broken", fault });
});

test.each<[name: string, from: string | RegExp, to: string]>([
  ["a space", '"data":{', '"data": {'],
  ["a space in an object", '"prices":{', '"prices": {'],
  ["a key twice", '"confirmed":false', '"confirmed":false,"confirmed":true'],
  ["a key twice in other signs", '"confirmed":false', '"confirmed":false,"\\u0063onfirmed":true'],
  ["a member more", '"data":{', '"more":1,"data":{'],
  ["a member after the data", ',"salt"', ',"seq":99,"salt"'],
  ["members in another order", '"kind":"bid_accepted","data"', '"data"'],
  ["a number with a leading 0", '"rank":2', '"rank":02'],
  ["a comma too many", '"rank":2', '"rank":2,'],
  ["a list without an end", '"rank":2', '"rank":[2'],
  ["half of a sign", '"rank":2', '"rank":"\\ud800"'],
  ["a role that nobody has", '"role":"supplier"', '"role":"auditor"'],
  ["a place with a leading 0", '"seq":5', '"seq":05'],
  ["no salt", /,"salt":"\w+"/, ""],
])("a text with %s is no record, even with a right hash", async (_, from, to) => {
  const bodies = BODIES.map((body, nth) => (nth === 4 ? body.replace(from, to) : body));
  expect(bodies).not.toEqual(BODIES);

  expect(await check(forged(bodies))).toMatchObject({ kind: "broken", fault: { code: "no_record", seq: 5 } });
});

test("any JSON that a record can hold is read", async () => {
  const value = '{"a":[],"b":[1,-2.5e+3,{"":{}}],"1":null,"c":"\\u00e9\\ud83d\\ude00\\"é😀","d":true}';
  const bodies = BODIES.map((body, nth) => (nth === 4 ? body.replace('"rank":2', `"rank":${value}`) : body));

  expect(await check(forged(bodies))).toMatchObject({ kind: "whole", last: LAST });
});

test("bytes that are no text are named with their line", async () => {
  const bytes = Uint8Array.from(WHOLE);
  bytes[WHOLE.indexOf("Nitrile")] = 0xff;

  expect(await check(bytes)).toMatchObject({ kind: "broken", fault: { code: "no_text", seq: 1 } });
});

test("a line that is longer than any record ends the check before all of it is there", async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (; given < 1_000; given += 1) yield new Uint8Array(1024 * 1024).fill(65);
  }

  const result = await checkChain(endless(), { subtle: crypto.subtle });

  expect(result).toMatchObject({ kind: "broken", fault: { code: "too_long", seq: 1 } });
  expect(given).toBeLessThan(20);
});

test("a redacted record cannot be checked, and is never called broken", async () => {
  expect(await check(REDACTED)).toEqual({ kind: "uncheckable", why: "redacted", last: 0 });
  const later = textOf([...LINES.slice(0, 3), REDACTED.toString().split("\n")[0] ?? ""]);
  expect(await check(later)).toEqual({ kind: "uncheckable", why: "redacted", last: 3 });
});

test("a fault before a redacted record is still a fault", async () => {
  const wrong = (LINES[1] ?? "").replace('"salt":"', '"salt":"0').replace(/"salt":"(.{32})./, '"salt":"$1');
  const lines = [LINES[0] ?? "", wrong, REDACTED.toString().split("\n")[0] ?? ""];

  expect(await check(textOf(lines))).toMatchObject({ kind: "broken", fault: { code: "hash", seq: 2 } });
});

test("without the browser's SHA-256 nothing is read, and nothing is said of the chain", async () => {
  const chunks = vi.fn(() => inChunks(WHOLE));

  const result = await checkChain({ [Symbol.asyncIterator]: chunks }, { subtle: undefined });

  expect(result).toEqual({ kind: "uncheckable", why: "no_crypto", last: 0 });
  expect(chunks).not.toHaveBeenCalled();
});

test("nothing at all is neither right nor wrong", async () => {
  expect(await check("")).toEqual({ kind: "uncheckable", why: "empty", last: 0 });
});

test("lines that do not come to their end are right as far as they came", async () => {
  async function* torn(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(textOf(LINES.slice(0, 4)) + (LINES[4] ?? "").slice(0, 50));
    throw new Error("the connection is lost");
  }

  expect(await checkChain(torn(), { subtle: crypto.subtle })).toEqual({
    kind: "uncheckable",
    why: "unread",
    last: 4,
  });
});

test("a record that is known from elsewhere has to be there, and to be the same", async () => {
  const known = { seq: LAST, hash: HEAD };
  expect(await check(WHOLE, { head: known })).toMatchObject({ kind: "whole" });

  expect(await check(textOf(LINES.slice(0, 9)), { head: known })).toMatchObject({
    kind: "broken",
    last: 9,
    fault: { code: "missing", seq: 10, found: null },
  });
  const anew = forged(BODIES.map((body) => body.replace('"m":"3.40"', '"m":"3.10"')));
  expect(await check(anew)).toMatchObject({ kind: "whole" });
  expect(await check(anew, { head: known })).toMatchObject({
    kind: "broken",
    fault: { code: "other_head", seq: LAST },
  });
});

/** A journal of any length. */
async function* many(records: number): AsyncGenerator<Uint8Array> {
  let prev = "0".repeat(64);
  for (let seq = 1; seq <= records; seq += 1) {
    const body = (BODIES[4] ?? "").replace('"seq":5', `"seq":${seq}`);
    const hash = createHash("sha256").update(Buffer.from(prev, "hex")).update(body).digest("hex");
    yield new TextEncoder().encode(`${body.slice(0, -1)},"prev":"${prev}","hash":"${hash}"}\n`);
    prev = hash;
  }
}

test("a long check counts, and gives way after a bounded number of records", async () => {
  let since_turn = 0;
  let most = 0;
  const progress: number[] = [];
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const line of many(1_000)) {
      since_turn += 1;
      most = Math.max(most, since_turn);
      yield line;
    }
  }
  let over = false;
  const turn = (): void => {
    since_turn = 0;
    if (!over) setImmediate(turn);
  };
  turn();
  // Answers without another turn, as a browser may do for short texts.
  const digest = vi.fn(async (_: string, bytes: Uint8Array) => {
    const { buffer } = Uint8Array.from(createHash("sha256").update(bytes).digest());
    return buffer;
  });

  const result = await checkChain(counted(), {
    subtle: { digest } as unknown as SubtleCrypto,
    progress: (last) => progress.push(last),
  });
  over = true;

  expect(result).toMatchObject({ kind: "whole", last: 1_000 });
  // Two batches may come between two turns of this test.
  expect(most).toBeLessThanOrEqual(130);
  expect(progress).toEqual([...progress].sort((one, other) => one - other));
  expect(progress.length).toBeGreaterThan(10);
  expect(digest).toHaveBeenCalledTimes(1_000);
});

test("a check that is stopped ends soon, and says how far it came", async () => {
  const stop = new AbortController();
  let given = 0;
  let closed = false;
  async function* stopped(): AsyncGenerator<Uint8Array> {
    try {
      for await (const line of many(10_000)) {
        given += 1;
        if (given === 500) stop.abort();
        yield line;
      }
    } finally {
      closed = true;
    }
  }

  const result = await checkChain(stopped(), { subtle: crypto.subtle, signal: stop.signal });

  expect(result.kind).toBe("stopped");
  expect(result.kind === "stopped" && result.last).toBeGreaterThanOrEqual(500);
  expect(given).toBeLessThan(600);
  expect(closed).toBe(true);
});
