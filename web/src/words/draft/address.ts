/** The addresses of a set-up: the list of tasks, one page a task, the check. Pure. */
import { steps } from "../../json";
import { type Task, taskOf, TASKS } from "./tasks";

export type Place =
  | { readonly page: "new" }
  | { readonly page: "templates" }
  | { readonly page: "list"; readonly event: string }
  | {
      readonly page: "task";
      readonly event: string;
      readonly task: Task;
      /** The field that the address names: a JSON pointer. */
      readonly at: string | null;
      readonly lot: number;
    };

/** Reads an address with its query; null for one that is none of a set-up. */
export function placeOf(address: string): Place | null {
  const [path = "", query = ""] = address.split("?");
  if (/^\/events\/new\/?$/.test(path)) return { page: "new" };
  if (/^\/events\/templates\/?$/.test(path)) return { page: "templates" };
  const found = /^\/events\/([^/]+)\/(set-up|check)(?:\/([a-z]+))?\/?$/.exec(path);
  if (found === null) return null;
  const event = decoded(found[1] ?? "");
  if (event === null) return null;
  const task = found[2] === "check" ? "check" : TASKS.find((one) => one === found[3]);
  if (found[2] === "check" ? found[3] !== undefined : found[3] !== undefined && task === undefined)
    return null;
  if (task === undefined) return { page: "list", event };
  const at = new URLSearchParams(query).get("at");
  return { page: "task", event, task, at, lot: lotOf(at) };
}

function lotOf(at: string | null): number {
  const [top, lot = ""] = steps(at ?? "");
  return top === "lots" && /^\d{1,3}$/.test(lot) ? Number(lot) : 0;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

export const TEMPLATES = "/events/templates";

export function listAddress(event: string): string {
  return `/events/${encodeURIComponent(event)}/set-up`;
}

export function taskAddress(event: string, task: Task, at: string | null = null): string {
  const path =
    task === "check" ? `/events/${encodeURIComponent(event)}/check` : `${listAddress(event)}/${task}`;
  return at === null ? path : `${path}?at=${encodeURIComponent(at)}`;
}

/** The address of the field that a finding is about. */
export function findingAddress(
  event: string,
  finding: { readonly path: string; readonly code: string },
): string {
  return taskAddress(event, taskOf(finding), finding.path);
}

/** The id of a field in the page. */
export function fieldId(path: string): string {
  return `field${path.replace(/[^A-Za-z0-9]/g, (sign) => (sign === "/" ? "-" : `_${sign.codePointAt(0)?.toString(16)}`))}`;
}
