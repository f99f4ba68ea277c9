/**
 * One live lot: holds its state and has all the effects (connection, loading, announcements, local storage).
 * The views draw `state` and call the methods. What follows from an act is decided in `state/reduce.ts`, not here.
 */
import type { Person } from "../api/answers";
import { acceptTerms } from "../api/events";
import { historyAfter, offersAfter, requestAnnulment } from "../api/lots";
import { me } from "../api/person";
import type { Prices } from "../protocol/names";
import { sendBlocked } from "../words/bid";
import { timeLeft } from "../words/standing";
import { Announcements, type Level } from "./announcer/announcements";
import { Speaker, type Voice } from "./announcer/speaker";
import { asksConfirmation, read } from "./bid";
import { Connection } from "./connection";
import { Loader } from "./loader";
import { loadChoices, loadDraft, saveChoices, saveDraft } from "./local-storage";
import type { Act } from "./state/acts";
import { reduce } from "./state/reduce";
import { isFresh, isSupplier, now, start, type State } from "./state/state";

const TICK_MS = 200;
/** A tick as late as this means that the machine or the tab was suspended. */
const SUSPENDED_MS = 3_000;

export class LiveLot {
  state: State;
  private readonly connection: Connection;
  private readonly announcements: Announcements;
  private readonly offers: Loader;
  private readonly history: Loader;
  private readonly watchers = new Set<() => void>();
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly lot: string,
    person: Person,
    voice: Voice,
  ) {
    this.state = start(person, Date.now());
    this.announcements = new Announcements(new Speaker(voice));
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.connection = new Connection({
      url: `${scheme}://${location.host}/ws`,
      lot,
      dispatch: (act) => this.dispatch(act),
      unanswered: () => this.state.sent,
      isSignedIn: async () => {
        const answer = await me();
        return answer.ok || answer.status !== 401;
      },
    });
    this.offers = new Loader(() => this.loadOffers());
    this.history = new Loader(() => this.loadHistory());
    const choices = loadChoices(person.person);
    this.announcements.level = choices.level;
    this.dispatch({ type: "ask_every_time", on: choices.ask_every_time });
    const draft = loadDraft(person.person, lot);
    if (draft !== null) this.dispatch({ type: "restored", ...draft });
  }

  start(): void {
    this.connection.start();
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    addEventListener("online", this.tryNow);
    document.addEventListener("visibilitychange", this.tryNow);
  }

  stop(): void {
    clearInterval(this.ticking);
    this.connection.stop();
    removeEventListener("online", this.tryNow);
    document.removeEventListener("visibilitychange", this.tryNow);
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  dispatch(act: Act): void {
    const before = this.state;
    this.state = reduce(before, act);
    if (this.state === before) return;
    this.announcements.observe(before, this.state);
    this.load(before, this.state);
    this.saveDraft(before, this.state);
    for (const watcher of this.watchers) watcher();
  }

  get level(): Level {
    return this.announcements.level;
  }

  chooseLevel(level: Level): void {
    this.announcements.level = level;
    this.saveChoices();
    for (const watcher of this.watchers) watcher();
  }

  askEveryTime(on: boolean): void {
    this.dispatch({ type: "ask_every_time", on });
    this.saveChoices();
  }

  type(item: string, text: string): void {
    this.dispatch({ type: "typed", item, text, local: Date.now() });
  }

  useSuggested(): void {
    const suggested = this.state.lot?.you?.suggested;
    if (suggested) this.dispatch({ type: "filled", prices: suggested.prices });
  }

  /** The reason why no bid can be sent now; null when one can be sent. */
  blocked(): string | null {
    const { lot } = this.state;
    if (lot === null) return null;
    return sendBlocked(lot, isFresh(this.state), this.state.sent !== null);
  }

  send(): void {
    const { lot } = this.state;
    if (lot === null || this.blocked() !== null) return;
    const reading = read(lot, this.state.typed);
    if (!reading.readable) {
      this.dispatch({ type: "unreadable", problems: reading.problems });
      return;
    }
    const { prices, total } = reading;
    const rule = asksConfirmation(lot, total);
    if (rule || this.state.ask_every_time) {
      this.dispatch({
        type: "asked_to_confirm",
        confirming: { prices, total, because: rule ? "rule" : "person" },
      });
    } else {
      this.transmit(prices, total, false);
    }
  }

  confirm(): void {
    const { confirming } = this.state;
    if (confirming === null || this.blocked() !== null) return;
    this.transmit(confirming.prices, confirming.total, confirming.because === "rule");
  }

  changeIt(): void {
    this.dispatch({ type: "changed_mind" });
  }

  async acceptTerms(): Promise<boolean> {
    const { lot } = this.state;
    return lot !== null && (await acceptTerms(lot.event.id));
  }

  askForAnnulment(ref: string, reason: string): Promise<boolean> {
    return requestAnnulment(this.lot, ref, reason);
  }

  private transmit(prices: Prices, total: string, confirmed: boolean): void {
    const bid = { ref: freshRef(), prices, total, confirmed, sent_local: Date.now(), unknown: false };
    this.dispatch({ type: "sent", bid });
    this.connection.bid(bid);
  }

  private tick(): void {
    const local = Date.now();
    if (local - this.state.local > SUSPENDED_MS || local < this.state.local) this.connection.tryNow();
    this.dispatch({ type: "tick", local });
  }

  private readonly tryNow = (): void => {
    if (document.visibilityState === "visible") this.connection.tryNow();
  };

  private load(before: State, after: State): void {
    const { lot } = after;
    if (lot === null) return;
    const sees_offers = lot.market?.offers !== undefined && lot.market?.offers !== null;
    if (sees_offers && lot.market !== before.lot?.market) this.offers.ask();
    const answered = before.sent !== null && after.sent === null;
    if (isSupplier(after) && (before.lot === null || answered || lot.you?.total !== before.lot.you?.total)) {
      this.history.ask();
    }
  }

  private async loadOffers(): Promise<void> {
    const answer = await offersAfter(this.lot, this.state.offers.at(-1)?.seq ?? 0);
    if (answer.ok) this.dispatch({ type: "offers_loaded", offers: answer.value.offers });
  }

  private async loadHistory(): Promise<void> {
    const answer = await historyAfter(this.lot, this.state.history.at(-1)?.seq ?? 0);
    if (answer.ok) this.dispatch({ type: "history_loaded", records: answer.value });
  }

  private saveDraft(before: State, after: State): void {
    if (!isSupplier(after) || (before.typed === after.typed && before.sent === after.sent)) return;
    const { typed, sent } = after;
    const empty = sent === null && Object.values(typed).every((text) => text === "");
    const over = after.lot !== null && timeLeft(after.lot, now(after)) === null && sent === null;
    saveDraft(after.person.person, this.lot, empty || over ? null : { typed, sent });
  }

  private saveChoices(): void {
    saveChoices(this.state.person.person, { level: this.level, ask_every_time: this.state.ask_every_time });
  }
}

/** 128 random bits. Not `crypto.randomUUID`, because that needs a secure context. */
function freshRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
