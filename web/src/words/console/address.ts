/** The addresses of a console: an event, a lot of it, and an act on it or on chosen lots. Pure. */
import { actKind, type ActKind } from "./acts";

export interface ConsolePlace {
  readonly lot: string | null;
  readonly act: ActKind | null;
  /** The request or the proposal that the act answers. */
  readonly about: number | null;
}

/** What stands beside the list is in the query, so that going there moves neither the list nor the focus. */
export function consoleAddress(event: string, place: Partial<ConsolePlace> = {}): string {
  const { lot = null, act = null, about = null } = place;
  const query = new URLSearchParams();
  if (lot !== null) query.set("lot", lot);
  if (act !== null) query.set("act", act);
  if (about !== null) query.set("about", String(about));
  const text = query.toString();
  return `/events/${encodeURIComponent(event)}/console${text === "" ? "" : `?${text}`}`;
}

/** The place that a query names. What it does not understand counts as absent. */
export function placeIn(query: Readonly<Record<string, string>>): ConsolePlace {
  const about = query["about"] ?? "";
  return {
    lot: query["lot"] ?? null,
    act: actKind(query["act"]),
    about: /^\d{1,15}$/.test(about) ? Number(about) : null,
  };
}
