/** Instants of a set-up in UK time: as they are read back, and as they can be typed. Pure. */
import { clockTime, date, millis } from "../time";

const weekdays = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", weekday: "long" });

export function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:\d{2})$/i.test(text) && !Number.isNaN(millis(text));
}

/** "2:30pm on Tuesday 1 December 2026" */
export function instantWords(instant: string): string {
  const at = millis(instant);
  return `${clockTime(at)} on ${weekdays.format(at)} ${date(at)}`;
}

/** "1 December 2026 2:30pm": a form that can be typed. */
export function typedForm(instant: string): string {
  const at = millis(instant);
  return `${date(at)} ${clockTime(at)}`;
}
