// A session is found, lost and back on the same page; somebody else's begins a page of their own.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { person } from "../../test/fixtures";
import { getJson, NO_REPORTS, post, reportSessionTo } from "../api/request";
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

/** A server that asks the first act for the code, and takes the one after that. */
function serverWantsCode(): string[] {
  const sent: string[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: RequestInit) => {
    sent.push(String(body));
    return sent.length === 1 ? answer(403, { code: "step_up_required" }) : answer(200, { done: true });
  });
  return sent;
}

// G95
test("an act that needs the code is sent again as it was once the code is right", async () => {
  const { session: one } = session();
  one.signedIn({ ...supplier, second_factor: true });
  reportSessionTo(one);
  const sent = serverWantsCode();

  const acting = post("/api/v1/people/sam/disable", { reason: "on leave" });
  await vi.advanceTimersByTimeAsync(0);
  expect([one.needs_code, one.act_waits, sent.length]).toEqual([true, true, 1]);
  one.proved();

  expect(await acting).toEqual({ ok: true, value: { done: true } });
  expect([sent[0] === sent[1], sent.length, one.act_waits]).toEqual([true, 2, false]);
});

// G95
test.each([
  ["the person types something else", (one: Session) => one.elsewhere()],
  ["the session is lost", (one: Session) => one.lost()],
])("an act that needs the code is not sent again once %s", async (_, then) => {
  const { session: one } = session();
  one.signedIn({ ...supplier, second_factor: true });
  reportSessionTo(one);
  const sent = serverWantsCode();

  const acting = post("/api/v1/people/sam/disable", { reason: "on leave" });
  await vi.advanceTimersByTimeAsync(0);
  then(one);
  one.proved();

  expect(await acting).toMatchObject({ ok: false, status: 403 });
  expect(sent.length).toBe(1);
});

// G91
test("who has no second factor is not waited for, and one whose role needs it is asked before anything is refused", async () => {
  const { session: one } = session();
  serverWantsCode();
  one.signedIn({ ...supplier, second_factor_needed: true });
  expect(one.needs_code).toBe(true);
  reportSessionTo(one);

  expect(await post("/api/v1/people", {})).toMatchObject({ ok: false, status: 403 });
});

/** A server that knows the person, and answers each request to keep choices with these statuses in turn. */
function serverKeeps(...statuses: readonly number[]): string[] {
  const kept: string[] = [];
  vi.stubGlobal("fetch", async (path: string, { body }: RequestInit) => {
    if (!path.endsWith("/choices")) return here();
    kept.push(String(body));
    const status = statuses[Math.min(kept.length, statuses.length) - 1] ?? 204;
    return status === 204 ? new Response(null, { status }) : answer(status, { code: "unavailable" });
  });
  return kept;
}

const CHOSEN = { announcements: "own", confirm: true, sound: false } as const;
const NEWER = { ...CHOSEN, sound: true };

// G163
test("what a person chose holds at once, and the newest of it is what the server keeps", async () => {
  const { session: one } = session();
  const kept = serverKeeps(204);
  one.signedIn(supplier);

  one.choose(CHOSEN);
  one.choose(NEWER);
  expect(one.person?.choices).toEqual(NEWER);
  await vi.advanceTimersByTimeAsync(0);

  expect(kept.at(-1)).toBe(JSON.stringify(NEWER));
  expect(one.choices_kept).toBe("kept");
});

// G163
test("what the server did not keep holds on the page, and is sent again when the person is back", async () => {
  const { session: one } = session();
  const kept = serverKeeps(503, 204);
  one.signedIn(supplier);
  one.choose(CHOSEN);
  await vi.advanceTimersByTimeAsync(0);
  expect(one.choices_kept).toBe("failed");

  one.lost();
  one.signedIn(supplier);
  expect(one.person?.choices).toEqual(CHOSEN);
  await vi.advanceTimersByTimeAsync(0);

  expect(kept.length).toBe(2);
  expect(one.choices_kept).toBe("kept");
});

// G163
test("where nobody is signed in for whom choices could be kept, they hold for the visit", async () => {
  const { session: one } = session();
  serverKeeps(409);
  one.signedIn(supplier);

  one.choose(CHOSEN);
  await vi.advanceTimersByTimeAsync(0);
  one.choose(NEWER);

  expect(one.choices_kept).toBe("visit");
  expect(one.person?.choices).toEqual(NEWER);
});
