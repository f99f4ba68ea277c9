/** Lengths of time as people type them: "30 minutes", "1 hour 30 minutes", "90". Pure. */

const UNITS: ReadonlyArray<[RegExp, number, string]> = [
  [/^d(ays?)?$/, 86_400, "day"],
  [/^h(ours?|rs?)?$/, 3_600, "hour"],
  [/^m(in(ute)?s?)?$/, 60, "minute"],
  [/^s(ec(ond)?s?)?$/, 1, "second"],
];

/** Seconds; null for a text that is no length of time. A number alone counts minutes. */
export function readDuration(typed: string): number | null {
  const text = typed.trim().toLowerCase();
  if (/^\d{1,6}$/.test(text)) return Number(text) * 60;
  if (!/^(\d{1,7}\s*[a-z]+[\s,]*(and\s+)?)+$/.test(text)) return null;
  let seconds = 0;
  for (const [, digits = "", unit = ""] of text.matchAll(/(\d+)\s*([a-z]+)/g)) {
    const found = UNITS.find(([form]) => form.test(unit));
    if (found === undefined) return null;
    seconds += Number(digits) * found[1];
  }
  return seconds;
}

/** "1 hour 30 minutes": every unit that is needed, so that the text reads back as the same number. */
export function durationText(seconds: number): string {
  const parts: string[] = [];
  let left = seconds;
  for (const [, size, name] of UNITS) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0) parts.push(`${n} ${name}${n === 1 ? "" : "s"}`);
  }
  return parts.length === 0 ? "0 seconds" : parts.join(" ");
}
