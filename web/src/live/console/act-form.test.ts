// The request that an act makes, and what is missing before it can be made.
import { expect, test } from "vitest";
import { EVENT, NOW, observerLot } from "../../../test/fixtures";
import type { ActKind } from "../../words/console/acts";
import { type ActFields, type ActTarget, missingIn, NOTHING_TYPED, requestOf, restartAt } from "./act-form";

const TYPED: ActFields = { ...NOTHING_TYPED, reason: " A question. " };
const ONE: ActTarget = { event: EVENT, lots: ["lot-1"], lot: observerLot(), about: null };
const MANY: ActTarget = { event: EVENT, lots: ["lot-1", "lot-2"], lot: null, about: null };

function request(
  kind: ActKind,
  fields: Partial<ActFields> = {},
  target = ONE,
  resumes_at: string | null = null,
) {
  return requestOf(kind, { ...TYPED, ...fields }, target, resumes_at);
}

// G32
test("an act that any lot understands goes to the event and names its lots", () => {
  expect(request("pause", {}, MANY, "2026-11-21T14:55:00.000Z")).toEqual({
    event: EVENT,
    lot: null,
    body: {
      type: "pause",
      resumes_at: "2026-11-21T14:55:00.000Z",
      lots: ["lot-1", "lot-2"],
      reason: "A question.",
    },
  });
  expect(request("extend", { minutes: "5" }).body).toEqual({
    type: "extend",
    by_s: 300,
    lots: ["lot-1"],
    reason: "A question.",
  });
  expect(request("exclude", { bidder: "acme" }, MANY).body).toMatchObject({
    bidder: "acme",
    lots: ["lot-1", "lot-2"],
  });
});

// G31
test("an annulment goes to its lot and names the offer that stands", () => {
  expect(request("annul", { bidder: "Bidder B" })).toEqual({
    event: EVENT,
    lot: "lot-1",
    body: { type: "annul", alias: "Bidder B", offer: 28, reason: "A question." },
  });
});

test("an annulment that was asked for names the offer of the request, and an opening offer has none", () => {
  const asked = { seq: 41, alias: "Bidder C", reason: "", at: "", offer: 14 };
  const lot = { ...observerLot(), requests: [asked] };

  expect(request("annul", {}, { ...ONE, lot, about: 41 }).body).toMatchObject({
    alias: "Bidder C",
    offer: 14,
  });
  const opening = { ...lot, requests: [{ ...asked, offer: null }] };
  expect(request("annul", {}, { ...ONE, lot: opening, about: 41 }).body).not.toHaveProperty("offer");
});

test("a message to one bidder goes to the lot, an approval needs no reason", () => {
  expect(request("broadcast", { text: "Hello.", bidder: "Bidder A" })).toMatchObject({
    lot: "lot-1",
    body: { type: "broadcast", text: "Hello.", alias: "Bidder A" },
  });
  expect(request("approve", { reason: "" }, { ...ONE, about: 43 }).body).toEqual({
    type: "approve",
    act: 43,
  });
});

test("what is missing is named field by field", () => {
  const missing = (kind: ActKind, fields: Partial<ActFields>, target = ONE): string[] =>
    missingIn(kind, { ...NOTHING_TYPED, ...fields }, target).map(({ field }) => field);

  expect(missing("pause", {})).toEqual(["reason"]);
  expect(missing("extend", { minutes: "0", reason: "r" })).toEqual(["minutes"]);
  expect(missing("extend", { minutes: "1.5", reason: "r" })).toEqual(["minutes"]);
  expect(missing("extend", { minutes: "1440", reason: "r" })).toEqual([]);
  expect(missing("broadcast", { reason: "r" })).toEqual(["text"]);
  expect(missing("annul", {})).toEqual(["bidder", "reason"]);
  expect(missing("approve", {}, { ...ONE, about: 43 })).toEqual([]);
  expect(missing("pause", { reason: "r" }, { ...MANY, lots: [] })).toEqual(["lots"]);
});

test("a planned restart stands on a whole minute, never earlier than asked", () => {
  expect(restartAt("5", NOW)).toBe("2026-11-21T14:50:00.000Z");
  expect(restartAt("", NOW)).toBeNull();
});
