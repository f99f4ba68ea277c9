/** What a person can take out of a result, and how the record behind it is checked, by role. Pure. */
import type { ResultAnswer } from "../protocol/http";
import type { LotState } from "../protocol/names";
import type { Role } from "../protocol/ws";
import { amount } from "./numbers";

/** A file of a lot, as it stands in its address. */
export type LotFile = "report" | "ranking" | "bids" | "record" | "savings" | "acts";

export interface FileWords {
  readonly file: LotFile;
  readonly name: string;
  /** Whether it can be had as CSV besides the workbook. */
  readonly csv: boolean;
}

/** The files that the role may have. A cancelled lot has no ranking, and nothing is saved by it. */
export function filesFor(role: Role, state: LotState): FileWords[] {
  const own = role === "supplier";
  const closed = state === "closed";
  const files: Array<FileWords | false> = [
    { file: "report", name: "Everything in one workbook", csv: false },
    closed && {
      file: "ranking",
      name: own ? "Your place, with your prices" : "Ranking, with all prices",
      csv: true,
    },
    own
      ? { file: "record", name: "Your bids, with every receipt", csv: true }
      : {
          file: "bids",
          name: role === "observer" ? "Accepted bids" : "All bids, accepted and refused",
          csv: true,
        },
    closed && !own && { file: "savings", name: "Savings, line by line", csv: true },
    { file: "acts", name: "What was done", csv: true },
  ];
  return files.filter((file) => file !== false);
}

/** The workbook about all lots of the event that the role may see. */
export function eventFileName(role: Role): string {
  return `${role === "supplier" ? "All your lots" : "All lots"} of this event in one workbook`;
}

/** An administrator runs the server, and reads no lot's record. */
export function mayReadRecord(role: Role): boolean {
  return role !== "admin";
}

/** Only an auditor's copy is whole, so that a program can check it. */
export function mayCheckRecord(role: Role): boolean {
  return role === "auditor";
}

export function headSentence({ head }: Pick<ResultAnswer, "head">): string {
  return `This page was made from the lot's record, which has ${amount(String(head.seq))} entries. Each entry has a hash that depends on all entries before it. The hash of the last one is`;
}

/** What to do with the hash. */
export function checkSentences(role: Role): string[] {
  if (mayCheckRecord(role))
    return [
      "Download the record, keep the name of the file, and run this command beside it. It judges every recorded command again. It has to end with the same number and the same hash.",
    ];
  const whole =
    "An auditor has the whole record, and checks it with the command below: it has to end with the same number and the same hash.";
  const keep = "Keep the hash: a change of any entry would change it.";
  return mayReadRecord(role)
    ? [
        whole,
        `Your copy of the record is redacted: what is not for you is left out and marked, so the command cannot check it. ${keep}`,
      ]
    : [whole, keep];
}
