/** What an act would do, as sentences: from the lot before it and after it, as the server sees them. Pure. */
import type { ActPreview, LotMessage, LotSide, Presence } from "../../protocol/names";
import { noticeSentence } from "../notices";
import { count, money, ordinal, points, sentenceCase } from "../numbers";
import { stateName } from "../standing";
import { clockTimeSeenAt, duration, millis } from "../time";
import { savingInShort } from "./rows";

/** Two closes nearer to each other than this leave a bidder in both too little time. */
const APART_MS = 120_000;

/** How one alias is called: by its name, where the viewer may know it. */
export type NameOf = (alias: string) => string;

/** What changes, one sentence each. What does not change, but might be feared to, is said too. */
export function whatWillBe(
  { before, after, at }: Pick<ActPreview, "before" | "after" | "at">,
  currency: string,
  nameOf: NameOf,
): string[] {
  const now = millis(at);
  return [
    ...stateSentences(before, after, now),
    ...closeSentences(before, after, now),
    ...excludedSentences(before, after, nameOf),
    ...rankingSentences(before, after, currency, nameOf),
    ...savingSentences(before, after, currency),
  ];
}

/** The sentences that hold in each lot, said once, and for each lot the others. */
export function saidOnce(lots: ReadonlyArray<readonly string[]>): {
  readonly shared: readonly string[];
  readonly own: ReadonlyArray<readonly string[]>;
} {
  const [first = []] = lots;
  const shared = first.filter((sentence) => lots.every((said) => said.includes(sentence)));
  return { shared, own: lots.map((said) => said.filter((sentence) => !shared.includes(sentence))) };
}

function stateSentences(before: LotSide, after: LotSide, now: number): string[] {
  if (before.state === after.state) return [];
  const restart = after.resumes_at
    ? ` It restarts by itself at ${clockTimeSeenAt(millis(after.resumes_at), now)}, in ${duration(millis(after.resumes_at) - now)}.`
    : "";
  return [
    `It is ${stateName(before.state).toLowerCase()} now, and will be ${stateName(after.state).toLowerCase()}.${restart}`,
  ];
}

function closeSentences(before: LotSide, after: LotSide, now: number): string[] {
  if (after.state === "closed" || after.state === "cancelled") return [];
  const closes = (side: LotSide): string => clockTimeSeenAt(millis(side.closes_at), now);
  if (after.state === "paused" && before.state === "open") {
    const left = duration(Math.max(0, millis(before.closes_at) - now));
    return [`Its clock stops with ${left} left, and all of it comes back.`];
  }
  const latest =
    after.latest_close && after.latest_close !== before.latest_close
      ? ` The latest possible close becomes ${clockTimeSeenAt(millis(after.latest_close), now)}.`
      : "";
  if (after.closes_at !== before.closes_at || before.state === "paused") {
    return after.state === "open"
      ? [`It closes at ${closes(after)}${moved(before, after, now)}.${latest}`]
      : [];
  }
  return after.state === "open" ? [`The closing time stays ${closes(after)}.`] : [];
}

function moved(before: LotSide, after: LotSide, now: number): string {
  if (before.state === "paused") return `, in ${duration(millis(after.closes_at) - now)}`;
  return `, not at ${clockTimeSeenAt(millis(before.closes_at), now)}`;
}

function excludedSentences(before: LotSide, after: LotSide, nameOf: NameOf): string[] {
  return after.excluded
    .filter((alias) => !before.excluded.includes(alias))
    .map((alias) => `${nameOf(alias)} is excluded. None of its offers counts any more.`);
}

function rankingSentences(before: LotSide, after: LotSide, currency: string, nameOf: NameOf): string[] {
  if (after.state === "cancelled") return ["No offer counts, and there is no result."];
  const was = new Map(before.ranking.map((place) => [place.alias, place]));
  const is = new Map(after.ranking.map((place) => [place.alias, place]));
  const lost = before.ranking
    .filter(({ alias }) => !is.has(alias) && !after.excluded.includes(alias))
    .map(
      ({ alias, total }) =>
        `${nameOf(alias)} loses its offer of ${money(total, currency)}, and has none then.`,
    );
  const changed = after.ranking.flatMap((place) => {
    const { alias, rank, total, score } = place;
    const old = was.get(alias);
    if (old !== undefined && old.total !== total) {
      return [
        `${nameOf(alias)} loses its offer of ${money(old.total, currency)}, goes back to ${money(total, currency)}, and is ${ordinal(rank)}.`,
      ];
    }
    if (old === undefined || old.rank !== rank) {
      const scored = score ? ` with ${points(score)}` : "";
      return [
        `${nameOf(alias)} becomes ${ordinal(rank)}${scored}${old === undefined ? "" : `; it is ${ordinal(old.rank)} now`}.`,
      ];
    }
    return [];
  });
  return lost.length + changed.length === 0 && after.ranking.length > 0
    ? ["The ranking stays as it is."]
    : [...lost, ...changed];
}

function savingSentences(before: LotSide, after: LotSide, currency: string): string[] {
  if (after.state === "cancelled" || before.saving?.saving === after.saving?.saving) return [];
  const said = (side: LotSide): string | null => savingInShort({ saving: side.saving ?? null }, currency);
  const then = said(after);
  if (then === null) return ["Without a lead there is no saving to show."];
  const now = said(before);
  return [`At the lead then: ${lower(then)} a year.${now === null ? "" : ` Now: ${lower(now)}.`}`];
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/**
 * The notice that bidders would read. `typed` is the reason or the message as it stands in the form now: a preview is not
 * asked for again at each key.
 */
export function toldSentence(
  { told }: ActPreview,
  lot: LotMessage,
  typed: { reason: string; text: string },
  nameOf: NameOf,
): string {
  if (!told) return "Bidders are told nothing.";
  const { kind, cause, closes_at, to } = told;
  const notice = {
    seq: Number.MAX_SAFE_INTEGER,
    at: told.at,
    kind,
    cause: cause ?? null,
    closes_at: closes_at ?? null,
  };
  const reason = typed.reason === "" ? "\u2026" : typed.reason;
  const text = typed.text === "" ? "\u2026" : typed.text;
  const said = noticeSentence(lot, { ...notice, reason, text });
  return `${to ? `${nameOf(to)} alone reads` : "All bidders of the lot read"}: \u201c${said}\u201d`;
}

/** Which closes would be too near to each other; null where all are far enough apart. */
export function closesTooNear(closes: ReadonlyArray<{ title: string; closes_at: string }>): string | null {
  const sorted = [...closes].sort((one, other) => millis(one.closes_at) - millis(other.closes_at));
  const near = sorted.flatMap((one, nth) => {
    const next = sorted[nth + 1];
    if (next === undefined || millis(next.closes_at) - millis(one.closes_at) >= APART_MS) return [];
    return [`${one.title} and ${next.title}`];
  });
  if (near.length === 0) return null;
  const shown = near.slice(0, 3).join("; ");
  const more = near.length > 3 ? `; and ${count(near.length - 3, "other pair")}` : "";
  return `These would close within ${duration(APART_MS)} of each other: ${shown}${more}. Bidders in both have little time. You can restart them one by one, or move a closing time later.`;
}

/** The bidders of some lots, each once. */
export function biddersOf(presence: readonly Presence[], lots: readonly string[]): Presence[] {
  return presence.filter((bidder) => bidder.lots.some(({ lot }) => lots.includes(lot)));
}

export function waitsSentence(): string {
  return sentenceCase(
    "a second buyer has to approve this before it takes effect. What stands here is what will be then.",
  );
}
