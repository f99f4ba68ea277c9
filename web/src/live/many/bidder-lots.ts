/**
 * The lots of one event in which a bidder takes part, over one connection. Has what the lots share: the connection, one
 * timer, announcements, sound, the review of typed offers and the outcomes of those that were sent together.
 */
import { lotStatus } from "../../api/lots";
import type { Choices, LotListed, LotMessage, Person } from "../../protocol/names";
import { Speaker, type Voice } from "../announcer/speaker";
import { Connection } from "../connection";
import { SoundSwitch } from "../sound/sound-switch";
import type { Act } from "../state/acts";
import { isCurrent, isFresh, isOver, type SentBid, staleMs, type State } from "../state/state";
import { ManyAnnouncements } from "./announcements";
import { afterAnswer, type SentTogether } from "./batch";
import { type Line, lineAfter, lineTime, newLine } from "./line";
import { LotOfMany } from "./lot-of-many";
import { isDrafted, type Reviewed, reviewed } from "./review";

const TICK_MS = 200;
/** A tick as late as this means that the machine or the tab was suspended. */
const SUSPENDED_MS = 3_000;

/** What a person chose to send from the review. */
export interface Chosen {
  readonly reviewed: Reviewed;
  /** The person has confirmed a large drop. */
  readonly confirmed: boolean;
}

export class BidderLots {
  /** In the order of the event. */
  readonly lots: readonly LotOfMany[];
  line: Line = newLine(Date.now());
  /** The offers that are being reviewed; null while none are. */
  reviewing: readonly Reviewed[] | null = null;
  /** What was last sent together. */
  batch: readonly SentTogether[] = [];
  choices: Choices;
  private readonly by_id: ReadonlyMap<string, LotOfMany>;
  private readonly connection: Connection;
  private readonly announcements: ManyAnnouncements;
  private readonly watchers = new Set<() => void>();
  private readonly time_watchers = new Set<() => void>();
  private ticking: ReturnType<typeof setInterval> | undefined;
  private readonly sound = new SoundSwitch(() => import("../sound/sound").then(({ Sound }) => Sound));

  /** `choose` keeps what the person chooses on the page. */
  constructor(
    listed: readonly LotListed[],
    person: Person,
    voice: Voice,
    readonly choose: (choices: Choices) => void,
  ) {
    this.announcements = new ManyAnnouncements(new Speaker(voice));
    const needs = {
      bid: (lot: string, bid: SentBid) => this.connection.bid(lot, bid),
      changed: (lot: LotOfMany, before: State, after: State, is_seen: boolean) =>
        this.changed(lot, before, after, is_seen),
    };
    this.lots = listed.map(({ id, title }) => new LotOfMany(id, title, person, needs));
    this.by_id = new Map(this.lots.map((lot) => [lot.lot, lot]));
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.connection = new Connection({
      url: `${scheme}://${location.host}/ws`,
      lots: this.lots.map(({ lot }) => lot),
      dispatch: (act) => this.dispatch(act),
      unanswered: () => this.unanswered(),
      staleMs: () => Math.min(...this.lots.map(({ state }) => staleMs(state))),
      isSignedIn: async () => (await lotStatus(this.lots[0]?.lot ?? "")) !== 401,
    });
    this.choices = person.choices;
    for (const lot of this.lots) lot.begin();
    this.batch = this.unanswered().map(({ lot, bid: { ref, total } }) => ({
      lot,
      ref,
      total,
      outcome: null,
    }));
    this.chosen(person.choices);
  }

  start(): void {
    this.connection.start();
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    addEventListener("online", this.tryNow);
    addEventListener("offline", this.networkGone);
    document.addEventListener("visibilitychange", this.tryNow);
  }

  stop(): void {
    clearInterval(this.ticking);
    this.sound.stop();
    this.connection.stop();
    removeEventListener("online", this.tryNow);
    removeEventListener("offline", this.networkGone);
    document.removeEventListener("visibilitychange", this.tryNow);
  }

  /** The person has signed in again on this page. */
  sessionBack(): void {
    this.connection.resume();
  }

  /** Called when something changes that is said of all lots together. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Called at each tick of the one timer. */
  watchTime(watcher: () => void): () => void {
    this.time_watchers.add(watcher);
    return () => this.time_watchers.delete(watcher);
  }

  /** The server's time. */
  now(): number {
    return lineTime(this.line);
  }

  lot(id: string): LotOfMany | undefined {
    return this.by_id.get(id);
  }

  /** The lots that are known by now, in the order of the event. */
  known(): readonly LotMessage[] {
    return this.lots.flatMap(({ state, failed }) => (state.lot === null || failed ? [] : [state.lot]));
  }

  get is_signed_out(): boolean {
    return this.lots.some(({ state }) => state.link.status === "signed_out");
  }

  /** Whether what is said of all lots together is true now. */
  get is_current(): boolean {
    return this.lots.every(({ state, failed }) => failed || state.lot === null || isCurrent(state));
  }

  get is_fresh(): boolean {
    return this.lots.some(({ state }) => isFresh(state));
  }

  /** When the connection is tried again; null while it is tried, and while it works. */
  get next_try_ms(): number | null {
    const next = this.lots[0]?.state.link.next_try_local ?? null;
    return next === null ? null : next - this.line.local;
  }

  /** Whether an offer can still be sent in a lot, now or later; true while nothing is known. */
  get takes_offers(): boolean {
    const lots = this.known();
    return lots.length === 0 || lots.some(({ state, you }) => !isOver(state) && !you?.excluded);
  }

  drafted(): readonly LotOfMany[] {
    return this.lots.filter(({ state }) => isDrafted(state));
  }

  /** Opens the list of what was typed. The offers in it do not change while it is read. */
  review(): void {
    const offers = this.drafted().flatMap(({ state }) =>
      state.lot === null ? [] : [reviewed(state.lot, state)],
    );
    this.reviewing = offers.length === 0 ? null : offers;
    this.tell();
  }

  endReview(): void {
    this.reviewing = null;
    this.tell();
  }

  /** Sends what was chosen, back to back in the order of the event. A second call finds no review. */
  sendReviewed(chosen: readonly Chosen[]): void {
    if (this.reviewing === null) return;
    const wanted = new Map(chosen.map((one) => [one.reviewed.lot, one]));
    this.reviewing = null;
    const sent: SentTogether[] = [];
    for (const lot of this.lots) {
      const one = wanted.get(lot.lot);
      if (!one?.reviewed.offer) continue;
      const { prices, total } = one.reviewed.offer;
      const ref = lot.sendReviewed(prices, total, one.confirmed);
      sent.push({ lot: lot.lot, ref: ref ?? "", total, outcome: ref === null ? "not_sent" : null });
    }
    this.batch = sent;
    this.tell();
  }

  forgetBatch(): void {
    this.batch = [];
    this.tell();
  }

  /** Takes what the person chose. */
  chosen(choices: Choices): void {
    this.choices = choices;
    this.announcements.level = choices.announcements;
    for (const lot of this.lots) lot.dispatch({ type: "ask_every_time", on: choices.confirm });
    this.tell();
    this.sound.turn(choices.sound);
  }

  private unanswered() {
    return this.lots.flatMap(({ lot, state: { sent } }) => (sent === null ? [] : [{ lot, bid: sent }]));
  }

  private dispatch(act: Act): void {
    this.line = lineAfter(this.line, act);
    if (act.type === "clock_measured") return;
    if (act.type === "too_large") this.largest()?.take(act, this.line);
    else if (act.type === "received" && "lot" in act.message)
      this.by_id.get(act.message.lot ?? "")?.take(act, this.line);
    else this.takeAll(act);
  }

  private takeAll(act: Act): void {
    for (const lot of this.lots) lot.take(act, this.line);
  }

  /** The bid that the server closed the connection for: the longest one that waits. */
  private largest(): LotOfMany | undefined {
    const length = ({ state }: LotOfMany): number => JSON.stringify(state.sent).length;
    return this.lots.filter(({ state }) => state.sent !== null).sort((a, b) => length(b) - length(a))[0];
  }

  private changed(lot: LotOfMany, before: State, after: State, is_seen: boolean): void {
    this.announcements.observe(lot.lot, before, after);
    this.sound.tones?.observe(before, after);
    this.batch = afterAnswer(this.batch, lot.lot, before, after);
    if (is_seen) this.tell();
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }

  private tick(): void {
    const local = Date.now();
    if (local - this.line.local > SUSPENDED_MS || local < this.line.local) this.connection.tryNow();
    this.line = { ...this.line, local };
    for (const lot of this.lots) lot.dispatch({ type: "line", ...this.line });
    this.announcements.tick();
    for (const watcher of this.time_watchers) watcher();
  }

  private readonly tryNow = (): void => {
    if (document.visibilityState === "visible") this.connection.tryNow();
  };

  private readonly networkGone = (): void => this.connection.networkGone();
}
