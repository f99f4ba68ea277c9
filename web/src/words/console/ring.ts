/** Whom to ring: which bidders are connected, since when, and what they have done so far. Pure. */
import type { Presence } from "../../protocol/names";
import { count } from "../numbers";
import { clockTimeSeenAt, duration, millis } from "../time";

/** What a bidder has tried out before the event. */
export interface ReadyFacts {
  readonly tested_at?: string | null;
  readonly round_trip_ms?: number | null;
  readonly clock_ms?: number | null;
  readonly practised_at?: string | null;
}

/** Who is missing comes first, and of these who has been missing longest. */
export function ringOrder(bidders: readonly Presence[]): Presence[] {
  const place = ({ connected }: Presence): number => (connected === false ? 0 : connected === true ? 2 : 1);
  const since = (bidder: Presence): number => (bidder.since ? millis(bidder.since) : 0);
  return [...bidders].sort(
    (one, other) => place(one) - place(other) || (place(one) === 0 ? since(one) - since(other) : 0),
  );
}

/** "Missing since 2:31pm" */
export function connectionWords({ connected, since, connections }: Presence, now: number): string {
  if (connected === null || connected === undefined) return "Not shown while names are hidden";
  const at = since ? clockTimeSeenAt(minute(since), now) : null;
  if (!connected) return at === null ? "Missing, not seen yet" : `Missing since ${at}`;
  const several = (connections ?? 1) > 1 ? `, ${count(connections ?? 1, "connection")}` : "";
  return at === null ? `Connected${several}` : `Connected since ${at}${several}`;
}

/** Seconds would only make the list restless. */
function minute(instant: string): number {
  return Math.floor(millis(instant) / 60_000) * 60_000;
}

/** "Terms not accepted, 4 offers, 3 refused bids, 3 of them in a row" */
export function recordWords({ terms_accepted, offers, refused, refused_in_a_row }: Presence): string {
  if (offers === null || offers === undefined) return "Not shown while names are hidden";
  const terms =
    terms_accepted === true ? "Terms accepted" : terms_accepted === false ? "Terms not accepted yet" : "";
  const in_a_row = (refused_in_a_row ?? 0) > 1 ? `, the last ${refused_in_a_row} in a row` : "";
  return [terms, count(offers, "offer"), `${count(refused ?? 0, "refused bid")}${in_a_row}`]
    .filter(Boolean)
    .join(", ");
}

/** What is known of the bidder's test of its connection, and of its practice; null while nothing can be known. */
export function readyWords(ready: ReadyFacts | null | undefined, now: number): string | null {
  if (ready === null || ready === undefined) return null;
  const { tested_at, round_trip_ms, clock_ms, practised_at } = ready;
  const trip = round_trip_ms == null ? "" : `, an answer in ${duration1(round_trip_ms)}`;
  const off = clock_ms == null ? "" : `, clock ${duration1(Math.abs(clock_ms))} off`;
  return [
    tested_at
      ? `Connection tested at ${clockTimeSeenAt(minute(tested_at), now)}${trip}${off}.`
      : "Connection not tested.",
    practised_at ? `Practised at ${clockTimeSeenAt(minute(practised_at), now)}.` : "Has not practised.",
  ].join(" ");
}

function duration1(ms: number): string {
  return ms < 1_000 ? count(Math.round(ms), "millisecond") : duration(ms);
}

/** "8 of 10 bidders are connected." for the bidders of some lots; null while that is hidden. */
export function backSentence(bidders: readonly Presence[]): string | null {
  const known = bidders.filter(({ connected }) => typeof connected === "boolean");
  if (known.length === 0) return null;
  const here = known.filter(({ connected }) => connected).length;
  if (here === known.length)
    return known.length === 1 ? "The bidder is connected." : `All ${known.length} bidders are connected.`;
  return `${here} of ${count(known.length, "bidder")} ${here === 1 ? "is" : "are"} connected.`;
}
