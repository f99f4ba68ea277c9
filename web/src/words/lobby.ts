/** The words of the lobby: when lots open, what is ready for them and what is not. Pure. */
import type { Lobby, LobbyLot, LobbyPerson, Ready, TermsAcceptance } from "../protocol/names";
import { count, sentenceCase } from "./numbers";
import { clockTimeAhead, clockTimeSeenAt, DAY_MS, duration, millis } from "./time";

/** An answer that takes longer is called slow. */
export const SLOW_MS = 500;
/** A device's clock that is off by more is called wrong. */
export const CLOCK_OFF_MS = 10_000;
const MINUTE_MS = 60_000;

export const GET_READY = "Get ready";
export const TERMS_NEEDED = "You cannot send an offer before you have accepted the terms.";
export const TERMS_RECORDED = "This is on the record of each of your lots.";
export const TERMS_FAILED = "The terms could not be accepted just now. Try again.";
export const NOT_MEASURED =
  "The test had no answer. Check your network, and test again. If it stays like this, ask for help at the foot of this page.";
export const NOT_NOTED =
  "The test was made, and the server could not note it. It counts here once you have tested again.";
export const NONE_READABLE = "None of your lots can be read at the moment.";
export const ALL_OVER = "Every lot of this event has ended.";

export type ThingKey = "terms" | "connection" | "practice" | "people" | "telephone";
export type Mark = "ready" | "not_ready" | "under_way";

/** One thing of the list that can be ready. Each mark is what the server knows, not what somebody ticked. */
export interface Thing {
  readonly key: ThingKey;
  readonly name: string;
  readonly mark: Mark;
  readonly words: string;
}

export const MARK_NAMES: Readonly<Record<Mark, string>> = {
  ready: "Ready",
  not_ready: "Not ready yet",
  under_way: "Under way",
};

export function isOver({ state }: Pick<LobbyLot, "state">): boolean {
  return state === "closed" || state === "cancelled";
}

/** What the person has besides what the lobby says. */
interface OwnFacts {
  readonly person: string;
  readonly telephone?: string | null;
  readonly org_name?: string | null;
}

/** The things that count, in the order of the list. An event without terms has one less. */
export function things(lobby: Lobby, lots: readonly LobbyLot[], own: OwnFacts, now: number): Thing[] {
  return [
    ...(lobby.event.terms == null ? [] : [terms(lobby, lots, own, now)]),
    connection(lobby.ready ?? null, now),
    practice(lobby, now),
    people(lobby, own),
    telephone(own),
  ];
}

export const NOT_TESTED = "Connection not tested. Has not practised.";

export const HIDDEN_FROM_BUYER =
  "Who is connected, the connection test and the practice are not shown while a lot that hides the bidders' names from you is open or paused.";

/** "This is what Acme Medical Ltd reads before its lots open." */
export function lookingAs(name: string): string {
  return `This is what ${name} reads before its lots open.`;
}

export const ONLY_TO_LOOK_AT =
  "You can look at it here. Only the bidder can accept terms, test and practise.";

/** "2 people can bid. 1 is here now.", of the bidder whom a buyer looks at. */
export function whoBids({ people }: Lobby): string {
  if (people.length === 0) return "Nobody can sign in for this bidder.";
  const can = `${count(people.length, "person", "people")} can bid.`;
  const here = people.filter(({ connected }) => connected === true).length;
  return isHiddenFromBuyer(people) ? can : `${can} ${hereWords(here)}`;
}

/** "Bea Hall: here now". A buyer is not told when somebody signed in. */
export function personOfBidder({ name, connected }: LobbyPerson): string {
  const who = name ?? "A person without a name";
  if (connected === null) return who;
  return `${who}: ${connected ? "here now" : "not here"}`;
}

/** Whether the buyer may not know who is connected. */
export function isHiddenFromBuyer(people: readonly LobbyPerson[]): boolean {
  return people.some(({ connected }) => connected === null);
}

/** Whether a lot still waits for the bidder to accept the terms. */
export function waitsForTerms(lots: readonly LobbyLot[]): boolean {
  return lots.some((lot) => !isOver(lot) && lot.you?.terms_accepted === false);
}

function terms(lobby: Lobby, lots: readonly LobbyLot[], own: OwnFacts, now: number): Thing {
  const waits = waitsForTerms(lots);
  return {
    key: "terms",
    name: "Terms",
    mark: waits ? "not_ready" : "ready",
    words: waits ? TERMS_NEEDED : acceptedWords(lobby.terms_accepted ?? null, own.person, now),
  };
}

/** "Bea Hall accepted the terms at 2:14pm, UK time." Without a record that is loaded yet, only that it is so. */
export function acceptedWords(accepted: TermsAcceptance | null, self: string, now: number): string {
  if (accepted === null) return "The terms are accepted.";
  const who = accepted.by === self ? "You" : (accepted.by_name ?? "A person of your organisation");
  return `${who} accepted the terms at ${seenAt(accepted.at, now)}, UK time.`;
}

function connection(ready: Ready | null, now: number): Thing {
  const name = "Connection and clock";
  const tested_at = ready?.tested_at ?? null;
  if (ready === null || tested_at === null) {
    return {
      key: "connection",
      name,
      mark: "not_ready",
      words:
        "Nobody at your organisation has tested it yet. Test it on the device and in the place from which you will bid.",
    };
  }
  const is_old = now - millis(tested_at) > DAY_MS;
  const [round_trip, clock] = [ready.round_trip_ms ?? 0, ready.clock_ms ?? 0];
  const again = is_old ? " That was more than a day ago: test it again on the day." : "";
  return {
    key: "connection",
    name,
    mark: isGood(round_trip, clock) && !is_old ? "ready" : "not_ready",
    words: `Tested at ${seenAt(tested_at, now)}. ${measuredSentence(round_trip, clock)}${again}`,
  };
}

function isGood(round_trip_ms: number, clock_ms: number): boolean {
  return round_trip_ms <= SLOW_MS && Math.abs(clock_ms) <= CLOCK_OFF_MS;
}

/** "Good: an answer takes 48 milliseconds, and the clock of the device is right." */
export function measuredSentence(round_trip_ms: number, clock_ms: number): string {
  const takes = `an answer takes ${length(round_trip_ms)}`;
  const slow =
    round_trip_ms > SLOW_MS
      ? `Slow: ${takes}. Use a cable or move closer to your router, and close other programs that use the network. Then test again.`
      : null;
  const clock = clockSentence(clock_ms);
  if (slow === null && clock === null) return `Good: ${takes}, and the clock of the device is right.`;
  const good = slow === null ? `${sentenceCase(takes)}, which is good.` : slow;
  return [good, clock].filter((one) => one !== null).join(" ");
}

function clockSentence(clock_ms: number): string | null {
  const off = Math.abs(clock_ms);
  if (off <= CLOCK_OFF_MS) return null;
  const side = clock_ms > 0 ? "fast" : "slow";
  return `The clock of the device is ${duration(off)} ${side}. These pages count by the server's clock, and your offers are stamped when they reach us, so nothing is lost. Other clocks of the device would mislead you: let it set its time by itself, then test again.`;
}

function length(ms: number): string {
  return ms < 1_000 ? count(ms, "millisecond") : `${(ms / 1_000).toFixed(1)} seconds`;
}

function practice({ practice: running, ready }: Lobby, now: number): Thing {
  const name = "Practice";
  if (running != null) {
    const until = seenAt(running.closes_at, now);
    const words = `Your organisation practises now, until ${until} if no offer moves the close.`;
    return { key: "practice", name, mark: "under_way", words };
  }
  const done = ready?.practised_at ?? null;
  if (done !== null) return { key: "practice", name, mark: "ready", words: `Done at ${seenAt(done, now)}.` };
  return {
    key: "practice",
    name,
    mark: "not_ready",
    words:
      "Bid for five minutes against three scripted rivals, under the rules of your lot. Nothing follows from it. It counts as done once it has ended and one of your offers was accepted.",
  };
}

function people(lobby: Lobby, { org_name }: OwnFacts): Thing {
  const here = lobby.people.filter(({ connected }) => connected === true).length;
  const all = lobby.people.length;
  const who = org_name ?? lobby.bidder_name;
  const can = `${count(all, "person", "people")} can bid for ${who}`;
  const alone =
    all === 1 ? " If this person cannot be here, nobody can bid: have a colleague invited in good time." : "";
  return {
    key: "people",
    name: "Who bids for us",
    mark: here > 0 ? "ready" : "not_ready",
    words: all === 0 ? "Nobody can sign in for your organisation." : `${can}. ${hereWords(here)}${alone}`,
  };
}

function hereWords(here: number): string {
  if (here === 0) return "Nobody is here at the moment.";
  return here === 1 ? "1 is here now." : `${here} are here now.`;
}

/** "Bea Hall (you): here now" */
export function personLine(
  { person, name, connected, last_sign_in }: LobbyPerson,
  self: string,
  now: number,
): string {
  const who = `${name ?? "A person without a name"}${person === self ? " (you)" : ""}`;
  if (connected) return `${who}: here now`;
  return last_sign_in == null
    ? `${who}: has not signed in yet`
    : `${who}: last signed in at ${seenAt(last_sign_in, now)}`;
}

function telephone({ telephone: number }: OwnFacts): Thing {
  return {
    key: "telephone",
    name: "Your telephone number",
    mark: number ? "ready" : "not_ready",
    words: number
      ? `The buyer can ring you on ${number}, for example if you lose your connection.`
      : "The buyer has no number on which to ring you if you lose your connection.",
  };
}

/** "2 of 5 things are ready." */
export function readySentence(list: readonly Thing[]): string {
  const ready = list.filter(({ mark }) => mark === "ready").length;
  if (ready === list.length) return `All ${list.length} things are ready.`;
  return `${ready} of ${list.length} things ${ready === 1 ? "is" : "are"} ready.`;
}

/** "Nitrile opens in 43 minutes.", "2 lots are open." */
export function leadSentence(lots: readonly LobbyLot[], now: number): string {
  const open = lots.filter(({ state }) => state === "open");
  const paused = lots.filter(({ state }) => state === "paused");
  if (open.length > 0) return `${areWhat(open, "open")}.`;
  if (paused.length > 0) return `${areWhat(paused, "paused")}.`;
  const coming = lots.filter(({ state }) => state === "scheduled");
  if (coming.length === 0) return lots.length === 0 ? NONE_READABLE : ALL_OVER;
  const first_at = Math.min(...coming.map(({ opens_at }) => millis(opens_at)));
  const first = coming.filter(({ opens_at }) => millis(opens_at) === first_at);
  const [only] = first;
  const name = first.length === 1 && only !== undefined ? `${only.title} opens` : `${first.length} lots open`;
  return `${name} ${inWords(first_at - now)}.`;
}

function areWhat(lots: readonly LobbyLot[], what: string): string {
  const [only] = lots;
  return lots.length === 1 && only !== undefined
    ? `${only.title} is ${what}`
    : `${lots.length} lots are ${what}`;
}

/** "in 43 minutes": without seconds as long as these do not matter. */
function inWords(left: number): string {
  if (left <= 0) return "any moment now";
  const coarse = left >= 2 * MINUTE_MS ? Math.floor(left / MINUTE_MS) * MINUTE_MS : left;
  return `in ${duration(coarse)}`;
}

/** What the page is about, for its title: "Open now". */
export function stateOfLots(lots: readonly LobbyLot[]): string {
  if (lots.some(({ state }) => state === "open")) return "Open now";
  if (lots.some(({ state }) => state === "paused")) return "Paused";
  return lots.some(({ state }) => state === "scheduled") ? GET_READY : "Ended";
}

/** "Opens at 2pm on Tuesday 1 December 2026. Closes at 2:30pm, and at 3:15pm at the latest." */
export function timesSentence({ opens_at, closes_at, latest_close }: LobbyLot, now: number): string {
  const opens = `Opens at ${ahead(opens_at, now)}.`;
  if (!closes_at) return opens;
  const closes = `${opens} Closes at ${ahead(closes_at, now)}`;
  if (latest_close == null) return `${closes}. Offers can move the close, and no latest time is set.`;
  return millis(latest_close) > millis(closes_at)
    ? `${closes}. Offers can move the close, to ${ahead(latest_close, now)} at the latest.`
    : `${closes}. Offers do not move the close.`;
}

/** What has changed while the person looked on: "Nitrile is open. It closes at 2:47pm." Null where nothing has. */
export function changedSentence(changed: readonly LobbyLot[], now: number): string | null {
  const opened = changed.filter(({ state }) => state === "open");
  const [only] = opened;
  const closes = opened.length === 1 && only?.closes_at ? ` It closes at ${ahead(only.closes_at, now)}.` : "";
  const sentences = [
    named(opened, "open") + closes,
    named(
      changed.filter(({ state }) => state === "paused"),
      "paused",
    ),
    named(
      changed.filter(({ state }) => state === "closed"),
      "closed",
    ),
    named(
      changed.filter(({ state }) => state === "cancelled"),
      "cancelled",
    ),
  ].filter(Boolean);
  return sentences.length === 0 ? null : sentences.join(" ");
}

/** Three names can be listened to; of more lots only their number is said. */
const NAMED_MAX = 3;

function named(lots: readonly LobbyLot[], what: string): string {
  if (lots.length === 0) return "";
  if (lots.length > NAMED_MAX) return `${lots.length} lots are ${what}.`;
  const titles = lots.map(({ title }) => title);
  const last = titles.pop() ?? "";
  const list = titles.length === 0 ? last : `${titles.join(", ")} and ${last}`;
  return `${list} ${lots.length === 1 ? "is" : "are"} ${what}.`;
}

function seenAt(instant: string, now: number): string {
  return clockTimeSeenAt(Math.floor(millis(instant) / MINUTE_MS) * MINUTE_MS, now);
}

function ahead(instant: string, now: number): string {
  return clockTimeAhead(millis(instant), now);
}
