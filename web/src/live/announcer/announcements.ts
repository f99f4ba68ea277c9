/**
 * What is spoken when the state changes. One place decides it, from the state before and the state after;
 * when it is spoken is `speaker.ts`, in which words is the folder `words`.
 */
import type { LotMessage } from "../../protocol/names";
import { acceptedRank, acceptedSentence, notTaken, unknownOutcome } from "../../words/bid";
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
import { isFresh, isSupplier, now, type State } from "../state/state";
import type { Speaker } from "./speaker";

/** What a person wants to hear. Own outcomes and the lot's own state are never turned off. */
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
    if (after.typed_local !== before.typed_local) this.speaker.typing();
    if (lot === null) return;
    if (before.lot === null) {
      this.settle(lot);
      return;
    }
    if (after.away !== null && after.away !== before.away) {
      this.back(after, lot);
      return;
    }
    this.connection(before, after);
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
    this.speaker.forget();
    this.settle(lot);
    if (after.away === null) return;
    this.speaker.own(awaySentence(awayFacts(after.away)));
  }

  private connection(before: State, after: State): void {
    const asked = after.sent?.unknown === true && before.sent?.unknown === false;
    const unknown = asked ? unknownOutcome(after.sent?.total ?? "0") : null;
    const lost = isFresh(before) && !isFresh(after);
    if (lost) {
      // What waited to be said of ranks and times may be untrue by now.
      this.speaker.forget();
      const text = lostSpoken(after.link.status === "signed_out", Boolean(after.lot?.you?.rank));
      this.speaker.alarm([text, unknown].filter(Boolean).join(" "));
    } else if (unknown !== null) {
      this.speaker.alarm(unknown);
    } else if (!isFresh(before) && isFresh(after) && before.link.status === "joined") {
      this.speaker.own(CONNECTED_AGAIN);
    }
  }

  private outcome(before: State, after: State, lot: LotMessage): void {
    const { outcome } = after;
    if (after.annulled !== null && after.annulled !== before.annulled) {
      this.spoken_rank = lot.you?.rank ?? null;
      this.speaker.own(annulledSentence(lot, after.annulled.was_total, after.annulled.reason));
    }
    if (outcome === null || outcome === before.outcome) return;
    if (outcome.kind === "accepted") {
      this.spoken_rank = outcome.rank;
      const rank = acceptedRank(outcome.rank, lot.market?.bidders ?? null, outcome.rank);
      this.speaker.own(`${acceptedSentence(outcome.at, outcome.total)} ${rank}`.trim());
    } else if (outcome.kind === "refused") {
      // A field's refusal that comes while the person waits takes the focus, which reads it.
      const focused = outcome.prompt && isOfAField(outcome.reason);
      if (!focused) this.speaker.alarm(refusal(outcome, lot));
    } else if (outcome.kind === "not_taken") {
      this.speaker.alarm(notTaken(outcome.code, outcome.message, outcome.total));
    }
  }

  private lotState(before: LotMessage, after: State, lot: LotMessage): void {
    if (!before.you?.excluded && lot.you?.excluded) this.speaker.own(`${excludedWords(lot).heading}.`);
    if (before.state === lot.state) return;
    this.speaker.forget();
    const supplier = isSupplier(after);
    if (lot.state === "paused") {
      const { heading, text } = pausedWords(lot, now(after), supplier);
      this.speaker.alarm(`${heading}. ${text}`);
    } else if (lot.state === "closed") {
      this.speaker.alarm(closedWords(lot, now(after), supplier).text);
    } else if (lot.state === "cancelled") {
      const { heading, text } = cancelledWords(lot);
      this.speaker.alarm(`${heading}. ${text}`);
    } else if (lot.state === "open") {
      this.speaker.own(openedSentence(lot, now(after), before.state === "paused"));
    }
  }

  private notices(before: LotMessage, lot: LotMessage): void {
    const last = before.notices.at(-1)?.seq ?? 0;
    for (const notice of lot.notices) {
      if (notice.seq <= last) continue;
      if (notice.kind === "message" && this.wants("important")) {
        this.speaker.later({ kind: `message ${notice.seq}`, text: () => noticeSentence(lot, notice) });
      } else if ((notice.kind === "bid_annulled" || notice.kind === "bidder_excluded") && this.wants("all")) {
        this.speaker.later({ kind: notice.kind, text: () => noticeSentence(lot, notice) });
      }
    }
  }

  /** Held for a moment: extensions come in bursts, and only the last closing time is true. */
  private closing(before: LotMessage, lot: LotMessage): void {
    if (before.state !== "open" || lot.state !== "open" || before.closes_at === lot.closes_at) return;
    if (!this.wants("important")) return;
    this.speaker.later({
      kind: "close",
      hold_ms: CLOSE_HOLD_MS,
      text: () => {
        const present = this.state?.lot ?? lot;
        this.spoken_rank = present.you?.rank ?? this.spoken_rank;
        return closesNow(present);
      },
    });
  }

  /** The net change since the last one spoken, once it has stood for two seconds. */
  private rank(before: LotMessage, lot: LotMessage): void {
    const own = lot.you !== undefined && lot.you !== null;
    const changed = own ? before.you?.rank !== lot.you?.rank : leadSentence(before) !== leadSentence(lot);
    if (!changed || lot.state !== "open" || !this.wants(own ? "important" : "all")) return;
    this.speaker.later({
      kind: "rank",
      hold_ms: STABLE_MS,
      anew: true,
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
    this.speaker.later({
      kind: "time",
      text: () => timeMark(this.state?.lot ?? lot, name, isFresh(this.state ?? after)),
    });
  }
}
