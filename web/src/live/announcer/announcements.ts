/**
 * Decides what is spoken after a change, from the state before and the state after it. `speaker.ts` decides when, and
 * the files of `words/` have the sentences.
 */
import type { LotMessage } from "../../protocol/names";
import { acceptedRank, acceptedSentence, notTaken, tooLarge, unknownOutcome } from "../../words/bid";
import {
  annulledSentence,
  awaySentence,
  cancelledWords,
  closedWords,
  excludedWords,
  pausedWords,
} from "../../words/lot";
import { noticeSentence } from "../../words/notices";
import { isOfAField, refusal } from "../../words/refusal";
import {
  closesNow,
  CONNECTED_AGAIN,
  lostSpoken,
  openedSentence,
  rankChange,
  timeMark,
} from "../../words/spoken";
import { leadSentence, timeLeft } from "../../words/standing";
import { awayFacts } from "../state/away";
import { isCurrent, isFresh, isSupplier, now, type State } from "../state/state";
import type { Speaker } from "./speaker";

/** What a person chose to hear. Answers to own bids and changes of the lot's state are always spoken. */
export type Level = "all" | "important" | "own";

const STABLE_MS = 2_000;
const CLOSE_HOLD_MS = 5_000;
const MARKS_MS: ReadonlyArray<[number, string]> = [
  [60_000, "1 minute"],
  [300_000, "5 minutes"],
];

export class Announcements {
  level: Level = "all";
  private state: State | null = null;
  private spoken_rank: number | null = null;
  private spoken_lead: string | null = null;

  constructor(private readonly speaker: Speaker) {}

  observe(before: State, after: State): void {
    this.state = after;
    const lot = after.lot;
    if (after.typed_local !== before.typed_local) this.speaker.keyPressed();
    if (lot === null) return;
    if (before.lot === null) {
      this.settle(lot);
      return;
    }
    if (after.away !== null && after.away !== before.away) {
      this.back(after, lot);
      return;
    }
    this.connection(before, after, lot);
    this.outcome(before, after, lot);
    if (before.lot === lot) {
      this.time(before, after, lot);
      return;
    }
    this.lotState(before.lot, after, lot);
    this.notices(before.lot, lot);
    this.closing(before.lot, lot);
    this.rank(before.lot, lot);
    this.time(before, after, lot);
  }

  private settle(lot: LotMessage): void {
    this.spoken_rank = lot.you?.rank ?? null;
    this.spoken_lead = leadSentence(lot);
  }

  private wants(level: "all" | "important"): boolean {
    return this.level === "all" || this.level === level;
  }

  private back(after: State, lot: LotMessage): void {
    this.speaker.dropWaiting();
    this.settle(lot);
    if (after.away === null) return;
    this.speaker.sayNow(awaySentence(awayFacts(after.away), lot));
  }

  private connection(before: State, after: State, lot: LotMessage): void {
    const asked = after.sent?.unknown === true && before.sent?.unknown === false;
    const unknown = asked ? unknownOutcome(after.sent?.total ?? "0", lot.event.currency) : null;
    const lost = isCurrent(before) && !isCurrent(after);
    if (lost) {
      // The waiting texts about ranks and times may no longer be true.
      this.speaker.dropWaiting();
      const text = lostSpoken(after.link.status === "signed_out", Boolean(after.lot?.you?.rank));
      this.speaker.sayUrgently([text, unknown].filter(Boolean).join(" "));
    } else if (unknown !== null) {
      this.speaker.sayUrgently(unknown);
    } else if (!isCurrent(before) && isCurrent(after) && before.link.status === "joined") {
      this.speaker.sayNow(CONNECTED_AGAIN);
    }
  }

  private outcome(before: State, after: State, lot: LotMessage): void {
    const { outcome } = after;
    const annulled = lot.you?.annulled?.annulled_at ?? null;
    if (annulled !== null && annulled !== before.lot?.you?.annulled?.annulled_at) {
      this.spoken_rank = lot.you?.rank ?? null;
      this.speaker.sayNow(annulledSentence(lot) ?? "");
    }
    if (outcome === null || outcome === before.outcome) return;
    if (outcome.kind === "accepted") {
      this.spoken_rank = outcome.rank;
      const rank = acceptedRank(outcome.rank, lot.market?.bidders ?? null, outcome.rank);
      this.speaker.sayNow(
        `${acceptedSentence(outcome.at, outcome.total, lot.event.currency)} ${rank}`.trim(),
      );
    } else if (outcome.kind === "refused") {
      // A refusal that takes the focus is read by the screen reader anyway.
      const focused = outcome.prompt && isOfAField(outcome.reason);
      if (!focused) this.speaker.sayUrgently(refusal(outcome, lot));
    } else if (outcome.kind === "too_large") {
      this.speaker.sayUrgently(tooLarge(outcome.total, lot.event.currency));
    } else if (outcome.kind === "not_taken") {
      this.speaker.sayUrgently(notTaken(outcome.code, outcome.message, outcome.total, lot.event.currency));
    }
  }

  private lotState(before: LotMessage, after: State, lot: LotMessage): void {
    if (!before.you?.excluded && lot.you?.excluded) {
      const { heading, text } = excludedWords(lot);
      this.speaker.sayNow(`${heading}. ${text}`);
    }
    if (before.state === lot.state) return;
    this.speaker.dropWaiting();
    const supplier = isSupplier(after);
    if (lot.state === "paused") {
      const { heading, text } = pausedWords(lot, now(after), supplier);
      this.speaker.sayUrgently(`${heading}. ${text}`);
    } else if (lot.state === "closed") {
      this.speaker.sayUrgently(closedWords(lot, now(after), supplier).text);
    } else if (lot.state === "cancelled") {
      const { heading, text } = cancelledWords(lot);
      this.speaker.sayUrgently(`${heading}. ${text}`);
    } else if (lot.state === "open") {
      this.speaker.sayNow(openedSentence(lot, now(after), before.state === "paused"));
    }
  }

  private notices(before: LotMessage, lot: LotMessage): void {
    const last = before.notices.at(-1)?.seq ?? 0;
    for (const notice of lot.notices) {
      if (notice.seq <= last) continue;
      if (notice.kind === "message" && this.wants("important")) {
        this.speaker.sayLater({ kind: `message ${notice.seq}`, text: () => noticeSentence(lot, notice) });
      } else if (notice.own) {
        // The rest of what happened to the bidder itself is spoken where its own part of the lot changes.
        if (notice.kind === "annulment_declined") this.speaker.sayNow(noticeSentence(lot, notice));
      } else if ((notice.kind === "bid_annulled" || notice.kind === "bidder_excluded") && this.wants("all")) {
        this.speaker.sayLater({ kind: notice.kind, text: () => noticeSentence(lot, notice) });
      }
    }
  }

  /** Waits for a moment, because extensions may follow each other and only the last closing time is true. */
  private closing(before: LotMessage, lot: LotMessage): void {
    if (before.state !== "open" || lot.state !== "open" || before.closes_at === lot.closes_at) return;
    if (!this.wants("important")) return;
    this.speaker.sayLater({
      kind: "close",
      hold_ms: CLOSE_HOLD_MS,
      text: () => {
        const present = this.state?.lot ?? lot;
        this.spoken_rank = present.you?.rank ?? this.spoken_rank;
        return closesNow(present);
      },
    });
  }

  /** The change since the last spoken rank, once the rank has not changed for two seconds. */
  private rank(before: LotMessage, lot: LotMessage): void {
    const own = lot.you !== undefined && lot.you !== null;
    const changed = own ? before.you?.rank !== lot.you?.rank : leadSentence(before) !== leadSentence(lot);
    if (!changed || lot.state !== "open" || !this.wants(own ? "important" : "all")) return;
    this.speaker.sayLater({
      kind: "rank",
      hold_ms: STABLE_MS,
      restarts_wait: true,
      waits_for_typing: true,
      text: () => (own ? this.rankText() : this.leadText()),
    });
  }

  private rankText(): string | null {
    const rank = this.state?.lot?.you?.rank ?? null;
    const was = this.spoken_rank;
    if (rank === was) return null;
    this.spoken_rank = rank;
    return rankChange(rank, was);
  }

  private leadText(): string | null {
    const lot = this.state?.lot ?? null;
    const lead = lot === null ? null : leadSentence(lot);
    if (lead === this.spoken_lead) return null;
    this.spoken_lead = lead;
    return lead;
  }

  private time(before: State, after: State, lot: LotMessage): void {
    if (before.lot === null || before.lot.state !== "open" || lot.state !== "open") return;
    const was = timeLeft(before.lot, now(before));
    const left = timeLeft(lot, now(after));
    if (was === null || left === null) return;
    const mark = MARKS_MS.find(([at]) => left <= at && was > at);
    if (mark === undefined || left === 0) return;
    const [at, name] = mark;
    if (!this.wants(at === 60_000 ? "important" : "all")) return;
    this.speaker.sayLater({
      kind: "time",
      text: () => timeMark(this.state?.lot ?? lot, name, isFresh(this.state ?? after)),
    });
  }
}
