// What a console knows after each message, and when it no longer is current.
import { expect, test } from "vitest";
import { eventOf, lotOf } from "../../../test/console-fixtures";
import { EVENT, instant, NOW, observerLot } from "../../../test/fixtures";
import type { ServerMessage } from "../../protocol/ws";
import type { Act } from "../state/acts";
import { consoleAsAt, isConsoleCurrent, isConsoleFresh, reduceConsole, startConsole } from "./state";

const lots = [lotOf(1), lotOf(2)];

function after(...acts: Act[]) {
  return acts.reduce(reduceConsole, startConsole(NOW));
}

function received(message: ServerMessage, local = NOW): Act {
  return { type: "received", message, local };
}

const update = (change: Parameters<typeof lotOf>[1]): ServerMessage => ({
  type: "event_update",
  event: EVENT,
  now: instant(NOW),
  lots: [lotOf(2, change)],
});

// G40
test("an update replaces the lots that it names and leaves the others as they are", () => {
  const state = after(received(eventOf(lots)), received(update({ state: "paused" })));

  expect(state.event?.lots.map(({ state }) => state)).toEqual(["open", "paused"]);
  expect(state.event?.lots[0]).toBe(lots[0]);
});

test("a lot is known in full only while something waits in it", () => {
  const waits = { waiting: { requests: 1, proposals: 0, oldest_at: null } };
  const followed = after(
    received(eventOf(lots)),
    received(update(waits)),
    received({ ...observerLot(), lot: "lot-2", seq: 40 }),
    received({ type: "update", lot: "lot-2", seq: 41, now: instant(NOW), extensions: 7 }),
    received({ type: "update", lot: "lot-2", seq: 39, now: instant(NOW), extensions: 1 }),
  );

  expect(followed.details.get("lot-2")?.extensions).toBe(7);
  expect(reduceConsole(followed, received(update({}))).details.size).toBe(0);
});

// G112, U11
test("while a lot runs, two missed beats make it old; the beat says how long that is", () => {
  const joined = after(received(eventOf(lots)));
  const at = (local: number, state = joined) => isConsoleFresh(reduceConsole(state, { type: "tick", local }));

  expect([at(NOW + 3_999), at(NOW + 4_000)]).toEqual([true, false]);
  const slow = reduceConsole(joined, received({ type: "beat", now: instant(NOW), next_ms: 10_000 }));
  expect([at(NOW + 19_999, slow), at(NOW + 20_000, slow)]).toEqual([true, false]);
});

test("without a running lot there are no beats, and an event that is over is always current", () => {
  const coming = after(received({ ...eventOf(lots), state: "scheduled" }), {
    type: "tick",
    local: NOW + 14_000,
  });
  const over = after(received({ ...eventOf([lotOf(1, { state: "closed" })]), state: "closed" }), {
    type: "connection_lost",
    local: NOW + 60_000,
    next_try_local: NOW + 61_000,
  });

  expect(isConsoleFresh(coming)).toBe(true);
  expect([isConsoleFresh(over), isConsoleCurrent(over)]).toEqual([false, true]);
});

test("a lost connection keeps what was shown, with its time", () => {
  const lost = after(received(eventOf(lots)), {
    type: "connection_lost",
    local: NOW + 5_000,
    next_try_local: NOW + 6_000,
  });

  expect(lost.event?.lots).toHaveLength(2);
  expect(isConsoleCurrent(lost)).toBe(false);
  expect(consoleAsAt(lost)).toBe(NOW);
});

test("an event that is not for the person is told from a lost one", () => {
  const message = { type: "error", code: "forbidden", event: EVENT, message: "no" } as const;

  expect(after(received(message)).link.status).toBe("not_found");
  expect(after(received(eventOf(lots)), received(message)).link.status).toBe("joined");
});
