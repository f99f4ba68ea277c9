/** Loads one record as its exact line, and checks whether its hash is that of its text. */
import { recordLine } from "../../api/record";
import type { Answer } from "../../api/request";
import { type JournalRecord, readRecord } from "../../words/record";
import { hexOf, readLine } from "../../../verify/line";

export interface ShownRecord {
  readonly found: true;
  /** Which record was asked for. */
  readonly seq: number;
  /** The line as it came, without its line end. */
  readonly text: string;
  /** What it says, for people; null where it cannot be read. */
  readonly record: JournalRecord | null;
  readonly own_hash: OwnHash;
}

/** The lot has no such record. */
export interface NoRecord {
  readonly found: false;
  readonly seq: number;
}

/** The last two: nothing is known, because parts of the record are hidden, or because this page has no SHA-256. */
export type OwnHash = "right" | "wrong" | "redacted" | "no_crypto";

export async function loadRecord(lot: string, seq: number): Promise<Answer<ShownRecord | NoRecord>> {
  const answer = await recordLine(lot, seq);
  if (!answer.ok) return answer;
  if (answer.value.length === 0) return { ok: true, value: { found: false, seq } };
  const bytes = answer.value.at(-1) === 10 ? answer.value.subarray(0, -1) : answer.value;
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const record = readRecord(text);
  // Where a record is missing, the next one comes.
  if (record !== null && record.seq !== seq) return { ok: true, value: { found: false, seq } };
  const own_hash = await ownHash(bytes);
  return { ok: true, value: { found: true, seq, text, record, own_hash } };
}

async function ownHash(bytes: Uint8Array): Promise<OwnHash> {
  const line = readLine(bytes, true);
  if (line.kind === "redacted") return "redacted";
  if (line.kind !== "record") return "wrong";
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return "no_crypto";
  return hexOf(await subtle.digest("SHA-256", line.hashed)) === line.hash ? "right" : "wrong";
}
