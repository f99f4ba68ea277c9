// A check of a lot's chain as a page runs it. G81
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChainRun, type ChainState } from "./chain-run";
import { loadRecord } from "./shown-record";

const LINES = readFileSync(new URL("../../../verify/vectors/lot.ndjson", import.meta.url));
const LOT = "01a22f89-ef8f-79ea-bf63-df5e94b5b95c";
const HASH = "5e7be55c4037f6debe97e5aa0253ad23c39904bbec47ab245589cfb9ee548867";

let answer: (path: string, signal: AbortSignal | null) => Promise<Response>;
let told: ChainState[] = [];

beforeEach(() => {
  told = [];
  answer = async () => new Response(Uint8Array.from(LINES));
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => answer(path, request.signal ?? null));
});
afterEach(() => vi.unstubAllGlobals());

function begin(lot = LOT): ChainRun {
  const run: ChainRun = new ChainRun(lot, () => told.push(run.state));
  return run;
}

async function outcome(run: ChainRun): Promise<ChainState> {
  await vi.waitFor(() => expect(run.state.kind).not.toBe("running"));
  return run.state;
}

test("the whole record is read, and is right", async () => {
  const run = begin();
  run.start({ seq: 13, hash: HASH });

  expect(await outcome(run)).toEqual({ kind: "done", result: { kind: "whole", last: 13, hash: HASH } });
  expect(told[0]).toEqual({ kind: "running", last: 0 });
});

test("the record of another lot is not taken for this one", async () => {
  const run = begin("another");
  run.start(undefined);

  expect(await outcome(run)).toMatchObject({
    result: { kind: "broken", fault: { code: "other_stream", seq: 1 } },
  });
});

test("a check that is stopped ends the request and says how far it came", async () => {
  let cancelled = false;
  answer = async (_, signal) => {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(Uint8Array.from(LINES));
        signal?.addEventListener("abort", () => controller.error(new Error("aborted")));
      },
      cancel: () => void (cancelled = true),
    });
    return new Response(stream);
  };
  const run = begin();
  run.start(undefined);
  await new Promise((turn) => setTimeout(turn));

  run.stop();

  expect(await outcome(run)).toMatchObject({ result: { kind: "stopped" } });
  expect(cancelled).toBe(false);
});

test("the rest of the answer is not read after the first wrong record", async () => {
  let cancelled = false;
  answer = async () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode("no record\n")),
        cancel: () => void (cancelled = true),
      }),
    );
  const run = begin();
  run.start(undefined);

  expect(await outcome(run)).toMatchObject({ result: { kind: "broken" } });
  expect(cancelled).toBe(true);
});

test("a server that does not use the record is told apart from one that is busy", async () => {
  let failed: object = {};
  answer = async () => new Response(JSON.stringify({ code: "unavailable", ...failed }), { status: 503 });
  const run = begin();
  run.start(undefined);
  expect(await outcome(run)).toEqual({ kind: "refused", status: 503 });

  failed = { failed: { first_bad: 8 } };
  run.start(undefined);
  expect(await outcome(run)).toEqual({ kind: "failed", first_bad: 8 });

  // Another process has written to it: no record is wrong.
  failed = { failed: {} };
  run.start(undefined);
  expect(await outcome(run)).toEqual({ kind: "failed", first_bad: null });
});

test("a page that is left is told nothing more", async () => {
  const run = begin();
  run.start(undefined);
  run.end();
  const before = told.length;
  // The same answer is read to its end by a check that is not left.
  const other = begin();
  const others = told.length;
  other.start(undefined);
  await outcome(other);

  expect(told.slice(0, others)).toHaveLength(before);
  expect(run.state.kind).toBe("running");
});

test("without the browser's SHA-256 nothing is asked for", async () => {
  vi.stubGlobal("crypto", {});
  answer = async () => Promise.reject(new Error("asked for"));
  const run = begin();
  run.start(undefined);

  expect(await outcome(run)).toMatchObject({ result: { kind: "uncheckable", why: "no_crypto" } });
});

test("a record is loaded with its exact text, and its own hash is checked", async () => {
  const line = LINES.toString().split("\n")[6] ?? "";
  answer = async () => new Response(`${line}\n`);
  expect(await loadRecord(LOT, 7)).toMatchObject({ value: { found: true, text: line, own_hash: "right" } });

  answer = async () => new Response(`${line.replace('"m":"3.40"', '"m":"3.41"')}\n`);
  expect(await loadRecord(LOT, 7)).toMatchObject({ value: { own_hash: "wrong" } });
  answer = async () => new Response("rubbish\n");
  expect(await loadRecord(LOT, 7)).toMatchObject({
    value: { text: "rubbish", record: null, own_hash: "wrong" },
  });
  answer = async () => new Response(`${line.replace(/,"salt":"\w+"/, ',"redacted":true')}\n`);
  expect(await loadRecord(LOT, 7)).toMatchObject({ value: { own_hash: "redacted" } });
  answer = async () => new Response(`${line}\n`);
  vi.stubGlobal("crypto", {});
  expect(await loadRecord(LOT, 7)).toMatchObject({ value: { own_hash: "no_crypto" } });
});

test("a record that is not there is not taken for the next one", async () => {
  answer = async () => new Response("");
  expect(await loadRecord(LOT, 99)).toEqual({ ok: true, value: { found: false, seq: 99 } });

  answer = async () => new Response(`${LINES.toString().split("\n")[6] ?? ""}\n`);
  expect(await loadRecord(LOT, 6)).toEqual({ ok: true, value: { found: false, seq: 6 } });
});
