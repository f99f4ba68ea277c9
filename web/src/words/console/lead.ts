/** The sentence that a console leads with, and the title of its page. Pure. */
import type { EventMessage, LotSummary } from "../../protocol/names";
import { count } from "../numbers";
import { clockTimeAhead, digits, millis } from "../time";
import { leftOf } from "./rows";

/** "3 of 12 lots are open. 2 things need you." For one who does not act they need a buyer. */
export function consoleSentence(event: EventMessage, needs: number, acts: boolean, now: number): string {
  const whom = acts ? "you" : "a buyer";
  const needed =
    needs === 0
      ? `Nothing needs ${whom}.`
      : `${count(needs, "thing")} ${needs === 1 ? "needs" : "need"} ${whom}.`;
  return hasEnded(event) ? endedSentence(event) : `${lotsSentence(event, now)} ${needed}`;
}

/** Whether all lots are over. A lot that cannot be read is not known to be. */
export function hasEnded({ lots }: EventMessage): boolean {
  return lots.length > 0 && lots.every(({ state }) => state === "closed" || state === "cancelled");
}

function endedSentence({ lots }: EventMessage): string {
  const cancelled = lots.filter(({ state }) => state === "cancelled").length;
  const of = cancelled === 0 ? "" : ` ${cancelled} of them ${cancelled === 1 ? "was" : "were"} cancelled.`;
  return lots.length === 1
    ? `The lot has ended${cancelled === 1 ? ": it was cancelled" : ""}.`
    : `All ${lots.length} lots have ended.${of}`;
}

function lotsSentence({ lots }: EventMessage, now: number): string {
  const counted = (wanted: LotSummary["state"]): number =>
    lots.filter(({ state }) => state === wanted).length;
  const [open, paused] = [counted("open"), counted("paused")];
  const of = lots.length === 1 ? "" : ` of ${lots.length}`;
  const are = (n: number): string => (n === 1 ? "is" : "are");
  if (open + paused === 0) return nextSentence(lots, now);
  const parts = [
    open > 0 || paused === 0 ? `${lots.length === 1 ? "1 lot" : `${open}${of} lots`} ${are(open)} open` : "",
    paused > 0
      ? `${open > 0 ? paused : `${lots.length === 1 ? "1 lot" : `${paused}${of} lots`}`} ${are(paused)} paused`
      : "",
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function nextSentence(lots: readonly LotSummary[], now: number): string {
  const [next] = lots
    .flatMap(({ state, title, opens_at }) =>
      state === "scheduled" && opens_at ? [{ title, at: millis(opens_at) }] : [],
    )
    .sort((one, other) => one.at - other.at);
  return next === undefined
    ? "No lot is open."
    : `No lot is open. ${next.title} opens at ${clockTimeAhead(next.at, now)}.`;
}

/** "(2) Lot 3 0:58": what needs a decision, then the lot that is looked at, else the one that closes next. */
export function consoleTitle(
  event: EventMessage,
  chosen: string | null,
  needs: number,
  is_current: boolean,
  now: number,
): string {
  const waiting = needs > 0 && is_current ? `(${needs}) ` : "";
  const first = is_current || hasEnded(event) ? titleLot(event, chosen, now) : "Not connected";
  return [`${waiting}${first}`, event.title, "Console", "fairlot"].filter(Boolean).join(" \u2013 ");
}

function titleLot(event: EventMessage, chosen: string | null, now: number): string {
  const running = event.lots.filter(({ state }) => state === "open");
  const lot = event.lots.find((one) => one.lot === chosen) ?? nextToClose(running);
  if (lot === undefined) return hasEnded(event) ? "All lots have ended" : "";
  const left = lot.state === "open" ? leftOf(lot, now) : null;
  if (left !== null) return `${lot.title} ${digits(left)}`;
  return lot.state === "paused" ? `${lot.title} paused` : lot.title;
}

function nextToClose(lots: readonly LotSummary[]): LotSummary | undefined {
  return [...lots].sort((one, other) => closeOf(one) - closeOf(other))[0];
}

function closeOf({ closes_at }: LotSummary): number {
  return closes_at ? millis(closes_at) : Number.POSITIVE_INFINITY;
}
