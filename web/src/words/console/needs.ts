/** What needs a buyer in the lots of an event, oldest first: decisions, pauses, and bidders in trouble. Pure. */
import type { EventMessage, LotMessage, LotState, LotSummary, Presence, Refusal } from "../../protocol/names";
import { proposalInShort, proposalSentence, requestInShort, requestSentence } from "../buyer-acts";
import { count } from "../numbers";
import { reasonInShort } from "../refusal-in-short";
import { clockTime, clockTimeToSecond, millis } from "../time";
import { pausedInShort, pausedSentence } from "./rows";

/** From this many refused bids in a row on, a bidder may need help. */
export const REFUSED_IN_A_ROW = 3;
/** The last minutes, in which nobody's silence goes unnoticed. */
const LAST_MS = 300_000;

export type NeedKind = "request" | "proposal" | "waiting" | "paused" | "refusals" | "no_offer" | "gone";

export interface Need {
  /** The same for the same need as long as it lasts. */
  readonly key: string;
  readonly kind: NeedKind;
  /** When it began, by the server's clock; null where that is not known. */
  readonly since: number | null;
  readonly lot: string;
  readonly lot_title: string;
  /** All lots that it is about. */
  readonly lots: readonly string[];
  readonly sentence: string;
  /** The same in a few words, for a line of a narrow screen. */
  readonly in_short: string;
  /** The bidder to ring; null where it is about none, or its name is hidden. */
  readonly bidder: string | null;
}

export interface NeedFacts {
  readonly event: EventMessage;
  /** The lot itself, where it is followed because something waits in it. */
  readonly details: ReadonlyMap<string, LotMessage>;
  /** The person who looks: nobody approves what they proposed themselves. */
  readonly person: string;
  readonly now: number;
}

export function needsOf({ event, details, person, now }: NeedFacts): Need[] {
  const of_lots = event.lots
    .filter(({ state }) => isLive(state))
    .flatMap((lot) => [
      ...decisions(lot, details.get(lot.lot) ?? null, person),
      ...refused(lot),
      ...withoutOffers(lot, now),
    ]);
  return [...of_lots, ...paused(event.lots, now), ...gone(event, now)].sort(
    (one, other) => (one.since ?? 0) - (other.since ?? 0),
  );
}

/** Whether anything can still be decided in a lot. */
function isLive(state: LotState | null | undefined): boolean {
  return state === "open" || state === "paused" || state === "scheduled";
}

function need(lot: LotSummary, kind: NeedKind, about: string | number, rest: Partial<Need>): Need {
  const { lot: id, title: lot_title } = lot;
  const sentence = rest.sentence ?? "";
  const bare = { since: null, sentence, in_short: sentence, bidder: null, lots: [id] };
  return { key: `${kind} ${id} ${about}`, kind, lot: id, lot_title, ...bare, ...rest };
}

/** While the lot itself is not known yet, only how many things wait. */
function decisions(lot: LotSummary, details: LotMessage | null, person: string): Need[] {
  const waiting = waitingIn(lot);
  if (waiting === 0) return [];
  const requests = details?.requests ?? [];
  const proposals = details?.proposals ?? [];
  if (details === null || requests.length + proposals.length === 0) {
    const sentence = `${count(waiting, "thing")} ${waiting === 1 ? "waits" : "wait"} for a decision.`;
    const since = lot.waiting?.oldest_at ? millis(lot.waiting.oldest_at) : null;
    return [need(lot, "waiting", "", { sentence, since })];
  }
  return [
    ...requests.map((request) =>
      need(lot, "request", request.seq, {
        since: millis(request.at),
        sentence: requestSentence(details, request),
        in_short: requestInShort(details, request),
        bidder: request.bidder ?? null,
      }),
    ),
    ...proposals
      .filter(({ by }) => by !== person)
      .map((proposal) =>
        need(lot, "proposal", proposal.seq, {
          since: millis(proposal.at),
          sentence: proposalSentence(details, proposal),
          in_short: proposalInShort(proposal),
        }),
      ),
  ];
}

/** How many requests and proposals wait in a lot. It does not matter who made them. */
export function waitingIn({ waiting }: LotSummary): number {
  return (waiting?.requests ?? 0) + (waiting?.proposals ?? 0);
}

/** Lots that one cause has paused together are one line, however many they are. */
function paused(lots: readonly LotSummary[], now: number): Need[] {
  const groups: LotSummary[][] = [];
  for (const lot of lots.filter(({ state }) => state === "paused")) {
    const group = groups.find(([first]) => first !== undefined && pausedTogether(first, lot));
    if (group === undefined) groups.push([lot]);
    else group.push(lot);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const since = first.pause ? millis(first.pause.since) : null;
    const said = { sentence: pausedSentence(group, now), in_short: pausedInShort(first, now) };
    const lot_title = group.length === 1 ? first.title : count(group.length, "lot");
    const ids = group.map(({ lot }) => lot);
    return [need(first, "paused", since ?? "", { since, lots: ids, lot_title, ...said })];
  });
}

/** Lots are paused, and restarted by themselves, one after the other, also by the same act. */
const TOGETHER_MS = 10_000;

function pausedTogether(one: LotSummary, other: LotSummary): boolean {
  const [pause, others] = [one.pause, other.pause];
  return (
    pause?.cause === others?.cause &&
    pause?.reason === others?.reason &&
    areNear(pause?.since, others?.since) &&
    areNear(one.resumes_at, other.resumes_at)
  );
}

function areNear(one: string | null | undefined, other: string | null | undefined): boolean {
  if (!one || !other) return !one && !other;
  return Math.abs(millis(one) - millis(other)) <= TOGETHER_MS;
}

function refused(lot: LotSummary): Need[] {
  return (lot.repeatedly_refused ?? []).map((one) => {
    const { alias, name, bidder, refused_in_a_row } = one;
    const last = lot.refusals?.findLast((refusal) => refusal.alias === alias);
    const why = last === undefined ? "" : ` The last one: ${reasonInShort(last.reason)}.`;
    return need(lot, "refusals", alias, {
      since: streakBegan(lot.refusals ?? [], alias),
      sentence: `${name ?? alias} had ${count(refused_in_a_row, "bid")} refused in a row.${why}`,
      in_short: `${count(refused_in_a_row, "bid")} of ${name ?? alias} refused`,
      bidder: bidder ?? null,
    });
  });
}

/** When the third refusal of the present streak came; the oldest one that is known, where that is too long ago. */
function streakBegan(refusals: readonly Refusal[], alias: string): number | null {
  const own = refusals.filter((refusal) => refusal.alias === alias);
  const third = own.findLast(({ in_a_row }) => in_a_row === REFUSED_IN_A_ROW) ?? own[0];
  return third === undefined ? null : millis(third.at);
}

function withoutOffers(lot: LotSummary, now: number): Need[] {
  const closes = lastMinutes(lot, now);
  if (closes === null || lot.offers?.accepted !== 0) return [];
  const sentence = `Nobody has made an offer, and the lot closes at ${clockTime(closes)}.`;
  const in_short = `No offer yet, closes at ${clockTime(closes)}`;
  return [need(lot, "no_offer", "", { since: closes - LAST_MS, sentence, in_short })];
}

/** When the lot closes, where that is no more than five minutes away. */
function lastMinutes(lot: LotSummary, now: number): number | null {
  if (lot.state !== "open" || !lot.closes_at) return null;
  const closes = millis(lot.closes_at);
  return closes > now && closes - now <= LAST_MS ? closes : null;
}

/** Bidders that were connected, and are not while a lot of theirs is in its last minutes. One line for each bidder. */
function gone(event: EventMessage, now: number): Need[] {
  return (event.presence ?? []).flatMap((bidder) => {
    const { connected, since } = bidder;
    if (connected !== false || !since) return [];
    const lots = lotsOf(event, bidder)
      .map((lot) => ({ lot, closes: lastMinutes(lot, now) }))
      .filter((one): one is { lot: LotSummary; closes: number } => one.closes !== null)
      .sort((one, other) => one.closes - other.closes);
    const [first] = lots;
    if (first === undefined) return [];
    const others =
      lots.length === 1
        ? ""
        : ` So ${lots.length === 2 ? "does" : "do"} ${count(lots.length - 1, "other lot")} of its soon.`;
    const sentence = `${bidder.name} has not been connected since ${clockTimeToSecond(millis(since))}. ${first.lot.title} closes at ${clockTime(first.closes)}.${others}`;
    const began = Math.max(millis(since), first.closes - LAST_MS);
    const in_short = `${bidder.name} is gone`;
    return [
      need(first.lot, "gone", bidder.bidder, { since: began, sentence, in_short, bidder: bidder.bidder }),
    ];
  });
}

/** The lots that a bidder is invited to, in the document's order. */
export function lotsOf(event: EventMessage, bidder: Presence): LotSummary[] {
  const invited = new Set(bidder.lots.map(({ lot }) => lot));
  return event.lots.filter(({ lot }) => invited.has(lot));
}
