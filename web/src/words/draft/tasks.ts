/** The tasks of a set-up: which finding belongs to which, and how far each one is. Pure. */
import { at, isList, type Json, type JsonObject, objects, steps, textOf } from "../../json";
import { count } from "../numbers";

/** In the order of the list. */
export const TASKS = [
  "event",
  "trusts",
  "lots",
  "figures",
  "bidders",
  "rules",
  "visibility",
  "times",
  "people",
  "check",
] as const;

export type Task = (typeof TASKS)[number];

export const TASK_NAMES: Readonly<Record<Task, string>> = {
  event: "Event and contact",
  trusts: "Trusts",
  lots: "Lots and items",
  figures: "Volumes and prices today",
  bidders: "Bidders and their figures",
  rules: "Rules",
  visibility: "Who sees what",
  times: "Times",
  people: "People",
  check: "Check and publish",
};

export type TaskStatus =
  "Completed" | "Incomplete" | "Not yet started" | "Cannot start yet" | "There is a problem";

export interface FindingFacts {
  readonly path: string;
  readonly code: string;
  readonly level: "missing" | "error" | "warning";
}

const OF_THE_EVENT: Readonly<Record<string, Task>> = {
  trusts: "trusts",
  bidders: "bidders",
  four_eyes: "people",
  lots: "lots",
};

const OF_A_LOT: Readonly<Record<string, Task>> = {
  bidders: "bidders",
  opens_at: "times",
  closes_at: "times",
  duration_s: "times",
};

const OF_THE_RULES: Readonly<Record<string, Task>> = {
  show: "visibility",
  extension: "times",
  idle: "times",
  settle_ms: "times",
  auto_resume_s: "times",
};

/** The task on whose page the member at this pointer stands. */
export function taskOf({ path, code }: Pick<FindingFacts, "path" | "code">): Task {
  if (code === "no_baseline" || code === "baseline_apart") return "figures";
  const [top = "", , member, part = "", inner = ""] = steps(path);
  if (top !== "lots") return OF_THE_EVENT[top] ?? (top === "" ? "check" : "event");
  if (member === "rules") return OF_THE_RULES[part] ?? "rules";
  if (member === "items") return ["volumes", "baselines"].includes(inner) ? "figures" : "lots";
  return OF_A_LOT[member ?? ""] ?? "lots";
}

/** Whether the finding stops the publication. */
export function stops({ level }: Pick<FindingFacts, "level">): boolean {
  return level !== "warning";
}

export function statusOf(task: Task, document: JsonObject, findings: readonly FindingFacts[]): TaskStatus {
  if (task === "check") return findings.some(stops) ? "Cannot start yet" : "Not yet started";
  const mine = findings.filter((finding) => taskOf(finding) === task);
  if (mine.some(({ level }) => level === "error")) return "There is a problem";
  if (!canStart(task, document)) return "Cannot start yet";
  if (!isStarted(task, document)) return "Not yet started";
  return mine.some(stops) ? "Incomplete" : "Completed";
}

/** What a completed task is still doubted for: "Nobody to ask is named yet". A warning does not keep a task open. */
export function noteOf(task: Task, status: TaskStatus, findings: readonly FindingFacts[]): string | null {
  const warnings = findings.filter((finding) => !stops(finding) && taskOf(finding) === task);
  if (task === "check" || status !== "Completed" || warnings.length === 0) return null;
  if (warnings.every(({ code }) => code === "no_contact")) return "Nobody to ask is named yet";
  return count(warnings.length, "warning");
}

/** What has to be there before a task can be done. */
function canStart(task: Task, document: JsonObject): boolean {
  const lots = objects(at(document, "/lots"));
  if (task === "figures") {
    return isFilled(at(document, "/trusts")) && lots.some((lot) => isFilled(lot["items"]));
  }
  if (task === "people") return isFilled(at(document, "/bidders"));
  return !["rules", "visibility", "times"].includes(task) || lots.length > 0;
}

const EVENT_MEMBERS = [
  "title",
  "reference",
  "contact",
  "terms",
  "contract_months",
  "contract_starts_on",
  "justification",
];
const TIME_MEMBERS = ["opens_at", "closes_at", "duration_s"];

function isStarted(task: Task, document: JsonObject): boolean {
  const lots = objects(at(document, "/lots"));
  const rules = lots.map((lot) => at(lot, "/rules"));
  switch (task) {
    case "event":
      return EVENT_MEMBERS.some((name) => isFilled(document[name]));
    case "trusts":
      return isFilled(document["trusts"]);
    case "lots":
      return lots.length > 0;
    case "figures":
      return lots.some((lot) =>
        objects(lot["items"]).some((item) => isFilled(item["volumes"]) || isFilled(item["baselines"])),
      );
    case "bidders":
      return isFilled(document["bidders"]);
    case "rules":
      return rules.some((one) => Object.keys(one ?? {}).some((name) => OF_THE_RULES[name] === undefined));
    case "visibility":
      return rules.some((one) => isFilled(at(one, "/show")));
    case "times":
      return lots.some(
        (lot) => TIME_MEMBERS.some((name) => isFilled(lot[name])) || isFilled(at(lot, "/rules/idle")),
      );
    case "people":
      return document["four_eyes"] !== undefined;
    case "check":
      return false;
  }
}

function isFilled(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return false;
  return isList(value) ? value.length > 0 : typeof value !== "object" || Object.keys(value).length > 0;
}

/** "6 of 10 tasks completed. 2 things stop publication." A template is never published. */
export function leadingSentence(
  document: JsonObject,
  findings: readonly FindingFacts[],
  is_template = false,
): string {
  const done = TASKS.filter((task) => statusOf(task, document, findings) === "Completed").length;
  const completed = `${done} of ${TASKS.length} tasks completed.`;
  return is_template ? completed : `${completed} ${stopping(findings)}`;
}

/** "2 things stop publication." */
export function stopping(findings: readonly FindingFacts[]): string {
  const things = findings.filter(stops).length;
  if (things === 0) return "Nothing stops publication.";
  return `${count(things, "thing")} ${things === 1 ? "stops" : "stop"} publication.`;
}

/** "Nothing stops publication. 3 warnings." */
export function checkSentence(findings: readonly FindingFacts[]): string {
  const warnings = findings.filter(({ level }) => level === "warning").length;
  return `${stopping(findings)} ${warnings === 0 ? "No warnings." : `${count(warnings, "warning")}.`}`;
}

/** How many bidders the event invites: those of its lots, each once. A lot that names none invites all. */
export function invitedTo(document: JsonObject): number {
  const all = objects(document["bidders"]).map(({ id }) => textOf(id));
  const invited = objects(document["lots"]).flatMap(({ bidders }) =>
    isList(bidders) ? objects(bidders).map(({ bidder }) => textOf(bidder)) : all,
  );
  return new Set(invited).size;
}

/** "Publish to 12 bidders" */
export function publishWords(invited: number): string {
  return invited === 0 ? "Publish" : `Publish to ${count(invited, "bidder")}`;
}
