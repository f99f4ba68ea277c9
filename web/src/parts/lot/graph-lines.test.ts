// The lines of the graph: to the right edge, and with a cross where an offer stopped counting.
import { expect, test } from "vitest";
import type { Offer } from "../../protocol/names";
import { instant, NOW, observerLot } from "../../../test/fixtures";
import { graphLines } from "./graph-lines";

const UNTIL = NOW + 60_000;

function offer(
  seq: number,
  alias: string,
  after_s: number,
  evaluated: string,
  more: Partial<Offer> = {},
): Offer {
  const at = instant(NOW + after_s * 1_000);
  return { seq, alias, at, evaluated, total: evaluated, rank: 1, annulled: false, ...more };
}

test("each line has rank and name, runs to the right edge, and the leader comes first", () => {
  const offers = [offer(3, "Bidder A", 0, "9"), offer(4, "Bidder B", 5, "8", { name: "Bolt Gloves plc" })];

  const [first, second] = graphLines(offers, observerLot(), UNTIL);

  expect(first).toMatchObject({ label: "1st Bolt Gloves plc", short_label: "1st", rank: 1, crosses: [] });
  expect(first?.steps).toEqual([
    { at: NOW + 5_000, value: "8" },
    { at: UNTIL, value: "8" },
  ]);
  expect(second?.label).toBe("2nd Bidder A");
});

test("an annulled offer ends with a cross, and the line goes on from the offer before", () => {
  const void_at = instant(NOW + 20_000);
  const offers = [offer(3, "Bidder A", 0, "9"), offer(4, "Bidder A", 10, "2", { void: "annulled", void_at })];

  const [line] = graphLines(offers, observerLot(), UNTIL);

  expect(line?.crosses).toEqual([{ at: NOW + 20_000, value: "2" }]);
  expect(line?.steps).toEqual([
    { at: NOW, value: "9" },
    { at: NOW + 10_000, value: "2" },
    { at: NOW + 20_000, value: "2" },
    { at: NOW + 20_001, value: null },
    { at: NOW + 20_002, value: "9" },
    { at: UNTIL, value: "9" },
  ]);
});

test("all offers of an excluded bidder end with one cross, and nothing goes on", () => {
  const gone = { void: "excluded", void_at: instant(NOW + 20_000) } as const;
  const offers = [offer(3, "Bidder A", 0, "9", gone), offer(4, "Bidder A", 10, "8", gone)];

  const [line] = graphLines(offers, observerLot(), UNTIL);

  expect(line?.crosses).toEqual([{ at: NOW + 20_000, value: "8" }]);
  expect(line?.steps.at(-1)).toEqual({ at: NOW + 20_001, value: null });
});

test("an annulled offer that was annulled before the next one leaves the later line alone", () => {
  const void_at = instant(NOW + 20_000);
  const offers = [offer(3, "Bidder A", 0, "9", { void: "annulled", void_at }), offer(4, "Bidder A", 30, "8")];

  const [line] = graphLines(offers, observerLot(), UNTIL);

  expect(line?.crosses).toEqual([{ at: NOW + 20_000, value: "9" }]);
  expect(line?.steps.slice(2)).toEqual([
    { at: NOW + 20_001, value: null },
    { at: NOW + 30_000, value: "8" },
    { at: UNTIL, value: "8" },
  ]);
});
