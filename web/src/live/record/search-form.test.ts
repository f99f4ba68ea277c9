// What a person types to search for, read into a query. G80
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EMPTY, faultsOf, readForm, type Typed } from "./search-form";

const DAY = "2026-10-25T09:00:00Z";
/** The texts that the server was asked to read. */
let asked: string[] = [];
let status = 200;

function readTime(text: string): object {
  if (text === "25 October 2026 2:30pm") return { text, at: "2026-10-25T14:30:00Z", words: "2:30pm" };
  if (text === "24 October 2026 2:30pm")
    return { text, at: "2026-10-24T13:30:00.000000Z", words: "the day before" };
  if (text === "25 October 2026 1:30am") {
    const candidates = [
      { at: "2026-10-25T00:30:00Z", words: "1:30am, the first" },
      { at: "2026-10-25T01:30:00Z", words: "1:30am, the second" },
    ];
    return { text, code: "time_twice", message: "comes twice", candidates };
  }
  return { text, code: "not_a_time", message: "must be a date and a time", candidates: [] };
}

beforeEach(() => {
  asked = [];
  status = 200;
  vi.stubGlobal("fetch", async (_: string, request: RequestInit) => {
    asked = (JSON.parse(String(request.body)) as { texts: string[] }).texts;
    return new Response(JSON.stringify({ items: asked.map(readTime) }), { status });
  });
});
afterEach(() => vi.unstubAllGlobals());

function read(typed: Partial<Typed>, day = DAY) {
  return readForm({ ...EMPTY, ...typed }, day);
}

test("empty fields ask for nothing, and the server is not asked for times", async () => {
  expect(await read({ ref: "  " })).toEqual({ ok: true, query: {}, read: {} });
  expect(asked).toEqual([]);
});

test("what is typed is taken without spaces around it, and amounts as people write them", async () => {
  const found = await read({
    kind: "bid_refused",
    bidder: "acme",
    ref: " a-1 ",
    total_from: "£178,200.00",
    total_to: "200000",
  });

  expect(found).toMatchObject({
    query: { kind: "bid_refused", bidder: "acme", ref: "a-1", total_from: "178200.00", total_to: "200000" },
  });
});

test("a reason is chosen or typed, not both", async () => {
  expect(await read({ refused: "closed" })).toMatchObject({
    query: { kind: "bid_refused", reason: "closed" },
  });
  expect(await read({ words: " mistake " })).toMatchObject({ query: { reason: "mistake" } });
  expect(await read({ refused: "closed", words: "mistake" })).toMatchObject({
    ok: false,
    problems: { words: expect.stringContaining("not both") as string },
  });
});

test.each<[typed: Partial<Typed>, field: string]>([
  [{ total_from: "lots" }, "total_from"],
  [{ total_to: "2,97" }, "total_to"],
  [{ total_from: "2", total_to: "1.99" }, "total_to"],
])("%j is no amount to search by", async (typed, field) => {
  const found = await read(typed);

  expect(found.ok).toBe(false);
  expect(!found.ok && Object.keys(found.problems)).toEqual([field]);
});

test("a time without a day is of the lot's day, and the end counts to the end of its second", async () => {
  const found = await read({ from_at: "24 October 2026 2:30pm", to_at: "2:30pm" });

  expect(asked).toEqual([
    "24 October 2026 2:30pm",
    "25 October 2026 24 October 2026 2:30pm",
    "2:30pm",
    "25 October 2026 2:30pm",
  ]);
  expect(found).toEqual({
    ok: true,
    query: { from_at: "2026-10-24T13:30:00.000000Z", to_at: "2026-10-25T14:30:00.999999Z" },
    read: { from_at: "the day before", to_at: "2:30pm" },
  });
});

test("of an hour that comes twice the search takes both", async () => {
  expect(await read({ from_at: "1:30am", to_at: "1:30am" })).toMatchObject({
    query: { from_at: "2026-10-25T00:30:00Z", to_at: "2026-10-25T01:30:00.999999Z" },
  });
});

test("a time that cannot be read, and an end before the beginning, are told at their fields", async () => {
  expect(await read({ from_at: "teatime" })).toMatchObject({
    ok: false,
    problems: { from_at: "From must be a date and a time." },
    status: null,
  });
  expect(await read({ from_at: "2:30pm", to_at: "24 October 2026 2:30pm" })).toMatchObject({
    ok: false,
    problems: { to_at: expect.any(String) as string },
  });
});

test("a server that does not read times is no fault of what was typed", async () => {
  status = 503;

  expect(await read({ from_at: "2:30pm" })).toEqual({ ok: false, problems: {}, status: 503 });
});

test("what the server has against a query stands at its field", () => {
  const faults = [
    { path: "/query/person", message: "must be an id" },
    { path: "/query/reason", message: "must be at most 500 bytes" },
    { path: "/query/limit", message: "must be 1 to 500" },
  ];

  expect(faultsOf(faults)).toEqual({
    person: "Person must be an id.",
    words: "Words in the reason of an act must be at most 500 bytes.",
  });
});
