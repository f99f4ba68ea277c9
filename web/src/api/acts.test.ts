import { afterEach, expect, test, vi } from "vitest";
import { type ActRequest, sendAct } from "./acts";

const ACT: ActRequest = { event: "e1", lot: "lot-1", body: { type: "pause", reason: "a fault" } };

afterEach(() => vi.unstubAllGlobals());

function answers(status: number, body: string): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status })));
}

// G2
test("an act is in doubt where the server does not know of it, or another server may have had it", async () => {
  for (const [status, body] of [
    [503, JSON.stringify({ code: "unavailable" })],
    [503, JSON.stringify({ code: "standby" })],
    [502, "<html>a proxy's own page</html>"],
  ] as const) {
    answers(status, body);

    expect(await sendAct(ACT, "k1"), body).toEqual({ kind: "unknown" });
  }
});

test("an act that was refused is in no doubt", async () => {
  answers(503, JSON.stringify({ code: "overloaded" }));
  const overloaded = await sendAct(ACT, "k1");
  answers(403, JSON.stringify({ code: "forbidden" }));

  expect(overloaded.kind).toBe("lots");
  expect((await sendAct(ACT, "k1")).kind).toBe("refused");
});
