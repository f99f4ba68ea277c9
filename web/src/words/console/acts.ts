/** The acts of a buyer: which a lot allows now, what they are called, and what became of them. Pure. */
import type { LotOutcome, LotState } from "../../protocol/names";
import { count, sentenceCase } from "../numbers";

export type ActKind =
  | "pause"
  | "resume"
  | "extend"
  | "broadcast"
  | "annul"
  | "exclude"
  | "close"
  | "cancel"
  | "approve"
  | "decline";

const KINDS: readonly string[] = [
  "pause",
  "resume",
  "extend",
  "broadcast",
  "annul",
  "exclude",
  "close",
  "cancel",
  "approve",
  "decline",
];

/** The act that an address names; null where it names none. */
export function actKind(text: string | undefined): ActKind | null {
  return text !== undefined && KINDS.includes(text) ? (text as ActKind) : null;
}

/** The acts that can be taken back, or do no harm, in the order in which they are offered. */
export const ORDINARY: readonly ActKind[] = ["pause", "resume", "extend", "broadcast"];
/** The acts that nothing takes back. They stand apart from the others. */
export const FINAL: readonly ActKind[] = ["annul", "exclude", "close", "cancel"];

export function isFinal(kind: ActKind): boolean {
  return FINAL.includes(kind);
}

/** Whether a lot in that state allows the act. The law on electronic auctions knows no early close. */
export function allows(state: LotState | null | undefined, kind: ActKind, by_law: boolean): boolean {
  switch (kind) {
    case "pause":
    case "extend":
      return state === "open";
    case "resume":
      return state === "paused";
    case "annul":
      return state === "open" || state === "paused";
    case "close":
      return (state === "open" || state === "paused") && !by_law;
    case "exclude":
    case "cancel":
    case "broadcast":
      return state === "scheduled" || state === "open" || state === "paused";
    case "approve":
    case "decline":
      return state === "scheduled" || state === "open" || state === "paused";
  }
}

/** "Lot 1", "3 lots" */
export function targetName(titles: readonly string[]): string {
  const [only] = titles;
  return titles.length === 1 && only !== undefined ? only : count(titles.length, "lot");
}

/** What an act is called, as a heading and on the button that does it. Who declines an own proposal takes it back. */
export function actName(kind: ActKind, titles: readonly string[], is_own = false): string {
  const target = targetName(titles);
  if (kind === "decline" && is_own) return `Take back what you proposed for ${target}`;
  switch (kind) {
    case "pause":
      return `Pause ${target}`;
    case "resume":
      return `Restart ${target}`;
    case "extend":
      return `Move the closing time of ${target}`;
    case "broadcast":
      return `Send a message in ${target}`;
    case "annul":
      return `Annul an offer in ${target}`;
    case "exclude":
      return `Exclude a bidder from ${target}`;
    case "close":
      return `Close ${target} now`;
    case "cancel":
      return `Cancel ${target}`;
    case "approve":
      return `Approve what is proposed for ${target}`;
    case "decline":
      return `Decline what is asked for in ${target}`;
  }
}

/** The link with which a buyer declines its own proposal. */
export const TAKE_BACK = "Take it back";

/** What a link to an act says. The lots that it is for stand beside it. */
export function linkName(kind: ActKind): string {
  return {
    pause: "Pause",
    resume: "Restart",
    extend: "Move the closing time",
    broadcast: "Send a message",
    annul: "Annul an offer",
    exclude: "Exclude a bidder",
    close: "Close now",
    cancel: "Cancel",
    approve: "Approve",
    decline: "Decline",
  }[kind];
}

/** What the act does, where the heading does not say it. */
export function actHint(kind: ActKind): string {
  return {
    pause:
      "The clock stops, and all of the time that is left comes back at the restart. No offer counts meanwhile.",
    resume: "The clock goes on with the time that was left.",
    extend: "Offers count until the new closing time. It cannot be moved back.",
    broadcast: "Bidders read it on the page of the lot at once.",
    annul: "The bidder's offer no longer counts, and the one before it counts again. Time is not taken back.",
    exclude: "The bidder's offers leave the ranking for good. It sends no more offers in the lot.",
    close: "The lot ends now, with the ranking as it stands.",
    cancel: "The lot ends without a result.",
    approve: "What another buyer has proposed takes effect.",
    decline: "Nothing changes in the lot.",
  }[kind];
}

/** What has happened in a lot. */
function done(kind: ActKind, title: string): string {
  return {
    pause: `${title} is paused.`,
    resume: `${title} has restarted.`,
    extend: `The closing time of ${title} was moved.`,
    broadcast: `The message was sent in ${title}.`,
    annul: `The offer in ${title} was annulled.`,
    exclude: `The bidder is excluded from ${title}.`,
    close: `${title} is closed.`,
    cancel: `${title} is cancelled.`,
    approve: `What was proposed for ${title} took effect.`,
    decline: `It was declined. Nothing has changed in ${title}.`,
  }[kind];
}

/** How it went with one lot. `unknown`: the server could not say whether it was done. */
export type Went = "done" | "waits" | "not_done" | "unknown";

export function howItWent({ status, code }: LotOutcome): Went {
  if (status === 200) return "done";
  if (status === 202) return "waits";
  return code === "unavailable" ? "unknown" : "not_done";
}

export function outcomeSentence(kind: ActKind, outcome: LotOutcome, title: string): string {
  switch (howItWent(outcome)) {
    case "done":
      return done(kind, title);
    case "waits":
      return `${title}: proposed. It takes effect once another buyer approves it.`;
    case "unknown":
      return `${title}: we do not know yet whether this was done.`;
    case "not_done":
      return `${title}: not done. ${whyNot(outcome)}`;
  }
}

function whyNot({ code, detail }: LotOutcome): string {
  if (code === "overloaded") return "The lot had too much to do just now.";
  return detail ? asSentence(detail) : "The server did not say why.";
}

export function asSentence(text: string): string {
  const cased = sentenceCase(text);
  return /[.!?]$/.test(cased) ? cased : `${cased}.`;
}

/** "Done in 3 lots.", "Done in 2 of 3 lots. What was not done stays chosen." */
export function outcomesSentence(outcomes: readonly LotOutcome[]): string {
  const went = outcomes.map(howItWent);
  const counted = (wanted: Went): number => went.filter((one) => one === wanted).length;
  const [done, waits, unknown] = [counted("done"), counted("waits"), counted("unknown")];
  const failed = outcomes.length - done - waits - unknown;
  if (outcomes.length === 1) return ONE[went[0] ?? "unknown"];
  const parts = [
    done > 0
      ? `Done in ${done === outcomes.length ? `${done} lots` : `${done} of ${outcomes.length} lots`}.`
      : "",
    waits > 0 ? `${count(waits, "lot")} ${waits === 1 ? "waits" : "wait"} for another buyer.` : "",
    failed > 0 ? `Not done in ${count(failed, "lot")}, which ${failed === 1 ? "stays" : "stay"} chosen.` : "",
    unknown > 0 ? `In ${count(unknown, "lot")} we do not know yet.` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

const ONE: Readonly<Record<Went, string>> = {
  done: "Done.",
  waits: "Proposed.",
  not_done: "This was not done.",
  unknown: "We do not know yet whether this was done.",
};

interface Refusal {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: ReadonlyArray<{ readonly message: string }>;
}

/** Why the server did not take an act at all. */
export function refusedSentence(status: number, problem: Refusal | null): string {
  return `Nothing has happened. ${refusedBecause(status, problem)}`;
}

function refusedBecause(status: number, problem: Refusal | null): string {
  if (problem?.code === "step_up_required")
    return "Enter your code at the top of this page, then do it once more.";
  if (status === 401) return "Sign in again at the top of this page, then do it once more.";
  const errors = problem?.errors?.map(({ message }) => asSentence(message)) ?? [];
  return errors.length > 0 ? errors.join(" ") : asSentence(problem?.detail ?? "Try again");
}

export const UNKNOWN_OUTCOME =
  "We do not know yet whether this was done: no answer came. Ask again; it happens once, however often it is asked. " +
  "If it has not happened yet, it happens then.";

/** Why an act cannot be sent now; null where it can. */
export function actBlocked(is_current: boolean): string | null {
  return is_current
    ? null
    : "You are not connected, so what stands here may be old. This can be sent once the page is connected again.";
}

export const REASON_NEEDED = "Enter a reason. It is kept on the record.";
export const MESSAGE_NEEDED = "Enter the message.";
export const MINUTES_NEEDED = "Enter how many minutes later, as a whole number from 1 to 1,440.";
export const BIDDER_NEEDED = "Choose a bidder.";
export const LOTS_NEEDED = "Choose lots in the list first.";
