// How far each task of a set-up is, from the findings by their pointers.
import { expect, test } from "vitest";
import type { JsonObject } from "../../json";
import {
  checkSentence,
  type FindingFacts,
  invitedTo,
  leadingSentence,
  noteOf,
  publishWords,
  statusOf,
  type Task,
  taskOf,
} from "./tasks";

function finding(path: string, level: FindingFacts["level"] = "missing", code: string = level): FindingFacts {
  return { path, level, code };
}

test.each<[string, Task]>([
  ["/title", "event"],
  ["/contact/email", "event"],
  ["/no_such_member", "event"],
  ["/four_eyes", "people"],
  ["/trusts/0/ods", "trusts"],
  ["/bidders", "bidders"],
  ["/lots", "lots"],
  ["/lots/0", "lots"],
  ["/lots/0/items/2/gtin", "lots"],
  ["/lots/0/items/2/volumes/RFS", "figures"],
  ["/lots/0/items/2/baselines", "figures"],
  ["/lots/1/bidders/3/factor", "bidders"],
  ["/lots/1/rules", "rules"],
  ["/lots/1/rules/min_decrement/absolute", "rules"],
  ["/lots/1/rules/show/gate", "visibility"],
  ["/lots/1/rules/extension/window_s", "times"],
  ["/lots/1/closes_at", "times"],
  ["", "check"],
])("%j stands on the page of the task %s", (path, task) => {
  expect(taskOf(finding(path))).toBe(task);
});

test("a lot without any baseline is a matter of volumes and baselines", () => {
  expect(taskOf(finding("/lots/0", "warning", "no_baseline"))).toBe("figures");
});

const ALMOST: JsonObject = {
  title: "Gloves",
  trusts: [{ ods: "RFS", name: "Chesterfield" }],
  bidders: [{ id: "acme", name: "Acme" }],
  lots: [{ title: "Nitrile", items: [{ id: "m", volumes: { RFS: "1" } }], rules: { ceiling: "x" } }],
};

// G153
test.each<[string, Task, JsonObject, FindingFacts[], string]>([
  ["nothing is there", "event", {}, [finding("/title")], "Not yet started"],
  [
    "something is there and something missing",
    "event",
    { reference: "W" },
    [finding("/title")],
    "Incomplete",
  ],
  ["nothing is missing", "event", { title: "Gloves" }, [finding("/lots")], "Completed"],
  ["only warnings are left", "event", ALMOST, [finding("/contact", "warning")], "Completed"],
  ["something is wrong", "rules", ALMOST, [finding("/lots/0/rules/ceiling", "error")], "There is a problem"],
  ["no lot is there", "rules", {}, [], "Cannot start yet"],
  ["no trust is there", "figures", { ...ALMOST, trusts: [] }, [], "Cannot start yet"],
  ["a lot is there, without a time", "times", ALMOST, [finding("/lots/0/opens_at")], "Not yet started"],
  ["a lot shows its defaults only", "visibility", ALMOST, [], "Not yet started"],
  ["publication is stopped", "check", ALMOST, [finding("/title")], "Cannot start yet"],
  ["nothing stops publication", "check", ALMOST, [finding("/contact", "warning")], "Not yet started"],
])("when %s, the task %s says so", (_, task, document, findings, status) => {
  expect(statusOf(task, document, findings)).toBe(status);
});

// G153
test("a completed task says what it is doubted for", () => {
  const no_contact = finding("/contact", "warning", "no_contact");
  const of_figures = finding("/lots/0/items/0/baselines", "warning", "no_baseline");

  expect(noteOf("event", "Completed", [no_contact, of_figures])).toBe("Nobody to ask is named yet");
  expect(noteOf("figures", "Completed", [no_contact, of_figures, of_figures])).toBe("2 warnings");
  expect(noteOf("event", "Incomplete", [no_contact])).toBe(null);
  expect(noteOf("trusts", "Completed", [no_contact])).toBe(null);
});

// G154
test("the button names the bidders that the lots invite, each once, and no number where there is none", () => {
  const both = { bidders: [{ id: "acme" }, { id: "bolt" }] };
  const invites = (...bidders: string[]) => ({ bidders: bidders.map((bidder) => ({ bidder })) });

  expect(invitedTo({ ...both, lots: [invites("acme"), invites("acme")] })).toBe(1);
  expect(invitedTo({ ...both, lots: [invites("acme"), {}] })).toBe(2);
  expect([publishWords(2), publishWords(1), publishWords(0)]).toEqual([
    "Publish to 2 bidders",
    "Publish to 1 bidder",
    "Publish",
  ]);
});

test("one sentence leads: the completed tasks, and what stops publication", () => {
  const findings = [
    finding("/lots/0/opens_at"),
    finding("/lots/0/rules/ceiling", "error"),
    finding("/contact", "warning"),
  ];

  expect(leadingSentence(ALMOST, findings)).toBe("5 of 10 tasks completed. 2 things stop publication.");
  expect(leadingSentence({}, [finding("/title")])).toBe(
    "0 of 10 tasks completed. 1 thing stops publication.",
  );
});

// G17
test("the list of tasks of a template says nothing of a publication", () => {
  expect(leadingSentence({}, [finding("/title")], true)).toBe("0 of 10 tasks completed.");
});

// G154
test("the check leads with what stops publication and the number of warnings", () => {
  const warning = finding("/contact", "warning");

  expect(checkSentence([warning, warning, warning])).toBe("Nothing stops publication. 3 warnings.");
  expect(checkSentence([])).toBe("Nothing stops publication. No warnings.");
});
