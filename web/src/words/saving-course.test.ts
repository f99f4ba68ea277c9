// The moment at which a trust began to save, from the changes of the lead.
import { expect, test } from "vitest";
import { CLOSE, instant } from "../../test/fixtures";
import type { LeadPoint } from "../protocol/names";
import { courseOf, courseSentence, lastCrossing } from "./saving-course";

const AT = CLOSE - 600_000;

function leads(...savings: Array<string | null>): LeadPoint[] {
  return savings.map((saving, nth) => ({
    seq: nth + 3,
    at: instant(AT + nth * 60_000),
    alias: "Bidder A",
    own: saving === null ? null : { baseline_spend: "100.00", spend: "90.00", saving },
  }));
}

// G159
test.each([
  [
    "it began to save",
    ["-5.00", "-1.00", "2.00"],
    "Your trust crossed from no saving to a saving at 2:41:00pm.",
  ],
  [
    "it pays the same, and then less",
    ["0.00", "1.00"],
    "Your trust crossed from no saving to a saving at 2:40:00pm.",
  ],
  [
    "an act took the saving back",
    ["2.00", null, "-1.00"],
    "Your trust crossed from a saving to none at 2:41:00pm.",
  ],
  [
    "it always saved",
    ["2.00", "3.00"],
    "Each offer that led, from the first at 2:39:00pm, was below what your trust pays today.",
  ],
  ["it never saved", ["-2.00", "-1.00"], "No offer that led so far was below what your trust pays today."],
])("the course of a saving is one sentence: %s", (_, savings, sentence) => {
  expect(courseSentence(courseOf(leads(...savings)), false)).toBe(sentence);
});

test("of several crossings the last one is told, and without a figure nothing is", () => {
  const course = courseOf(leads("1.00", "-1.00", "1.00", "2.00"));

  expect(lastCrossing(course)).toEqual({ at: AT + 120_000, saves: true });
  expect(courseSentence(courseOf(leads(null)), false)).toBeNull();
  expect(courseSentence([], false)).toBeNull();
  expect(courseSentence(courseOf(leads("-2.00")), true)).toBe(
    "No offer that led was below what your trust pays today.",
  );
});
