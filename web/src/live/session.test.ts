// A session is found, lost and back on the same page; somebody else's begins a page of their own.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { person } from "../../test/fixtures";
import { getJson, NO_REPORTS, reportSessionTo } from "../api/request";
import { Session } from "./session";

const supplier = person("supplier");

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status });
}

const here = (): Response => answer(200, supplier);
const unauthorized = (): Response => answer(401, { code: "unauthorized" });

/** A server that gives these answers in turn, and the last one for ever. */
function serverSays(...answers: ReadonlyArray<() => Response>): void {
  let nth = 0;
  vi.stubGlobal("fetch", async () => answers[Math.min(nth++, answers.length - 1)]?.());
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  reportSessionTo(NO_REPORTS);
});

function session(): { session: Session; others: () => number } {
  let others = 0;
  return { session: new Session(() => others++), others: () => others };
}

test("who is signed in is asked for until the server answers", async () => {
  const { session: one } = session();
  serverSays(() => answer(503, { code: "unavailable" }), here);

  one.ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(one.status).toBe("away");
  await vi.advanceTimersByTimeAsync(2_000);

  expect(one.status).toBe("here");
  expect(one.person).toEqual(supplier);
});

// G95
test("a lost session is back when the same person signs in", async () => {
  const { session: one, others } = session();
  serverSays(here, unauthorized, here);
  one.ask();
  await vi.advanceTimersByTimeAsync(0);

  one.lost();
  one.seen();
  await vi.advanceTimersByTimeAsync(0);
  expect(one.status).toBe("lost");
  one.seen();
  await vi.advanceTimersByTimeAsync(0);

  expect([one.status, one.returns, others()]).toEqual(["here", 1, 0]);
});

// G95
test("what a page holds is never shown to another person who signs in on it", async () => {
  const { session: one, others } = session();
  serverSays(here);
  one.ask();
  await vi.advanceTimersByTimeAsync(0);
  one.lost();

  one.signedIn({ ...supplier, person: "supplier-2" });

  expect([one.status, others()]).toEqual(["lost", 1]);
  one.signedIn({ ...supplier, role: "observer" });
  expect(others()).toBe(2);
});

test("only an answer that knows no session reports a lost one", async () => {
  let lost = 0;
  reportSessionTo({ ...NO_REPORTS, lost: () => lost++ });
  serverSays(
    () => answer(401, { code: "code_needed" }),
    () => answer(403, { code: "forbidden" }),
    unauthorized,
  );
  const { session: one } = session();

  for (const expected of [0, 0, 1]) {
    one.ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(lost).toBe(expected);
  }
});

test("the loss of a session that never was is none", () => {
  const { session: one } = session();

  one.lost();

  expect(one.status).toBe("asking");
});

// G95
test("a session that has to prove its second factor is asked for the code once, and goes on after that", async () => {
  const { session: one } = session();
  let changes = 0;
  one.watch(() => changes++);
  reportSessionTo(one);
  serverSays(() => answer(403, { code: "step_up_required" }));

  await getJson("/api/v1/events");
  await getJson("/api/v1/events");
  expect([one.needs_code, changes]).toEqual([true, 1]);
  one.proved();

  expect([one.needs_code, one.returns]).toEqual([false, 1]);
});
