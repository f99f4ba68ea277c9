// The course of the lead in words: changes up and down, a lead that was lost, and what a bidder may not know.
import { expect, test } from "vitest";
import { instant, CLOSE } from "../../test/fixtures";
import { buyerResult, supplierResult } from "../../test/result-fixtures";
import type { PathPoint } from "../protocol/http";
import { changeWords, comparesOtherwise, leaderIn, pathRows, pathSentence } from "./result-path";

function point(evaluated: string | null, more: Partial<PathPoint> = {}): PathPoint {
  const at = instant(CLOSE - 600_000);
  return { seq: 3, at, alias: evaluated && "Bidder A", total: evaluated, evaluated, ...more };
}

// G67, G161
test("one sentence tells the changes, the first and the last figure", () => {
  const result = buyerResult();
  expect(pathSentence(result.path, "lead", result)).toBe(
    "The lead changed 7 times. The first was £199,200.00 by Calder Healthcare Ltd at 2:19:00pm, the last £176,400.00 by Acme Medical Ltd at 2:47:00pm.",
  );
  expect(pathSentence([], "lead", result)).toBe("No offer led.");
  expect(pathSentence([], "own", result)).toBe("No offer of yours counted.");
  expect(pathSentence([point("9.00")], "lead", result)).toBe(
    "One offer led from first to last: £9.00 by Bidder A at 2:39:00pm.",
  );
  expect(pathSentence([point("9.00"), point(null)], "lead", result)).toMatch(
    /changed once\. The first was .*, and from 2:39:00pm on none was left\.$/,
  );
});

// G65, G67
test("a bidder reads of others what it may know", () => {
  const result = supplierResult();
  expect(pathSentence(result.lead_path ?? [], "lead", result)).toMatch(
    /by another bidder at .* by another bidder at/,
  );
  expect(pathSentence(result.path, "own", result)).toMatch(
    /^Your offer changed once\. The first was £[\d,.]+ at/,
  );
  expect(pathSentence([point("9.00", { own: true })], "lead", result)).toMatch(/: £9\.00 by you at/);
  expect(leaderIn(point("9.00", { alias: null }))).toBe("Another bidder");
  expect(leaderIn(point(null))).toBe("Nobody");
  expect(leaderIn(point("9.00", { own: true }))).toBe("You");
});

// G67
test("each change says whether the figure fell or rose", () => {
  const rows = pathRows([
    point("10.00"),
    point("9.00"),
    point("9.50"),
    point("9.50"),
    point(null),
    point("8.00"),
  ]);
  expect(rows.map((row) => changeWords(row, "GBP"))).toEqual([
    null,
    "£1.00 lower",
    "£0.50 higher",
    "No change of the figure",
    null,
    null,
  ]);
  expect(comparesOtherwise([point("9.00")])).toBe(false);
  expect(comparesOtherwise([point("9.00", { total: null })])).toBe(true);
  expect(comparesOtherwise([point(null)])).toBe(false);
});
