/**
 * Checks the hash chain of one journal, on the bytes of its exported lines, while they come in.
 *
 * The first wrong record ends the check, and is named with what should stand there and what does. A check that could not
 * look at everything says so: that is neither right nor wrong. SHA-256 is the browser's own, or there is no check.
 */
import { hexOf, readLine, type Line, type NoLine } from "./line";
import { linesOf, type Lost, type Piece, type TooLong } from "./lines";
import { nextTurn } from "./turn";

/** The first wrong record. */
export interface Fault {
  readonly code: FaultCode;
  /** The record that is wrong or missing. */
  readonly seq: number;
  /** The line, from 1, at which that shows. */
  readonly line: number;
  /** What should stand there, and what does; null where the code alone says it. */
  readonly expected: string | null;
  readonly found: string | null;
}

export type FaultCode =
  | "other_stream"
  | "missing"
  | "out_of_order"
  | "prev"
  | "hash"
  | "time"
  | "other_head"
  | "too_long"
  | Exclude<NoLine["kind"], "redacted">;

/** In each, the record `last` is right, and so are all before it. */
export type ChainResult =
  | { readonly kind: "whole"; readonly last: number; readonly hash: string }
  | { readonly kind: "broken"; readonly last: number; readonly fault: Fault }
  | { readonly kind: "uncheckable"; readonly last: number; readonly why: Uncheckable }
  | { readonly kind: "stopped"; readonly last: number };

/** `unread`: the lines did not come to their end. */
export type Uncheckable = "redacted" | "no_crypto" | "empty" | "unread";

export interface ChainOptions {
  /** The browser's `crypto.subtle`; a page that came over an unprotected line has none. */
  readonly subtle: SubtleCrypto | undefined;
  /** The stream that the records have to be of; without it, that of the first record. */
  readonly stream?: string;
  /** A record that has to be among them, known from elsewhere. */
  readonly head?: { readonly seq: number; readonly hash: string } | undefined;
  /** Is given the last record that was found right so far. */
  readonly progress?: (last: number) => void;
  readonly signal?: AbortSignal;
}

/** Records and bytes that are looked at before anything else has its turn: a few thousandths of a second. */
const BATCH_LINES_MAX = 64;
const BATCH_BYTES_MAX = 256 * 1024;
const NO_HASH = "0".repeat(64);

export async function checkChain(
  chunks: AsyncIterable<Uint8Array>,
  options: ChainOptions,
): Promise<ChainResult> {
  const { subtle } = options;
  if (subtle === undefined) return { kind: "uncheckable", why: "no_crypto", last: 0 };
  const chain = new Chain(subtle, options);
  for await (const piece of linesOf(chunks)) {
    const ended = await chain.take(piece);
    if (ended !== null) return ended;
  }
  return chain.end();
}

/** The record before the next one, as its line says. */
interface Tail {
  readonly seq: number;
  readonly at: string;
  readonly hash: string;
}

class Chain {
  /** The last record whose hash was found right. */
  private last = 0;
  private tail: Tail = { seq: 0, at: "", hash: NO_HASH };
  private stream: string | undefined;
  private batch: Line[] = [];
  private batch_bytes = 0;

  constructor(
    private readonly subtle: SubtleCrypto,
    private readonly options: ChainOptions,
  ) {
    this.stream = options.stream;
  }

  /** Null where the check goes on. */
  async take(piece: Piece | TooLong | Lost): Promise<ChainResult | null> {
    if (piece.kind === "lost") return this.leaves("unread");
    if (piece.kind === "too_long") return this.breaks(this.fault(piece.kind));
    const line = readLine(piece.bytes, piece.is_ended);
    if (line.kind === "redacted") return this.leaves(line.kind);
    if (line.kind !== "record") return this.breaks(this.fault(line.kind));
    const misplaced = this.misplaced(line);
    if (misplaced !== null) return this.breaks(misplaced);

    this.batch.push(line);
    this.batch_bytes += line.hashed.length;
    this.tail = line;
    this.stream = line.stream;
    const is_full = this.batch.length >= BATCH_LINES_MAX || this.batch_bytes >= BATCH_BYTES_MAX;
    if (!is_full) return null;
    // Whether a browser computes a hash in another turn is its own business.
    await nextTurn();
    return this.settle();
  }

  /** After the last line. */
  async end(): Promise<ChainResult> {
    const { seq, hash } = this.tail;
    const { head } = this.options;
    if (seq === 0) return { kind: "uncheckable", why: "empty", last: 0 };
    if (head !== undefined && seq < head.seq) return this.breaks(this.fault("missing", String(seq + 1)));
    return this.ends({ kind: "whole", last: seq, hash });
  }

  private leaves(why: Uncheckable): Promise<ChainResult> {
    return this.ends({ kind: "uncheckable", last: this.tail.seq, why });
  }

  private breaks(fault: Fault): Promise<ChainResult> {
    return this.ends({ kind: "broken", last: this.tail.seq, fault });
  }

  /** The result, unless a hash that is still to be computed comes to another one. */
  private async ends(result: ChainResult): Promise<ChainResult> {
    return (await this.settle()) ?? result;
  }

  /** Computes the hashes of the lines that wait for it, all at once. Null where the check goes on. */
  private async settle(): Promise<ChainResult | null> {
    const batch = this.batch;
    this.batch = [];
    this.batch_bytes = 0;
    const digests = await Promise.all(batch.map(({ hashed }) => this.subtle.digest("SHA-256", hashed)));
    for (const [nth, digest] of digests.entries()) {
      const { seq, hash: found } = batch[nth] as Line;
      const expected = hexOf(digest);
      if (expected !== found) {
        const fault: Fault = { code: "hash", seq, line: seq, expected, found };
        return { kind: "broken", last: this.last, fault };
      }
      this.last = seq;
    }
    this.options.progress?.(this.last);
    return this.options.signal?.aborted ? { kind: "stopped", last: this.last } : null;
  }

  /** What is wrong with the record's place, before its hash is computed. */
  private misplaced(line: Line): Fault | null {
    const { seq, at, hash } = this.tail;
    const { head } = this.options;
    const due = seq + 1;
    if (this.stream !== undefined && line.stream !== this.stream) {
      return this.fault("other_stream", this.stream, line.stream);
    }
    if (line.seq > due) return this.fault("missing", String(due), String(line.seq));
    if (line.seq < due)
      return { ...this.fault("out_of_order", String(due), String(line.seq)), seq: line.seq };
    if (line.prev !== hash) return this.fault("prev", hash, line.prev);
    if (line.at < at) return this.fault("time", at, line.at);
    return line.seq === head?.seq && line.hash !== head.hash
      ? this.fault("other_head", head.hash, line.hash)
      : null;
  }

  /** A fault of the line that is due. Until the first fault every line holds the record of its number. */
  private fault(code: FaultCode, expected: string | null = null, found: string | null = null): Fault {
    return { code, seq: this.tail.seq + 1, line: this.tail.seq + 1, expected, found };
  }
}
