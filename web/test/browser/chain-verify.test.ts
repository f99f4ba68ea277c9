// The check of a chain in the browser beside `fairlot verify`: on journals of a real server, damaged in every way that
// chance finds, both name the same first wrong record. G81
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkChain } from "../../verify/chain";
import { PostedLot } from "./posted-lot";
import { Server } from "./server";
import { verify } from "./verify";

/** How many copies of the journal are damaged. */
const COPIES = 120;
const BIDS = 12;
const SEED = Number(process.env["FAIRLOT_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

let server: Server;
let folder: string;
let journal: Buffer;

beforeAll(async () => {
  server = await Server.start();
  folder = await mkdtemp(join(tmpdir(), "fairlot-chain-"));
  journal = await madeJournal();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A lot with bids, some of them refused, as its auditor reads it. */
async function madeJournal(): Promise<Buffer> {
  const posted = await PostedLot.publish(server);
  await posted.bid(
    Array.from({ length: BIDS }, (_, nth) => ({
      bidder: nth % 2 === 0 ? "acme" : "bolt",
      ref: `b${nth}`,
      // Every third one is not below the bidder's own.
      price: nth % 3 === 2 ? "9.00" : (5 - nth / 10).toFixed(2),
    })),
  );
  return posted.history();
}

/** The first wrong line and record; null where all are right. */
interface Place {
  readonly line: number;
  readonly seq: number;
}

async function placeHere(bytes: Uint8Array): Promise<Place | null> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += 500) yield bytes.subarray(from, from + 500);
  }
  const result = await checkChain(chunks(), { subtle: crypto.subtle });
  if (result.kind === "whole") return null;
  if (result.kind !== "broken") throw new Error(JSON.stringify(result));
  return { line: result.fault.line, seq: result.fault.seq };
}

async function placeOfVerify(bytes: Uint8Array): Promise<Place | null> {
  const path = join(folder, "history.ndjson");
  await writeFile(path, bytes);
  const { code, said } = await verify(path);
  if (code === 0) return null;
  const named = /line (\d+), record (\d+):/.exec(said);
  if (code !== 1 || named === null) throw new Error(`${code}: ${said}`);
  return { line: Number(named[1]), seq: Number(named[2]) };
}

/** Numbers below a bound, the same ones for the same seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Damage = (bytes: Buffer, below: (bound: number) => number) => Buffer;

function ofLines(change: (lines: string[], nth: number) => string[]): Damage {
  return (bytes, below) => {
    const lines = bytes.toString("latin1").split("\n").slice(0, -1);
    const changed = change(lines, below(lines.length));
    return Buffer.from(changed.map((line) => `${line}\n`).join(""), "latin1");
  };
}

const DAMAGES: Readonly<Record<string, Damage>> = {
  "a bit is turned": (bytes, below) => {
    const changed = Buffer.from(bytes);
    const at = below(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << below(8));
    return changed;
  },
  "a byte is left out": (bytes, below) => {
    const at = below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  },
  // What is shorter is no journal at all.
  "the end is cut off": (bytes, below) => bytes.subarray(0, 100 + below(bytes.length - 100)),
  "a line is left out": ofLines((lines, nth) => lines.toSpliced(nth, 1)),
  "a line is there twice": ofLines((lines, nth) => lines.toSpliced(nth, 0, lines[nth] ?? "")),
  "two lines changed places": ofLines((lines, nth) => {
    const other = (nth + 1) % lines.length;
    return lines.with(nth, lines[other] ?? "").with(other, lines[nth] ?? "");
  }),
};

test("both find the same journal right", async () => {
  expect(journal.toString().split("\n").length).toBeGreaterThan(BIDS);
  expect(await placeHere(journal)).toBeNull();
  expect(await placeOfVerify(journal)).toBeNull();
});

test(`both name the same first wrong record, seed ${SEED}`, async () => {
  const below = numbers(SEED);
  const kinds = Object.entries(DAMAGES);
  for (let copy = 0; copy < COPIES; copy += 1) {
    const [name, damage] = kinds[copy % kinds.length] ?? ["", (bytes: Buffer) => bytes];
    const damaged = damage(journal, below);

    const [here, there] = [await placeHere(damaged), await placeOfVerify(damaged)];

    expect(here, `copy ${copy}: ${name}`).toEqual(there);
  }
});
