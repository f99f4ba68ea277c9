/**
 * One line of a journal's export, read from its bytes: the record's body with its hash and the hash before in it.
 *
 * The body is cut out of the line, never printed again: what is hashed are the bytes that came. A text that is not written
 * as a record is written is no record, even where a program could make sense of it.
 */
import { endOfObject } from "./json";

export interface Line {
  readonly kind: "record";
  readonly stream: string;
  readonly seq: number;
  readonly at: string;
  readonly prev: string;
  readonly hash: string;
  /** The bytes whose SHA-256 is the hash: those of the hash before, and those of the body. */
  readonly hashed: Uint8Array<ArrayBuffer>;
}

export interface NoLine {
  /** `redacted`: parts of the record are hidden from the reader. `cut_off`: the text ends within the line. */
  readonly kind: "redacted" | "cut_off" | "no_text" | "no_record";
}

/** Hexadecimal digits of a hash. */
const HEX = "[0-9a-f]{64}";
const TAIL = new RegExp(`^,"salt":"[0-9a-f]{32}","prev":"(${HEX})","hash":"(${HEX})"}$`);
const PREV_TO_END = ',"prev":"'.length + 64 + '","hash":"'.length + 64 + '"}'.length;
const TEXT = String.raw`"(?:[^"\\\u0000-\u001f]|\\.)*"`;
const ACTOR = String.raw`\{"role":(?:"system"|"(?:supplier|buyer|admin)","org":${TEXT},"person":${TEXT})\}`;
const AT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z`;
const HEAD = new RegExp(
  String.raw`^\{"stream":"((?:lot|event|partnership)/[^"\\\u0000-\u001f]+)","seq":(0|[1-9]\d{0,14}),"at":"(${AT})","actor":${ACTOR},"kind":"[a-z_]+","data":`,
);
const REDACTED = new RegExp(`,"redacted":true,"prev":"${HEX}","hash":"${HEX}"}$`);

/** A mark at the beginning is a part of the text, and no record begins with one. */
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const HASH_BYTES = 32;
const BRACE = "}".charCodeAt(0);

/** `is_ended`: the line end followed these bytes. */
export function readLine(bytes: Uint8Array, is_ended: boolean): Line | NoLine {
  const text = textOf(bytes);
  if (text === null) return { kind: "no_text" };
  const head = HEAD.exec(text);
  const end = head === null ? null : endOfObject(text, head[0].length);
  const tail = end === null ? null : TAIL.exec(text.slice(end));
  if (head === null || tail === null) return { kind: kindOf(text, is_ended) };
  const [, stream = "", seq = "", at = ""] = head;
  const [, prev = "", hash = ""] = tail;
  return { kind: "record", stream, seq: Number(seq), at, prev, hash, hashed: hashedOf(bytes, prev) };
}

function kindOf(text: string, is_ended: boolean): NoLine["kind"] {
  if (REDACTED.test(text)) return "redacted";
  return is_ended ? "no_record" : "cut_off";
}

/** Null where the bytes are no UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

function hashedOf(line: Uint8Array, prev: string): Uint8Array<ArrayBuffer> {
  // All of the tail is ASCII: as many bytes as signs.
  const head = line.subarray(0, line.length - PREV_TO_END);
  const hashed = new Uint8Array(HASH_BYTES + head.length + 1);
  for (let nth = 0; nth < HASH_BYTES; nth += 1) {
    hashed[nth] = Number.parseInt(prev.slice(2 * nth, 2 * nth + 2), 16);
  }
  hashed.set(head, HASH_BYTES);
  hashed[hashed.length - 1] = BRACE;
  return hashed;
}

/** 64 lower-case digits. */
export function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
