// What each role may take out of a result, and how it is told to check the record.
import { expect, test } from "vitest";
import { buyerResult } from "../../test/result-fixtures";
import type { LotState } from "../protocol/names";
import { checkSentences, eventFileName, filesFor, headSentence, mayReadRecord } from "./result-files";

function filesOf(role: Parameters<typeof filesFor>[0], state: LotState = "closed"): string[] {
  return filesFor(role, state).map(({ file }) => file);
}

// G70, G71, G161
test("a bidder takes out its own record and no savings, all others bids and savings", () => {
  expect(filesOf("supplier")).toEqual(["report", "ranking", "record", "acts"]);
  for (const role of ["buyer", "auditor", "admin", "observer"] as const)
    expect(filesOf(role)).toEqual(["report", "ranking", "bids", "savings", "acts"]);
  expect(filesOf("buyer", "cancelled")).toEqual(["report", "bids", "acts"]);
  expect(filesOf("supplier", "cancelled")).toEqual(["report", "record", "acts"]);
  expect(filesFor("observer", "closed")[2]?.name).toBe("Accepted bids");
  expect(eventFileName("supplier")).toMatch(/^All your lots/);
  expect(eventFileName("buyer")).toMatch(/^All lots/);
});

// G64, G161
test("only an auditor is told to run the check, and every other copy is called redacted", () => {
  expect(headSentence(buyerResult())).toMatch(/which has 1,203 entries\./);
  expect(checkSentences("auditor").join(" ")).toMatch(/run this command/);
  expect(checkSentences("auditor").join(" ")).not.toMatch(/redacted/);
  for (const role of ["buyer", "supplier", "observer"] as const) {
    expect(mayReadRecord(role)).toBe(true);
    expect(checkSentences(role).join(" ")).toMatch(/Your copy of the record is redacted/);
  }
  expect(mayReadRecord("admin")).toBe(false);
  expect(checkSentences("admin").join(" ")).toMatch(/An auditor has the whole record/);
  expect(checkSentences("admin").join(" ")).not.toMatch(/Your copy/);
});
