/**
 * Reads JSON to the letter, as a record holds it: no space between its parts, and no object that names a key twice. Two
 * programs could read such a text differently. Returns where a value ends, and nothing of what it says.
 */

/** Objects and lists within each other, at most. */
const DEPTH_MAX = 127;

const STRING =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u(?:[0-9a-ce-f][0-9a-f]{3}|d[0-7][0-9a-f]{2}|d[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})))*"/iy;
const PLAIN = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

/** The place after the object that begins at `at`; null where there is no such object. */
export function endOfObject(text: string, at: number, depth = DEPTH_MAX): number | null {
  if (depth === 0 || text[at] !== "{") return null;
  if (text[at + 1] === "}") return at + 2;
  const keys = new Set<string>();
  let place = at;
  do {
    const start = place + 1;
    const colon = endOf(STRING, text, start);
    if (colon === null || text[colon] !== ":") return null;
    const key = keyOf(text.slice(start, colon));
    if (keys.has(key)) return null;
    keys.add(key);
    const end = endOfValue(text, colon + 1, depth - 1);
    if (end === null) return null;
    place = end;
  } while (text[place] === ",");
  return text[place] === "}" ? place + 1 : null;
}

function endOfList(text: string, at: number, depth: number): number | null {
  if (depth === 0) return null;
  if (text[at + 1] === "]") return at + 2;
  let place = at;
  do {
    const end = endOfValue(text, place + 1, depth - 1);
    if (end === null) return null;
    place = end;
  } while (text[place] === ",");
  return text[place] === "]" ? place + 1 : null;
}

function endOfValue(text: string, at: number, depth: number): number | null {
  switch (text[at]) {
    case "{":
      return endOfObject(text, at, depth);
    case "[":
      return endOfList(text, at, depth);
    case '"':
      return endOf(STRING, text, at);
    default:
      return endOf(PLAIN, text, at);
  }
}

/** The place after what the pattern finds at `at`; null where it finds nothing there. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** Two keys that are written with different escapes are the same key. */
function keyOf(quoted: string): string {
  return quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}
