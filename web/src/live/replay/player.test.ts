// How time moves a replay on, with a clock that the test turns.
import { describe, expect, test } from "vitest";
import { advanced, movedTo, type Playing, standing, type Timeline, toggled } from "./player";

const START = Date.parse("2026-11-21T14:00:00Z");

/** Records at these seconds after the start; null is one that is not loaded. */
function line(...seconds: ReadonlyArray<number | null>): Timeline {
  return {
    head: seconds.length,
    atOf: (seq) => {
      const at = seconds[seq - 1];
      return at === null || at === undefined ? null : START + at * 1_000;
    },
  };
}

function playing(seq: number, more: Partial<Playing> = {}): Playing {
  return { ...standing(seq), playing: true, ...more };
}

/** The same after a number of steps of 100 ms. */
function after(steps: number, from: Playing, of: Timeline, ready_to = of.head): Playing {
  let now = from;
  for (let step = 0; step < steps; step++) now = advanced(now, 100, of, ready_to);
  return now;
}

// G160
describe("playing", () => {
  test("at its own pace a replay comes to each record when it was decided", () => {
    const of = line(0, 1, 1.5, 10);

    expect(after(9, playing(1), of)).toMatchObject({ seq: 1, at: START + 900 });
    expect(after(10, playing(1), of).seq).toBe(2);
    expect(after(15, playing(1), of).seq).toBe(3);
    expect(after(99, playing(1), of).seq).toBe(3);
  });

  test.each([10, 100] as const)("at %d times the pace it is that much further", (speed) => {
    const of = line(...Array.from({ length: 3_000 }, (_, nth) => nth));

    expect(after(10, playing(1, { speed }), of).seq).toBe(1 + speed);
  });

  test("the clock of the lot goes on between two records", () => {
    expect(after(4, playing(1), line(0, 60)).at).toBe(START + 400);
  });

  test("several records of one moment come together and in order", () => {
    expect(after(1, playing(1), line(0, 0.1, 0.1, 0.1, 5)).seq).toBe(4);
  });

  test("it stops at the last record, which is shown at its own moment", () => {
    expect(after(30, playing(1), line(0, 1, 2))).toMatchObject({ seq: 3, at: null, playing: false });
  });

  test("a tab that was hidden for a minute does not make a leap", () => {
    expect(advanced(playing(1), 60_000, line(0, 1, 2, 30), 4).seq).toBe(1);
  });

  test("one step never folds thousands of records", () => {
    const of = line(...Array.from({ length: 5_000 }, () => 0));

    expect(advanced(playing(1), 100, of, of.head)).toMatchObject({ seq: 201, waits: false });
  });

  test("a replay that is paused stays where it is", () => {
    const paused = { ...playing(2), playing: false };

    expect(advanced(paused, 100, line(0, 1, 2), 3)).toBe(paused);
  });
});

// G160
describe("waiting for what is not loaded", () => {
  test("it stands before a record whose view is not there yet, and goes on when it is", () => {
    const of = line(0, 1, 2);

    const held = after(20, playing(1), of, 1);

    expect(held).toMatchObject({ seq: 1, at: START + 999, waits: true });
    expect(after(1, held, of, 3)).toMatchObject({ seq: 2, waits: false });
  });

  test("it stands still where the next record is not known", () => {
    expect(after(20, playing(1), line(0, null, 2))).toMatchObject({ seq: 1, at: START, waits: true });
  });
});

// G160
describe("skipping silence", () => {
  test("more than two seconds without a record are passed over, but for the last half", () => {
    const of = line(0, 60, 61);
    const skipping = playing(1, { skips: true });

    const once = after(1, skipping, of);

    expect(once).toMatchObject({ seq: 1, at: START + 59_500 });
    expect(after(5, once, of).seq).toBe(2);
  });

  test("what counts as silence is as long as it is played", () => {
    const of = line(0, 60, 61);

    expect(after(1, playing(1, { skips: true, speed: 100 }), of)).toMatchObject({
      seq: 1,
      at: START + 10_000,
    });
  });

  test("without the wish nothing is passed over", () => {
    expect(after(1, playing(1), line(0, 60)).at).toBe(START + 100);
  });
});

describe("where a person goes", () => {
  test("a jump while it plays goes on from there, at the record's moment", () => {
    expect(movedTo(playing(7, { at: START, waits: true }), 3)).toMatchObject({
      seq: 3,
      at: null,
      playing: true,
      waits: false,
    });
  });

  test("play at the end begins again, and a lot with one record has nothing to play", () => {
    expect(toggled(standing(3), 3)).toMatchObject({ seq: 1, playing: true });
    expect(toggled(standing(2), 3)).toMatchObject({ seq: 2, playing: true });
    expect(toggled(standing(1), 1)).toMatchObject({ seq: 1, playing: false });
    expect(toggled(playing(2), 3).playing).toBe(false);
  });
});
