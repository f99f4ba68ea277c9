/**
 * Decides what is spoken on a page of many lots, from each lot's state before and after a change. Answers to own offers
 * are spoken at once and one by one. Everything else that happens to several lots becomes one message.
 */
import type { LotMessage } from "../../protocol/names";
import type { Notice } from "../../protocol/ws";
import {
  acceptedRank,
  acceptedSentence,
  confirmationReason,
  notTaken,
  tooLarge,
  unknownOutcome,
} from "../../words/bid";
import {
  annulledSentence,
  awayChanges,
  cancelledWords,
  closedWords,
  excludedWords,
  pausedWords,
} from "../../words/lot";
import { changesIn, manyLead, ofLot } from "../../words/many-lots";
import {
  awayFromMany,
  closesMoved,
  noticeIn,
  openedTogether,
  ranksMoved,
  statesMoved,
  timeMarks,
} from "../../words/many-lots-spoken";
import { noticeSentence } from "../../words/notices";
import { refusal } from "../../words/refusal";
import { CONNECTED_AGAIN, lostSpoken, openedSentence, timeMark } from "../../words/spoken";
import { timeLeft } from "../../words/standing";
import type { Level } from "../announcer/announcements";
import type { Speaker } from "../announcer/speaker";
import { awayFacts } from "../state/away";
import { isCurrent, isFresh, now, type State } from "../state/state";

const STABLE_MS = 2_000;
const CLOSE_HOLD_MS = 5_000;
/** How long the lots take to come back one after the other. */
const BACK_HOLD_MS = 500;
const MARKS_MS: ReadonlyArray<[number, string]> = [
  [60_000, "1 minute"],
  [300_000, "5 minutes"],
];

type Moved = "paused" | "closed" | "cancelled" | "opened" | "restarted";

export class ManyAnnouncements {
  level: Level = "all";
  /** The newest state of each lot, in the order in which they were first known. */
  private readonly states = new Map<string, State>();
  private readonly spoken_ranks = new Map<string, number | null>();
  /** What is said at the next tick, so that what happens to many lots in one moment is one message. */
  private readonly moved = new Map<Moved, Set<string>>();
  private lost: "signed_out" | "waiting" | null = null;
  private back = false;
  private readonly unknown = new Set<string>();
  /** Lots of the waiting messages, by the kind of message. */
  private readonly waiting = new Map<string, Set<string>>();

  constructor(private readonly speaker: Speaker) {}

  observe(id: string, before: State, after: State): void {
    this.states.set(id, after);
    if (after.typed_local !== before.typed_local) this.speaker.keyPressed();
    const { lot } = after;
    if (lot === null) return;
    if (before.lot === null) {
      this.settle(id, lot);
      return;
    }
    if (after.away !== null && after.away !== before.away) {
      this.returned(id, lot);
      return;
    }
    this.connection(id, before, after);
    this.outcome(lot, before, after);
    if (before.lot !== lot) {
      this.lotState(id, before.lot, lot);
      this.notices(id, before.lot, lot);
      this.closing(id, before.lot, lot);
      this.rank(id, before.lot, lot);
    }
    this.time(id, before, after);
  }

  /** Says what has happened since the tick before. */
  tick(): void {
    this.sayConnection();
    for (const [kind, ids] of [...this.moved]) {
      this.moved.delete(kind);
      this.sayMoved(kind, this.known(ids));
    }
  }

  private settle(id: string, lot: LotMessage): void {
    this.spoken_ranks.set(id, lot.you?.rank ?? null);
  }

  private wants(level: "all" | "important"): boolean {
    return this.level === "all" || this.level === level;
  }

  private known(ids: Iterable<string>): State[] {
    return [...ids].map((id) => this.states.get(id)).filter((state) => state !== undefined);
  }

  /** Joins a lot to a message that waits, or begins one. */
  private later(
    kind: string,
    id: string,
    hold_ms: number,
    text: (ids: ReadonlySet<string>) => string | null,
  ): void {
    const ids = this.waiting.get(kind) ?? new Set<string>();
    this.waiting.set(kind, ids.add(id));
    const is_rank = kind === "rank";
    this.speaker.sayLater({
      kind,
      hold_ms,
      restarts_wait: is_rank || kind === "back",
      waits_for_typing: is_rank,
      text: () => {
        this.waiting.delete(kind);
        return text(ids);
      },
    });
  }

  private drop(): void {
    this.speaker.dropWaiting();
    this.waiting.clear();
  }

  private connection(id: string, before: State, after: State): void {
    if (after.sent?.unknown === true && before.sent?.unknown === false) this.unknown.add(id);
    if (isCurrent(before) && !isCurrent(after))
      this.lost = after.link.status === "signed_out" ? "signed_out" : "waiting";
    else if (!isCurrent(before) && isCurrent(after) && before.link.status === "joined") this.back = true;
  }

  private sayConnection(): void {
    const texts = this.known(this.unknown).map(({ lot, sent }) =>
      lot && sent ? ofLot(lot.title, unknownOutcome(sent.total, lot.event.currency)) : "",
    );
    this.unknown.clear();
    if (this.lost !== null) {
      // The waiting texts about ranks and times may no longer be true.
      this.drop();
      const has_place = [...this.states.values()].some(({ lot }) => Boolean(lot?.you?.rank));
      // The page itself says that the session has ended.
      if (this.lost === "waiting") texts.unshift(lostSpoken(false, has_place));
    } else if (this.back) {
      this.speaker.sayNow(CONNECTED_AGAIN);
    }
    this.lost = null;
    this.back = false;
    if (texts.length > 0) this.speaker.sayUrgently(texts.join(" "));
  }

  /** One summary for all lots that came back. */
  private returned(id: string, lot: LotMessage): void {
    this.settle(id, lot);
    this.later("back", id, BACK_HOLD_MS, (ids) => {
      const states = this.known(ids);
      const away = states.map(({ away }) => (away === null ? 0 : awayFacts(away).away_ms));
      const changes = states.flatMap(({ away, lot: one }) => {
        const changed = away === null || one === null ? [] : awayChanges(awayFacts(away), one);
        return one === null || changed.length === 0 ? [] : [changesIn(one.title, changed)];
      });
      return awayFromMany(Math.max(...away), changes, this.lead());
    });
  }

  private lead(): string {
    const states = [...this.states.values()];
    const lots = states.flatMap(({ lot }) => (lot === null ? [] : [lot]));
    const [first] = states;
    return first === undefined ? "" : manyLead(lots, now(first));
  }

  private outcome(lot: LotMessage, before: State, after: State): void {
    const annulled = lot.you?.annulled?.annulled_at ?? null;
    if (annulled !== null && annulled !== before.lot?.you?.annulled?.annulled_at) {
      this.settle(lot.lot, lot);
      this.speaker.sayNow(ofLot(lot.title, annulledSentence(lot) ?? ""));
    }
    if (
      before.sent !== null &&
      after.sent === null &&
      after.confirming !== null &&
      before.confirming === null
    )
      this.speaker.sayNow(ofLot(lot.title, confirmationReason(lot, after.confirming.because)));
    const { outcome } = after;
    if (outcome === null || outcome === before.outcome) return;
    const { currency } = lot.event;
    if (outcome.kind === "accepted") {
      this.spoken_ranks.set(lot.lot, outcome.rank);
      const rank = acceptedRank(outcome.rank, lot.market?.bidders ?? null, outcome.rank);
      const sentence = acceptedSentence(outcome.at, outcome.total, currency);
      this.speaker.sayNow(ofLot(lot.title, `${sentence} ${rank}`.trim()));
    } else if (outcome.kind === "refused") {
      this.speaker.sayUrgently(ofLot(lot.title, refusal(outcome, lot)));
    } else if (outcome.kind === "too_large") {
      this.speaker.sayUrgently(ofLot(lot.title, tooLarge(outcome.total, currency)));
    } else if (outcome.kind === "not_taken") {
      this.speaker.sayUrgently(
        ofLot(lot.title, notTaken(outcome.code, outcome.message, outcome.total, currency)),
      );
    }
  }

  private lotState(id: string, before: LotMessage, lot: LotMessage): void {
    if (!before.you?.excluded && lot.you?.excluded) {
      const { heading, text } = excludedWords(lot);
      this.speaker.sayNow(`${heading}. ${text}`);
    }
    if (before.state === lot.state || lot.state === "scheduled") return;
    const kind = lot.state !== "open" ? lot.state : before.state === "paused" ? "restarted" : "opened";
    const ids = this.moved.get(kind) ?? new Set<string>();
    this.moved.set(kind, ids.add(id));
  }

  private sayMoved(kind: Moved, states: readonly State[]): void {
    const [only] = states;
    if (only?.lot == null) return;
    const { lot } = only;
    const at = now(only);
    const titles = states.flatMap((state) => (state.lot === null ? [] : [state.lot.title]));
    const is_one = titles.length === 1;
    if (kind === "opened" || kind === "restarted") {
      const restarted = kind === "restarted";
      this.speaker.sayNow(is_one ? openedSentence(lot, at, restarted) : openedTogether(titles, restarted));
    } else if (!is_one) {
      this.speaker.sayUrgently(statesMoved(titles, kind));
    } else if (kind === "closed") {
      this.speaker.sayUrgently(closedWords(lot, at, true).text);
    } else {
      const { heading, text } = kind === "paused" ? pausedWords(lot, at, true) : cancelledWords(lot);
      this.speaker.sayUrgently(`${heading}. ${text}`);
    }
  }

  private notices(id: string, before: LotMessage, lot: LotMessage): void {
    const last = before.notices.at(-1)?.seq ?? 0;
    for (const notice of lot.notices) {
      if (notice.seq <= last) continue;
      if (notice.own) {
        // The rest of what happened to the bidder itself is spoken where its own part of the lot changes.
        if (notice.kind === "annulment_declined")
          this.speaker.sayNow(ofLot(lot.title, noticeSentence(lot, notice)));
      } else if (isSpoken(notice) && this.wants(notice.kind === "message" ? "important" : "all")) {
        const kind = `${notice.kind} ${notice.text ?? notice.reason ?? ""}`;
        this.later(kind, id, 0, (ids) => noticeIn(this.lotsOf(ids), notice));
      }
    }
  }

  private lotsOf(ids: ReadonlySet<string>): LotMessage[] {
    return this.known(ids).flatMap(({ lot }) => (lot === null ? [] : [lot]));
  }

  /** Waits for a moment, because extensions may follow each other and only the last closing time is true. */
  private closing(id: string, before: LotMessage, lot: LotMessage): void {
    if (before.state !== "open" || lot.state !== "open" || before.closes_at === lot.closes_at) return;
    if (!this.wants("important")) return;
    this.later("close", id, CLOSE_HOLD_MS, (ids) => {
      const lots = this.lotsOf(ids);
      // The sentence of one lot says the place too.
      const [only] = lots;
      if (lots.length === 1 && only !== undefined) this.settle(only.lot, only);
      return closesMoved(lots);
    });
  }

  /** The changes since the last spoken ranks, once none has changed for two seconds. */
  private rank(id: string, before: LotMessage, lot: LotMessage): void {
    if (before.you?.rank === lot.you?.rank || lot.state !== "open" || !this.wants("important")) return;
    this.later("rank", id, STABLE_MS, (ids) => {
      const moved = this.lotsOf(ids).flatMap((one) => {
        const rank = one.you?.rank ?? null;
        const was = this.spoken_ranks.get(one.lot) ?? null;
        this.spoken_ranks.set(one.lot, rank);
        return rank === was ? [] : [{ title: one.title, rank, was }];
      });
      return moved.length === 0 ? null : ranksMoved(moved);
    });
  }

  private time(id: string, before: State, after: State): void {
    if (before.lot?.state !== "open" || after.lot?.state !== "open") return;
    const was = timeLeft(before.lot, now(before));
    const left = timeLeft(after.lot, now(after));
    if (was === null || left === null) return;
    const mark = MARKS_MS.find(([at]) => left <= at && was > at);
    if (mark === undefined || left === 0) return;
    const [at, name] = mark;
    if (!this.wants(at === 60_000 ? "important" : "all")) return;
    this.later(`time ${name}`, id, 0, (ids) => {
      const states = this.known(ids).filter(({ lot }) => lot?.state === "open");
      const lots = states.flatMap(({ lot }) => (lot === null ? [] : [lot]));
      const [only] = lots;
      if (only === undefined) return null;
      if (lots.length === 1) return timeMark(only, name, isFresh(states[0] ?? after));
      return timeMarks(
        lots.map(({ title }) => title),
        name,
      );
    });
  }
}

function isSpoken({ kind }: Notice): boolean {
  return kind === "message" || kind === "bid_annulled" || kind === "bidder_excluded";
}
