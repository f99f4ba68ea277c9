/** Times and durations in words, always in UK time, whatever the machine's own zone. Pure. */

const ZONE = "Europe/London";
const SECOND_MS = 1000;

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const dates = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  day: "numeric",
  month: "long",
  year: "numeric",
});

const weekdays = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "long" });

/** An instant of the protocol, in milliseconds since 1970. */
export function millis(instant: string): number {
  return Date.parse(instant);
}

interface WallClock {
  hour: number;
  minute: string;
  second: string;
}

function wallClock(at: number): WallClock {
  const found = new Map(parts.formatToParts(at).map((part) => [part.type, part.value]));
  return {
    hour: Number(found.get("hour")),
    minute: found.get("minute") ?? "00",
    second: found.get("second") ?? "00",
  };
}

function half(hour: number): string {
  return hour < 12 ? "am" : "pm";
}

/** 2pm, 2:47pm, 2:47:30pm, midday: as short as the instant allows. */
export function clockTime(at: number): string {
  const { hour, minute, second } = wallClock(at);
  const sharp = minute === "00" && second === "00";
  if (sharp && hour === 12) return "midday";
  if (sharp && hour === 0) return "midnight";
  const minutes = sharp ? "" : `:${minute}`;
  const seconds = second === "00" ? "" : `:${second}`;
  return `${hour % 12 || 12}${minutes}${seconds}${half(hour)}`;
}

/** 2:46:58pm: always with seconds, for an instant in the past. */
export function clockTimeToSecond(at: number): string {
  const { hour, minute, second } = wallClock(at);
  return `${hour % 12 || 12}:${minute}:${second}${half(hour)}`;
}

/** 2:49:00.412pm, for an offer that was too late by less than a second. */
export function clockTimeToMillisecond(at: number): string {
  const { hour, minute, second } = wallClock(at);
  const thousandth = String(((at % SECOND_MS) + SECOND_MS) % SECOND_MS).padStart(3, "0");
  return `${hour % 12 || 12}:${minute}:${second}.${thousandth}${half(hour)}`;
}

export function date(at: number): string {
  return dates.format(at);
}

/** "2:47pm" on the day itself, "2:47pm on 21 November 2026" seen from another day. */
export function clockTimeSeenAt(at: number, now: number): string {
  return date(at) === date(now) ? clockTime(at) : `${clockTime(at)} on ${date(at)}`;
}

/** "2:47pm" on the day itself, "2:47pm on Saturday 21 November 2026" seen from another day: for what is planned. */
export function clockTimeAhead(at: number, now: number): string {
  return date(at) === date(now) ? clockTime(at) : `${clockTime(at)} on ${weekdays.format(at)} ${date(at)}`;
}

/** "2 days 3 hours", "4 minutes 12 seconds", "12 seconds": the two largest units, rounded down. */
export function duration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / SECOND_MS));
  const units: Array<[number, string]> = [
    [Math.floor(total / 86_400), "day"],
    [Math.floor(total / 3600) % 24, "hour"],
    [Math.floor(total / 60) % 60, "minute"],
    [total % 60, "second"],
  ];
  const first = units.findIndex(([n]) => n > 0);
  if (first === -1) return "less than 1 second";
  return units
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}${n === 1 ? "" : "s"}`)
    .join(" ");
}

/** From here on the time left is told in days. */
export const DAY_MS = 86_400_000;

/** 4:12, 1:04:12, "29 days 22 hours": for the page's title and the clock bar. */
export function digits(milliseconds: number): string {
  if (milliseconds >= DAY_MS) return duration(milliseconds);
  const total = Math.max(0, Math.floor(milliseconds / SECOND_MS));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`;
}
