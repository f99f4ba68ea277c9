/** The words of sessions: by which device, since when. Pure. */
import { roleName } from "./person";
import { clockTimeSeenAt, millis } from "./time";

interface ListedSession {
  readonly current: boolean;
  readonly role: string;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly device?: string | null;
  readonly address?: string | null;
}

/** "Firefox on Windows, from 192.0.2.7": what tells one session from another. */
export function sessionName({ device, address }: ListedSession): string {
  return `${deviceName(device)}${address ? `, from ${address}` : ""}`;
}

const BROWSERS: ReadonlyArray<[RegExp, string]> = [
  // A browser that is built on another one names both; the one that it is comes first here.
  [/Edg(?:e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/(?:Firefox|FxiOS)\//, "Firefox"],
  [/(?:Chrome|Chromium|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: ReadonlyArray<[RegExp, string]> = [
  [/Windows/, "Windows"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** "Firefox on Windows", from what a browser calls itself; the text itself where it is no browser's. */
export function deviceName(device: string | null | undefined): string {
  if (!device) return "A browser";
  if (!device.startsWith("Mozilla/")) return device;
  const browser = BROWSERS.find(([sign]) => sign.test(device))?.[1] ?? "A browser";
  const system = SYSTEMS.find(([sign]) => sign.test(device))?.[1];
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** "As buyer. Signed in at 9am, last used at 2:46pm." */
export function sessionTimes(
  { role, created_at, last_used_at, current }: ListedSession,
  now: number,
): string {
  const since = `Signed in at ${clockTimeSeenAt(wholeMinute(created_at), now)}`;
  const used = current ? "" : `, last used at ${clockTimeSeenAt(wholeMinute(last_used_at), now)}`;
  return `As ${roleName(role).toLowerCase()}. ${since}${used}.`;
}

function wholeMinute(instant: string): number {
  return Math.floor(millis(instant) / 60_000) * 60_000;
}
