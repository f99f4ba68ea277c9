/** Cuts bytes that come in chunks into lines. A chunk may end anywhere within a line. */

export interface Piece {
  readonly kind: "line";
  /** Without the line end. */
  readonly bytes: Uint8Array;
  /** Whether the line end followed. The last line may lack it. */
  readonly is_ended: boolean;
}

/** The line is longer than any record. Nothing follows. */
export interface TooLong {
  readonly kind: "too_long";
}

/** The chunks ended with an error. Nothing follows. */
export interface Lost {
  readonly kind: "lost";
}

/** The longest line that is read, as for the checker of the command line. */
const LINE_BYTES_MAX = 16 * 1024 * 1024;
const LINE_END = 10;

export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Piece | TooLong | Lost> {
  let begun: Uint8Array[] = [];
  let begun_bytes = 0;
  try {
    for await (const chunk of chunks) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
        yield { kind: "line", bytes: joined([...begun, chunk.subarray(from, end)]), is_ended: true };
        begun = [];
        begun_bytes = 0;
        from = end + 1;
      }
      begun.push(chunk.subarray(from));
      begun_bytes += chunk.length - from;
      if (begun_bytes > LINE_BYTES_MAX) {
        yield { kind: "too_long" };
        return;
      }
    }
  } catch {
    yield { kind: "lost" };
    return;
  }
  if (begun_bytes > 0) yield { kind: "line", bytes: joined(begun), is_ended: false };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(pieces.reduce((bytes, piece) => bytes + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
