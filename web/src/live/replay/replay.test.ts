// The replay as a whole: time from frames that the test makes, records from a server that the test answers for.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { instant, LOT, observerLot } from "../../../test/fixtures";
import type { LotRecord } from "../../protocol/http";
import type { LotMessage } from "../../protocol/names";
import { type Frames, Replay } from "./replay";

const START = Date.parse("2026-11-21T14:00:00Z");
const HEAD = 1_200;

/** Every hundredth record is refused; the record 1,050 is an extension, and the last one ends the lot. */
function recordOf(seq: number): LotRecord {
  const kind =
    seq === HEAD
      ? "lot_closed"
      : seq === 1_050
        ? "lot_extended"
        : seq % 100 === 0
          ? "bid_refused"
          : "bid_accepted";
  const at = instant(START + seq * 1_000);
  return { seq, at, kind, actor: { role: "system" }, hash: "", bidder: "acme", name: "Acme Medical Ltd" };
}

let asked: number[] = [];
let frames: Array<(now: number) => void> = [];
let newest = HEAD;
let replay: Replay;

const BY_HAND: Frames = {
  next: (frame) => frames.push(frame),
  cancel: () => void (frames = []),
};

async function answer(url: string): Promise<Response> {
  const { pathname, searchParams } = new URL(url, "http://here");
  if (!pathname.endsWith("/records")) return Response.json(lotAt(newest));
  const after = Number(searchParams.get("after"));
  asked.push(after);
  const items = Array.from({ length: Math.min(500, newest - after) }, (_, nth) => recordOf(after + nth + 1));
  return Response.json({ items, next: null });
}

function lotAt(seq: number): LotMessage {
  return { ...observerLot(), lot: LOT, seq };
}

beforeEach(() => {
  vi.stubGlobal("fetch", answer);
  [asked, frames, newest] = [[], [], HEAD];
});
afterEach(() => {
  replay.stop();
  vi.unstubAllGlobals();
});

/** Begins, and waits until all records are there. */
async function started(seq: number | null): Promise<void> {
  replay = new Replay(lotAt(HEAD), seq, BY_HAND);
  replay.start();
  await vi.waitFor(() => expect(replay.index.loaded).toBe(replay.head));
}

/** That many pictures, a tenth of a second apart. */
function draw(pictures: number): void {
  for (let nth = 0; nth < pictures; nth++) {
    const now = 100 * (nth + 1);
    const due = frames;
    frames = [];
    for (const frame of due) frame(now);
  }
}

// G160
test("records are loaded from the wanted one on, then those before it", async () => {
  await started(900);

  expect(asked).toEqual([899, 0, 500]);
  expect(replay.playing).toMatchObject({ seq: 900, at: null, playing: false });
});

// G160
test("frames move it while it plays, and none is asked for while it rests", async () => {
  await started(10);
  expect(frames).toHaveLength(0);

  replay.toggle();
  // The first frame says when it began.
  draw(21);
  expect(replay.playing.seq).toBe(12);
  replay.setSpeed(100);
  draw(1);
  replay.toggle();
  draw(1);

  expect([replay.playing.playing, frames.length]).toEqual([false, 0]);
});

test("at the end it stops, and asks for no more frames", async () => {
  await started(HEAD - 2);
  replay.setSpeed(1_000);

  replay.toggle();
  draw(3);

  expect([replay.playing.seq, replay.playing.playing, frames.length]).toEqual([HEAD, false, 0]);
});

// G160
test("what is looked for is found beyond the records that are loaded", async () => {
  replay = new Replay(lotAt(HEAD), 1, BY_HAND);
  replay.start();

  replay.find("extension");
  expect(replay.looking).toBe("extension");
  await vi.waitFor(() => expect(replay.playing.seq).toBe(1_050));

  expect([replay.looking, replay.note]).toEqual([null, null]);
  replay.find("extension");
  expect([replay.playing.seq, replay.note]).toEqual([
    1_050,
    "The closing time was not moved later than here.",
  ]);
});

test("a person who steps or looks for something pauses it, and one who jumps does not", async () => {
  await started(10);
  replay.toggle();

  replay.seek(20.4);
  expect([replay.playing.seq, replay.playing.playing]).toEqual([20, true]);
  replay.step(-1);
  expect([replay.playing.seq, replay.playing.playing]).toEqual([19, false]);
  replay.toggle();
  replay.find("refusal");
  expect([replay.playing.seq, replay.playing.playing]).toEqual([100, false]);
  replay.seek(-5);
  replay.step(-1);
  expect(replay.playing.seq).toBe(1);
});

// G160
test("newer records are taken in when they are asked for", async () => {
  await started(HEAD);
  newest = HEAD + 7;

  await replay.loadNewer();
  await vi.waitFor(() => expect(replay.index.loaded).toBe(HEAD + 7));

  replay.step(1);
  expect([replay.head, replay.playing.seq]).toEqual([HEAD + 7, HEAD + 1]);
});
