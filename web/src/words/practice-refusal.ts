/** The words of a practice lot that did not begin. Pure. */
import { count } from "./numbers";

interface Refusal {
  readonly status: number;
  readonly problem: {
    readonly code?: string;
    readonly detail?: string;
    readonly errors?: ReadonlyArray<{ readonly path: string; readonly message: string }>;
  } | null;
  readonly retry_after_s?: number | null;
}

/** Why no practice began. */
export function refusedWords({ status, problem, retry_after_s = null }: Refusal): string {
  switch (problem?.code) {
    case "wrong_state":
      return `No practice began: ${problem.detail ?? "the lot has ended"}.`;
    case "too_many_attempts":
      return `Your organisation has practised as often as it may within an hour. ${againIn(retry_after_s)}`;
    case "overloaded":
      return "Too many others practise just now. Try again in a few minutes.";
    case "template":
      return "A template is not played: make a draft from it.";
  }
  const faults = (problem?.errors ?? []).map(({ path, message }) => `${nameOf(path)} ${message}.`);
  if (faults.length > 0) return `No practice began. ${faults.join(" ")}`;
  if (status === 404) return "There is no such event any more.";
  return "The practice could not begin just now. Try again.";
}

function againIn(seconds: number | null): string {
  const minutes = Math.max(1, Math.ceil((seconds ?? 60) / 60));
  return `Try again in ${count(minutes, "minute")}.`;
}

function nameOf(path: string): string {
  if (path === "/speed") return "The speed";
  return path === "/lot" ? "The lot" : path;
}
