/** Reads a day as a person types it, and writes it for a person. A day has no time zone, so no server is asked. Pure. */
import { date, millis } from "../time";

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const FIRST_YEAR = 2000;

/** "1 July 2027", "1 Jul 2027", "1/7/2027", "1.7.27", "2027-07-01" as 2027-07-01; null for what is no day. */
export function typedDay(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso !== null) return dayOf(iso[1], iso[2], iso[3]);
  const figures = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})$/.exec(text);
  if (figures !== null) return dayOf(figures[3], figures[2], figures[1]);
  const words = /^(\d{1,2})[ -]([a-z]{3,9})[ -](\d{2}|\d{4})$/.exec(text);
  const month = MONTHS.findIndex((name) => words?.[2] !== undefined && name.startsWith(words[2]));
  return words === null || month < 0 ? null : dayOf(words[3], String(month + 1), words[1]);
}

function dayOf(year = "", month = "", day = ""): string | null {
  const whole = year.length === 2 ? String(FIRST_YEAR + Number(year)) : year;
  const written = `${whole}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = Date.parse(`${written}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written) ? written : null;
}

/** "1 July 2027" for 2027-07-01; any other text as it is. */
export function dayWords(written: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(written) && typedDay(written) === written
    ? date(millis(written))
    : written;
}
