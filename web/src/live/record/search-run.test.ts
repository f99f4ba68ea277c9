// A search that goes on from page to page. G80
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SearchRun } from "./search-run";

/** The answers to come, in order, and the addresses that were asked for. */
let answers: Array<{ status?: number; seqs?: number[]; next?: string | null; problem?: object }> = [];
let asked: string[] = [];
/** Is called with each request, before its answer. */
let on_asked = (_: number): void => {};

beforeEach(() => {
  answers = [];
  asked = [];
  on_asked = () => {};
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path.replace("/api/v1/lots/l1/records?", ""));
    on_asked(asked.length);
    const { status = 200, seqs = [], next = null, problem } = answers.shift() ?? {};
    const body = problem ?? { items: seqs.map((seq) => ({ seq })), next };
    return new Response(JSON.stringify(body), { status });
  });
});
afterEach(() => vi.unstubAllGlobals());

function begin(): SearchRun {
  return new SearchRun("l1", { kind: "bid_refused" }, () => {});
}

function seqsOf(run: SearchRun): number[] {
  return run.state.rows.map(({ seq }) => seq);
}

test("short and empty pages are gone through until enough is found, or there are no more", async () => {
  answers = [{ next: "5000" }, { seqs: [7_000], next: "10000" }, { seqs: [10_001], next: null }];
  const run = begin();

  await run.find(25);

  expect(seqsOf(run)).toEqual([7_000, 10_001]);
  expect(run.state).toMatchObject({ searching: false, looked_at: null, failed: null });
  expect(asked).toEqual([
    "kind=bid_refused&limit=25",
    "kind=bid_refused&limit=25&after=5000",
    "kind=bid_refused&limit=25&after=10000",
  ]);
});

test("what is enough ends it, and it goes on from there", async () => {
  answers = [
    { seqs: [1, 2], next: "2" },
    { seqs: [3], next: null },
  ];
  const run = begin();

  await run.find(2);
  expect(asked).toHaveLength(1);
  await run.find(4);

  expect(seqsOf(run)).toEqual([1, 2, 3]);
  await run.find(50);
  expect(asked).toHaveLength(2);
});

test("a page that fails is asked for again where it stood", async () => {
  answers = [
    { seqs: [1], next: "9" },
    { status: 503, problem: { code: "overloaded" } },
    { seqs: [12], next: null },
  ];
  const run = begin();

  await run.find(25);
  expect(run.state).toMatchObject({ failed: 503, searching: false, looked_at: 9 });
  await run.find(25);

  expect(seqsOf(run)).toEqual([1, 12]);
  expect(run.state.failed).toBeNull();
});

test("what the server has against the query is kept", async () => {
  const errors = [{ path: "/query/ref", code: "too_long", message: "must be at most 64 bytes" }];
  answers = [{ status: 422, problem: { code: "bad_query", errors } }];
  const run = begin();

  await run.find(25);

  expect(run.state.faults).toEqual(errors);
});

test("a search that is stopped takes no answer any more, and can go on", async () => {
  answers = [
    { seqs: [1], next: "9" },
    { seqs: [10], next: "19" },
    { seqs: [10], next: null },
  ];
  const run = begin();
  on_asked = (nth) => {
    if (nth === 2) run.stop();
  };

  await run.find(25);

  expect(seqsOf(run)).toEqual([1]);
  expect(run.state.searching).toBe(false);
  await run.find(25);
  expect(seqsOf(run)).toEqual([1, 10]);
});
